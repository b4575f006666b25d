"""A fictional web of news sites: takes a clock, gives five outlets whose articles appear, change and vanish as time goes by.

It knows nothing of whoever watches it. Everybody and everything in it is invented.
"""

from variorum.demo.newspaper.editions import Edition, edition, truth
from variorum.demo.newspaper.mastheads import outlets
from variorum.demo.newspaper.server import application
from variorum.demo.newspaper.values import Alteration, Outlet

__all__ = ["Alteration", "Edition", "Outlet", "application", "edition", "outlets", "truth"]

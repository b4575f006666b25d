"""The pages: takes an archive, gives an ASGI application that shows what changed, with a data twin and feeds beside each page."""

from variorum.web.application import application
from variorum.web.websub import receiver

__all__ = ["application", "receiver"]

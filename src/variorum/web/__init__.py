"""The pages: takes an archive, gives an ASGI application that shows what changed, with a data twin and feeds beside each page."""

from variorum.web.application import application

__all__ = ["application"]

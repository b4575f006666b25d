"""Takes the name of a template and values, gives the page: every text in it printable and escaped."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from variorum.archive import ArchiveError
from variorum.flow.clock import archive_clock
from variorum.model.documents import time_text
from variorum.publication.markup import language_tag
from variorum.text.amounts import counted, span
from variorum.text.printable import printable
from variorum.text.urls import web_url
from variorum.web.answers import HTML, answer
from variorum.web.words import class_words, from_now_words, later_words, moment_words

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from variorum.web.site import Site

FOLDER = Path(__file__).parent


def _harmless(value: object) -> object:
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_harmless,
    )
    made.filters |= {
        "iso": time_text,
        "moment": moment_words,
        "later": later_words,
        "from_now": from_now_words,
        "span": span,
        "class_words": class_words,
        "counted": counted,
        "language_tag": language_tag,
        "is_web_url": lambda url: web_url(url) is not None,
    }
    return made


_TEMPLATES = _environment()


def page(site: Site, request: Request, template: str, *, status: int = 200, **values: Any) -> Response:
    """A page from its template; `to` gives it addresses, `now` the time of the schedule, `tempo` how fast that runs."""
    body = _TEMPLATES.get_template(template).render(
        to=site.within(request), now=site.now(), tempo=_tempo(site), **{"twins": (), **values}
    )
    return answer(request, body, HTML, status=status)


def _tempo(site: Site) -> float:
    """How many times faster than the wall's clock the archive's runs, as read for this page: another process may set it."""
    try:
        return archive_clock(site.archive).tempo
    except ArchiveError:
        # The page that tells of a broken archive must not break on it too.
        return 1.0


def markup(fragment: str) -> Markup:
    """HTML that `variorum.publication` built, to stand in a page as it is: its texts are printable and escaped already."""
    return Markup(fragment)  # noqa: S704 - the one place where HTML is not escaped

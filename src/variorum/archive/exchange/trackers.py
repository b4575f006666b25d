"""Takes the database of another tracker of edits, gives the versions in it: diffengine, News Sniffer, NewsDiffs.

Their tables are those of DocNow/diffengine (`__init__.py`), johnl/news-sniffer (`db/schema.rb`) and ecprice/newsdiffs (`website/frontend/models.py`),
in SQLite. Nothing is written to a file that is read here.
"""

from __future__ import annotations

import re
import sqlite3
import subprocess
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

DIFFENGINE, NEWS_SNIFFER, NEWSDIFFS = "diffengine", "newssniffer", "newsdiffs"
_TABLES = {
    DIFFENGINE: {"entryversion", "entry"},
    NEWS_SNIFFER: {"news_articles", "news_article_versions"},
    NEWSDIFFS: {"Articles", "version"},
}
_LARGEST = 24 * 2**20
_COMMIT = re.compile(r"[0-9a-f]{7,64}")
#: NewsDiffs writes the time of its own clock, whose zone its settings fix.
_NEWSDIFFS_ZONE = "America/New_York"


@dataclass(frozen=True, slots=True)
class TrackedVersion:
    """A version that another tracker kept: `text` is paragraphs or, where `is_markup`, HTML; `number` is that of its row."""

    number: int
    url: str
    title: str
    byline: str
    text: str
    at: datetime | None
    trouble: str = ""
    is_markup: bool = False


def tracker_of(path: Path) -> str | None:
    """Which tracker a database is of; `None` for any other file."""
    try:
        with _opened(path) as database:
            names = {
                row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            }
    except (sqlite3.Error, OSError):
        return None
    return next((kind for kind, tables in _TABLES.items() if tables <= names), None)


def tracked_versions(path: Path, kind: str, after: int) -> Generator[TrackedVersion]:
    """The versions behind a row, in the order of their rows. Raises ValueError where the database cannot be read on."""
    read = {DIFFENGINE: _diffengine, NEWS_SNIFFER: _news_sniffer, NEWSDIFFS: _newsdiffs}[kind]
    try:
        with _opened(path) as database:
            yield from read(database, path, after)
    except sqlite3.Error as error:
        raise ValueError(f"the database cannot be read ({error})") from error


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
        # What is no text must not end the reading of all that is.
        database.text_factory = lambda data: data.decode("utf-8", "replace")
        database.row_factory = sqlite3.Row
        yield database


def _diffengine(database: sqlite3.Connection, _: Path, after: int) -> Iterator[TrackedVersion]:
    query = "SELECT id, title, url, summary, created FROM entryversion WHERE id > ? ORDER BY id"
    for row in database.execute(query, (after,)):
        text, trouble = _text(row["summary"])
        at = _moment(row["created"], UTC)
        yield TrackedVersion(
            row["id"], str(row["url"]), str(row["title"] or ""), "", text, at, trouble, is_markup=True
        )


def _news_sniffer(database: sqlite3.Connection, _: Path, after: int) -> Iterator[TrackedVersion]:
    tables = {row[0] for row in database.execute("SELECT name FROM sqlite_master")}
    # Later versions of it keep texts in a table of their own.
    apart = "news_article_version_texts" in tables
    text = "texts.text" if apart else "versions.text"
    joined = (
        "LEFT JOIN news_article_version_texts AS texts ON texts.news_article_version_id = versions.id"
        if apart
        else ""
    )
    query = (
        f"SELECT versions.id, versions.title, coalesce(nullif(versions.url, ''), articles.url) AS url, {text} AS text,"  # noqa: S608 - our own names
        " versions.created_at AS at FROM news_article_versions AS versions"
        f" JOIN news_articles AS articles ON articles.id = versions.news_article_id {joined}"
        " WHERE versions.id > ? ORDER BY versions.id"
    )
    for row in database.execute(query, (after,)):
        told, trouble = _text(row["text"])
        at = _moment(row["at"], UTC)
        yield TrackedVersion(row["id"], str(row["url"]), str(row["title"] or ""), "", told, at, trouble)


def _newsdiffs(database: sqlite3.Connection, path: Path, after: int) -> Iterator[TrackedVersion]:
    """Rows of the database with texts from the git repositories beside it, in `articles`."""
    columns = {row["name"] for row in database.execute("PRAGMA table_info(Articles)")}
    folder = "Articles.git_dir" if "git_dir" in columns else "''"
    query = (
        f"SELECT version.id, version.v, version.title, version.byline, version.date AS at, Articles.url, {folder} AS folder"  # noqa: S608
        " FROM version JOIN Articles ON Articles.id = version.article_id WHERE version.id > ? AND NOT version.boring ORDER BY version.id"
    )
    with _Repositories(path.parent / "articles") as repositories:
        for row in database.execute(query, (after,)):
            name = re.sub(r"^https?://", "", str(row["url"])).rstrip("/")
            text, trouble = repositories.text(str(row["folder"]), str(row["v"]), name)
            # The file begins with date, title and byline, which the row has too.
            body = "\n".join(text.split("\n")[3:])
            at = _moment(row["at"], ZoneInfo(_NEWSDIFFS_ZONE))
            title, byline = str(row["title"] or ""), str(row["byline"] or "")
            yield TrackedVersion(row["id"], str(row["url"]), title, byline, body, at, trouble)


class _Repositories:
    """Reads files of commits in git repositories, by one process for each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._running.values():
            process.kill()
            process.communicate()

    def text(self, folder: str, commit: str, name: str) -> tuple[str, str]:
        """The text of a file as of a commit; empty, with the reason, where there is none."""
        place = (self._folder / folder).resolve()
        if (
            _COMMIT.fullmatch(commit) is None
            or "\n" in name
            or not place.is_relative_to(self._folder.resolve())
        ):
            return "", "its row names no commit"
        try:
            process = self._process(folder, place)
            if process.stdin is None or process.stdout is None:
                return "", "git cannot be asked"
            process.stdin.write(f"{commit}:{name}\n".encode())
            process.stdin.flush()
            head = process.stdout.readline().split()
            if len(head) != 3 or head[1] != b"blob":  # noqa: PLR2004 - name, type, size (git-cat-file)
                return "", f"its text is not in the repository {place.name}"
            size = int(head[2])
            data = process.stdout.read(size + 1)
        except (OSError, ValueError) as error:
            return "", f"git cannot be asked ({error})"
        return _text(data[:-1])

    def _process(self, folder: str, place: Path) -> subprocess.Popen[bytes]:
        if folder not in self._running:
            # A repository of somebody else's must not make git fetch, which could run a command that it names.
            command = ["git", "-c", "protocol.allow=never", "-C", str(place), "cat-file", "--batch"]
            self._running[folder] = subprocess.Popen(  # noqa: S603 - no shell, and nothing of what is read is an argument
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        return self._running[folder]


def _text(value: Any) -> tuple[str, str]:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if not isinstance(value, str):
        return "", "it has no text"
    return (value, "") if len(value) <= _LARGEST else ("", "its text is larger than any")


def _moment(value: Any, zone: Any) -> datetime | None:
    """A time as these programs write it, which is told in a zone unless it names one."""
    try:
        moment = datetime.fromisoformat(str(value))
        return (moment.replace(tzinfo=zone) if moment.tzinfo is None else moment).astimezone(UTC)
    except (ValueError, OverflowError):
        return None

"""Takes what a user calls an article, a source or a version, gives the one that is meant."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING

from variorum.cli.exits import NOT_FOUND, leave
from variorum.cli.output import say
from variorum.flow.words import moment
from variorum.model.identity import looks_like_id, source_id
from variorum.text.urls import url_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from variorum.archive import Archive
    from variorum.model import ArticleRecord, Source, SourceState, Version

#: The ids of the rows last listed, beside the archive, so that `@n` can name one.
_LISTED = "last-listing.json"
_ROW = re.compile(r"@(\d{1,6})", re.ASCII)
_LONGEST_ORDINAL = 6
_PAIR = re.compile(r"([\w@]+)\.\.([\w@]+)")


def remember(archive: Archive, ids: Sequence[str]) -> None:
    """Remembers the rows of a listing for `@n`; an archive that cannot be written is listed all the same."""
    with suppress(OSError):
        (archive.directory / _LISTED).write_text(json.dumps(list(ids)), "utf-8")


def forget_rows(archive: Archive) -> None:
    """Takes out of the last listing what is not in the archive any more; the other rows keep their numbers."""
    file = archive.directory / _LISTED
    with suppress(OSError, ValueError):
        ids = [str(one) for one in json.loads(file.read_text("utf-8"))]
        finders = (archive.article, archive.change, archive.source, archive.version)
        there = [any(find(one) is not None for find in finders) for one in ids]
        file.write_text(
            json.dumps([one if is_there else "" for one, is_there in zip(ids, there, strict=True)])
        )


def _row(archive: Archive, text: str) -> str:
    """The id behind `@n`, or the text as it is."""
    match = _ROW.fullmatch(text)
    if match is None:
        return text
    try:
        listed = json.loads((archive.directory / _LISTED).read_text("utf-8"))
        return (
            str(listed[int(match[1]) - 1]) if int(match[1]) else leave("rows are counted from @1", NOT_FOUND)
        )
    except (OSError, ValueError):
        leave(
            "nothing was listed yet: `variorum log` or `variorum sources` list rows that @n can name",
            NOT_FOUND,
        )
    except IndexError:
        leave(f"the last listing had only {len(listed)} rows", NOT_FOUND)


def chosen_article(archive: Archive, text: str) -> ArticleRecord:
    """The article that an id, an address or `@n` names; ends the command when there is none."""
    name = _row(archive, text)
    found = name if looks_like_id(name) else archive.article_id(name)
    change = archive.change(found) if found else None
    record = archive.article(change.article_id if change else found) if found else None
    if record is not None:
        return record
    tombstone = archive.tombstone_of(name) if looks_like_id(name) else archive.tombstone_at(name)
    if tombstone is not None:
        leave(f"{text}: forgotten on {moment(tombstone.at)}: {tombstone.reason}", NOT_FOUND)
    return leave(
        f"{text}: no such article in the archive; `variorum log` lists changes, `variorum add URL` watches it",
        NOT_FOUND,
    )


def chosen_source(archive: Archive, text: str) -> Source:
    """The source that an id, an address or `@n` names; ends the command when there is none."""
    name = _row(archive, text)
    found = archive.source(name) or archive.source(source_id(url_key(name)))
    return found or leave(f"{text}: no such source in the archive; `variorum sources` lists them", NOT_FOUND)


def set_state(archive: Archive, text: str, state: SourceState, word: str) -> None:
    """Sets the state of the source that is named, and says so."""
    source = chosen_source(archive, text)
    with archive.writing() as writer:
        writer.set_source_state(source.id, state)
    say(f"{source.title}: {word}")


def chosen_versions(versions: Sequence[Version], text: str | None) -> tuple[Version, Version]:
    """The two versions that `M..N` names (numbers, `latest` or ids); the last two when nothing is said."""
    if text is None:
        if len(versions) < 2:  # noqa: PLR2004 - a comparison needs two
            leave("there is only one version so far: nothing to compare", NOT_FOUND)
        return versions[-2], versions[-1]
    match = _PAIR.fullmatch(text)
    if match is None:
        leave(f"{text!r} is no pair of versions: write it like 3..4, 1..latest, or with ids", 2)
    return _version(versions, match[1]), _version(versions, match[2])


def _version(versions: Sequence[Version], text: str) -> Version:
    if text == "latest" and versions:
        return versions[-1]
    if (
        text.isascii()
        and text.isdecimal()
        and len(text) <= _LONGEST_ORDINAL
        and 0 < int(text) <= len(versions)
    ):
        return versions[int(text) - 1]
    found = next((version for version in versions if version.id == text), None)
    if found is None:
        leave(f"there is no version {text}: this article has {len(versions)}", NOT_FOUND)
    return found

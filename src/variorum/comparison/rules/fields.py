"""Takes a revision, gives findings on the fields of the article: headline, standfirst, byline, captions and the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.comparison.rules.noise import is_case_only
from variorum.model import EditKind, Evidence, Finding, FindingClass, Side
from variorum.text.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from variorum.comparison.rules.compared import Compared
    from variorum.model import FieldChange, Revision

_CLASSES = {
    "headline": (FindingClass.HEADLINE, 0.6, "headline"),
    "standfirst": (FindingClass.STANDFIRST, 0.4, "standfirst"),
    "byline": (FindingClass.BYLINE, 0.3, "byline"),
    "captions": (FindingClass.CAPTION, 0.25, "caption"),
    "lead_image": (FindingClass.IMAGE, 0.1, "picture"),
    "dateline": (FindingClass.DATELINE, 0.15, "dateline"),
    "language": (FindingClass.LANGUAGE, 0.1, "language"),
    "links": (FindingClass.LINK, 0.1, "links"),
    "canonical_url": (FindingClass.URL_MOVED, 0.1, "address"),
    "houses": (FindingClass.BYLINE, 0.15, "house that signs"),
    "corrections": (FindingClass.CORRECTION, 0.7, "correction in the metadata"),
    **{
        f"headline_{name}": (FindingClass.HEADLINE_SURFACE, 0.2, f"headline in {told}")
        for name, told in (("json_ld", "JSON-LD"), ("og_title", "og:title"), ("h1", "h1"))
    },
}
_SURFACES = ("JSON-LD", "og:title", "h1")


def field_findings(compared: Compared) -> Iterator[Finding]:
    """One finding for each field whose words changed; times alone make one of their own."""
    revision = compared.revision
    changed = [change for change in revision.fields if change.changed]
    for change in changed:
        if change.name in _CLASSES and not is_case_only(change) and not _is_choice(change, revision):
            kind, weight, name = _CLASSES[change.name]
            yield Finding(
                kind=kind,
                weight=weight,
                sentence=f"{name} {_verb(change)}",
                before=change.before,
                after=change.after,
                subject=_surfaces(change, revision),
                evidence=tuple(_evidence(change)),
            )
    stands = not (
        revision.added
        or revision.deleted
        or any(edit.kind is not EditKind.KEPT for link in revision.links for edit in link.edits)
        or any(
            change.kind is EditKind.TYPOGRAPHY and change.name != "lead_image" for change in revision.fields
        )
    )
    times = [change for change in changed if change.name in {"published", "modified"}]
    if times and stands and len(times) == len(changed):
        yield Finding(
            FindingClass.TIMESTAMP_ONLY, 0.05, "only the time stamp changed", times[0].before, times[0].after
        )


def _is_choice(change: FieldChange, revision: Revision) -> bool:
    """Whether only another surface's headline was chosen: both stand on surfaces before and after."""
    texts = {normalise(change.before or ""), normalise(change.after or "")}
    return change.name == "headline" and all(
        texts <= {normalise(text or "") for text in side.surfaces if text}
        for side in (revision.before, revision.after)
    )


def _surfaces(change: FieldChange, revision: Revision) -> str | None:
    """The surfaces that show a change of the headline, `None` where that is not known or of other fields."""
    if not change.name.startswith("headline"):
        return None
    told = [
        name
        for name, before, after in zip(
            _SURFACES, revision.before.surfaces, revision.after.surfaces, strict=True
        )
        if (before, after) == (change.before, change.after)
    ]
    return ", ".join(told) or None


def _verb(change: FieldChange) -> str:
    if not change.before:
        return "added"
    return "changed" if change.after else "removed"


def _evidence(change: FieldChange) -> Iterator[Evidence]:
    for side, value in ((Side.OLD, change.before), (Side.NEW, change.after)):
        if value:
            yield Evidence(side, change.name, 0, len(value), value)

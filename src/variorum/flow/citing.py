"""Takes two versions of an archived article, gives the evidence pack that proves them; takes a pack, tells what it proves."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from variorum.archive import PackError, packed_evidence, proved_by
from variorum.archive.evidence import CITATION, PAGE
from variorum.archive.statements import CAPTURE, REVISION, VERSION
from variorum.flow.words import moment
from variorum.model.documents import article_from_document, time_from_text
from variorum.model.identity import revision_id
from variorum.publication import citation, evidence_page

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path
    from typing import Any

    from variorum.archive import ArchivePort, Proof, Proved, Root
    from variorum.model import History, Version

_LARGEST_PACK = 192 * 2**20


def evidence_pack(
    archive: ArchivePort, history: History, before: Version, after: Version, *, now: datetime
) -> bytes:
    """The pack of two versions: their captures, texts, comparison and proofs, a page and citations.

    What no root covers so far is covered by one that is made now, and signed where there is a key; otherwise nothing is
    written. Raises `PackError` where what is asked for was forgotten.
    """
    proofs = _proofs(archive, _subjects(archive, before, after), now)
    extras = {
        CITATION: json.dumps(citations(history, (before, after)), indent=1).encode("ascii"),
        PAGE: _page(archive, history, (before, after), proofs),
    }
    return packed_evidence(proofs, extras)


def roots_of(archive: ArchivePort, before: Version, after: Version, *, now: datetime) -> tuple[Root, ...]:
    """The roots that the proofs of two versions lead to; what none covers so far is covered by one that is made now."""
    found = _proofs(archive, _subjects(archive, before, after), now)
    return tuple(dict.fromkeys(proof.root for proof in found))


def _subjects(archive: ArchivePort, before: Version, after: Version) -> list[tuple[str, str]]:
    """What is to be proved of two versions: their captures, themselves, and their comparison."""
    subjects = [(CAPTURE, one.capture_id) for one in (before, after)]
    subjects += [(VERSION, one.id) for one in (before, after)]
    key = revision_id(before.id, after.id)
    if archive.change(key) is not None:
        subjects.append((REVISION, key))
    return subjects


def citations(history: History, versions: tuple[Version, ...]) -> list[dict[str, Any]]:
    """How to cite versions, as a list of CSL-JSON."""
    return [
        citation(one, history.article.source, history.number(one.id) or 0) for one in dict.fromkeys(versions)
    ]


def _proofs(archive: ArchivePort, subjects: list[tuple[str, str]], now: datetime) -> list[Proof]:
    chosen = list(dict.fromkeys(subjects))
    proofs = [archive.proof(*subject) for subject in chosen]
    signs = archive.key() is not None
    if any(proof is None or (signs and proof.root.signature is None) for proof in proofs):
        with archive.writing() as writer:
            writer.seal(now)
        proofs = [archive.proof(*subject) for subject in chosen]
    for (_, subject), proof in zip(chosen, proofs, strict=True):
        if proof is None:
            raise PackError(f"{subject} cannot be proved: what it was made of was forgotten")
    return [proof for proof in proofs if proof is not None]


def _page(
    archive: ArchivePort, history: History, pair: tuple[Version, Version], proofs: list[Proof]
) -> bytes:
    sides = []
    for version in pair:
        capture = archive.capture(version.capture_id)
        if capture is None:
            raise PackError(
                f"the bytes of the capture {version.capture_id} were let go, or are missing: `variorum verify` tells which"
            )
        sides.append((history.number(version.id) or 0, version, capture))
    change = archive.change(revision_id(pair[0].id, pair[1].id))
    sentence = history.article.headline if change is None else change.sentence
    named = [(json.loads(proof.statement), proof.root.hash) for proof in proofs]
    return evidence_page(sentence, sides, [(f"{said['kind']} {said['id']}", root) for said, root in named])


def checked_pack(file: Path, signer: str | None, authorities: tuple[bytes, ...] = ()) -> tuple[str, ...]:
    """What a pack proves, a line each. Raises `PackError` where it proves nothing."""
    try:
        with file.open("rb") as opened:
            data = opened.read(_LARGEST_PACK + 1)
    except OSError as error:
        raise PackError(f"it cannot be read ({error.strerror})") from error
    if len(data) > _LARGEST_PACK:
        raise PackError("it is larger than any pack")
    proved = proved_by(data, signer, authorities)
    lines = [_line(one) for one in proved]
    stamps = {one.stamped_at for one in proved if one.stamped_at is not None}
    lines += [
        f"stamped at {moment(at)}"
        + ("" if authorities else " by an authority that nobody named (--authority)")
        for at in sorted(stamps)
    ]
    if signer is None:
        lines.append("agrees with itself; give --key to learn whether a key that you know has signed it")
    else:
        lines.append(f"proved, and signed with the key {signer}")
    return tuple(lines)


def _line(proved: Proved) -> str:
    said = proved.said
    try:
        match proved.kind:
            case "capture":
                told = json.loads(proved.texts["circumstances"])
                at = moment(time_from_text(said["captured_at"]))
                return f"capture {said['id']}: {told['url']} answered {told['status']} at {at}, {len(proved.texts['body'])} bytes"
            case "version":
                article = article_from_document(json.loads(proved.texts["article"]))
                at = moment(time_from_text(said["captured_at"]))
                return f"version {said['id']}: “{article.headline or ''}”, captured {at}"
            case "revision":
                return f"revision {said['id']}: {said['sentence']}"
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise PackError(f"the statement of {said.get('id')!r} is not what such a statement is") from error
    return f"{proved.kind} {said['id']}"

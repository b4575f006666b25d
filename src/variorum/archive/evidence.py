"""Takes proofs, gives an evidence pack (a zip); takes a pack from anybody, tells what it proves, trusting nothing in it."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from variorum.archive.chain import Proof, Root, leaf_of, link_of, signed_text
from variorum.archive.errors import ArchiveError
from variorum.archive.merkle import root_of_path
from variorum.archive.packing import plain_document
from variorum.archive.signing import is_signed
from variorum.archive.stamping import StampError, can_check_stamps, stamped_at
from variorum.archive.statements import KINDS, TEXTS
from variorum.model.documents import time_from_text, time_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

_FORMAT = 1
_MANIFEST = "pack.json"
#: For people; nothing in them is proved, and a check does not look at them.
PAGE, CITATION = "index.html", "citation.json"
#: So many files, and so many bytes of each and of all, may a pack unpack to.
_MOST_FILES, _LARGEST, _LARGEST_PACK = 64, 64 * 2**20, 192 * 2**20
_NAME = re.compile(
    r"pack\.json|index\.html|citation\.json|(?:statements|texts)/[a-z0-9-]{1,60}\.(?:json|html|bin)"
)
#: The time of every file in a pack: two packs of the same thing are the same bytes.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_ENDINGS = {"body": "bin"}
_HEX = re.compile(r"[0-9a-f]{64}")
_MARKS = {word: mark for mark, word in KINDS.items()}


@dataclass(frozen=True, slots=True)
class Proved:
    """A statement that a pack proves, with the texts whose hashes it gives, and when its root was stamped, if that is known."""

    kind: str
    said: Mapping[str, Any]
    texts: Mapping[str, bytes]
    stamped_at: datetime | None = None


class PackError(ArchiveError):
    """A pack proves nothing; the message says why, in one plain sentence."""


def packed_evidence(proofs: Sequence[Proof], extras: Mapping[str, bytes]) -> bytes:
    """The bytes of a pack: statements, texts and proofs, and the files for people in `extras`."""
    files: dict[str, bytes] = {}
    told = []
    for proof in proofs:
        said = json.loads(proof.statement)
        name = f"{said['kind']}-{said['id']}"
        files[f"statements/{name}.json"] = proof.statement
        for text, data in proof.texts:
            files[f"texts/{name}-{text}.{_ENDINGS.get(text, 'json')}"] = data
        told.append(_proof_document(name, proof))
    manifest = {"format": _FORMAT, "proofs": told}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, data in {_MANIFEST: plain_document(manifest), **extras, **files}.items():
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            pack.writestr(entry, data)
    return buffer.getvalue()


def _proof_document(name: str, proof: Proof) -> dict[str, Any]:
    root = proof.root
    return {
        "statement": name,
        "number": proof.number,
        "salt": proof.salt.hex(),
        "before": proof.before,
        "path": [beside.hex() for beside in proof.path],
        "root": {
            "first": root.first,
            "last": root.last,
            "hash": root.hash,
            "made_at": time_text(root.made_at),
            "signature": None if root.signature is None else root.signature.hex(),
            "signer": root.signer,
            "stamp": None if root.stamp is None else bytes(root.stamp).hex(),
        },
    }


def proved_by(pack: bytes, signer: str | None, authorities: tuple[bytes, ...] = ()) -> tuple[Proved, ...]:
    """What a pack proves: each statement leads to a root, which is signed with the key `signer` where one is given.

    Where `authorities` (certificates, PEM) are given each root must bear a time stamp that leads to one of them.

    Raises `PackError` at the first thing that does not hold. Without `signer` the pack is only found to agree with
    itself: whoever made it could have made it up. The key that a pack names is never trusted.
    """
    files = _unpacked(pack)
    try:
        manifest = json.loads(files.pop(_MANIFEST, b""))
        if manifest["format"] != _FORMAT:
            raise PackError(f"it has the unknown format {manifest['format']!r}")
        for extra in (PAGE, CITATION):
            files.pop(extra, None)
        proved = tuple(_proved(one, files, signer, authorities) for one in manifest["proofs"])
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError, OverflowError) as error:
        raise PackError(f"it is no evidence pack, or a damaged one ({type(error).__name__})") from error
    if files:
        raise PackError(f"it holds {min(files)}, which no proof speaks of")
    if not proved:
        raise PackError("it holds no proof")
    return proved


def _unpacked(pack: bytes) -> dict[str, bytes]:
    """The files of a pack, within limits of number, name and size; nothing is written to disk."""
    files: dict[str, bytes] = {}
    left = _LARGEST_PACK
    try:
        with zipfile.ZipFile(io.BytesIO(pack)) as opened:
            entries = opened.infolist()
            if len(entries) > _MOST_FILES:
                raise PackError(f"it holds {len(entries)} files: more than any pack has")
            for entry in entries:
                if _NAME.fullmatch(entry.filename) is None:
                    raise PackError(f"it holds a file whose name no pack has: {entry.filename[:60]!r}")
                if entry.filename in files:
                    raise PackError(f"it holds two files named {entry.filename}")
                # What an entry says of its size is not believed: it is read no further than the limit.
                with opened.open(entry) as file:
                    data = file.read(min(_LARGEST, left) + 1)
                left -= len(data)
                if len(data) > _LARGEST or left < 0:
                    raise PackError(f"{entry.filename} is larger than what any pack holds")
                files[entry.filename] = data
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        ValueError,
    ) as error:
        raise PackError(f"it is no zip file, or a damaged one ({error})") from error
    return files


def _proved(
    told: Mapping[str, Any], files: dict[str, bytes], signer: str | None, authorities: tuple[bytes, ...]
) -> Proved:
    name = str(told["statement"])
    statement = files.pop(f"statements/{name}.json", None)
    if statement is None:
        raise PackError(f"the statement {name} is missing")
    root = _root(told["root"])
    leaf = leaf_of(statement, bytes.fromhex(told["salt"]))
    link = link_of(_hash(told["before"]), leaf)
    path = [bytes.fromhex(_hash(beside)) for beside in told["path"]]
    size, place = root.last - root.first + 1, int(told["number"]) - root.first
    found = root_of_path(bytes.fromhex(link), place, size, path)
    if found is None or found.hex() != root.hash:
        raise PackError(f"the statement {name} does not lead to the root: it, or its proof, was altered")
    if signer is not None and not (
        root.signature is not None and is_signed(signed_text(root), root.signature, signer)
    ):
        raise PackError(f"the root of the statement {name} is not signed with the key {signer[:12]}…")
    said = json.loads(statement)
    if f"{said['kind']}-{said['id']}" != name:
        raise PackError(f"the statement {name} speaks of something else")
    stamped = _stamped(root, name, authorities)
    return Proved(said["kind"], said, dict(_texts(said, name, files)), stamped)


def _stamped(root: Root, name: str, authorities: tuple[bytes, ...]) -> datetime | None:
    """When the root of a statement was stamped; `None` where it was not, or nobody here can read stamps."""
    if root.stamp is None:
        if authorities:
            raise PackError(f"the root of the statement {name} bears no time stamp")
        return None
    if not authorities and not can_check_stamps():
        return None
    try:
        return stamped_at(root.stamp, root, authorities)
    except StampError as error:
        raise PackError(f"the root of the statement {name}: {error}") from error


def _texts(said: Mapping[str, Any], name: str, files: dict[str, bytes]) -> list[tuple[str, bytes]]:
    found = []
    for text in TEXTS[_MARKS[said["kind"]]]:
        if said[text] is None:
            continue
        file = f"texts/{name}-{text}.{_ENDINGS.get(text, 'json')}"
        data = files.pop(file, None)
        if data is None:
            raise PackError(f"{file} is missing")
        if hashlib.sha256(data).hexdigest() != said[text]:
            raise PackError(f"{file} was altered")
        found.append((text, data))
    return found


def _root(told: Mapping[str, Any]) -> Root:
    signature, stamp = told["signature"], told.get("stamp")
    return Root(
        first=int(told["first"]),
        last=int(told["last"]),
        hash=_hash(told["hash"]),
        made_at=time_from_text(told["made_at"]),
        signature=None if signature is None else bytes.fromhex(signature),
        stamp=None if stamp is None else bytes.fromhex(stamp),
    )


def _hash(text: str) -> str:
    if _HEX.fullmatch(text) is None:
        raise ValueError("no hash")
    return text

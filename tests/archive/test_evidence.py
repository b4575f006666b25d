"""An evidence pack proves what it says to who knows the key, and nothing that was altered, added or made up."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.archive.conftest import Desk, later

from variorum.archive import PackError, packed_evidence, proved_by
from variorum.archive.merkle import merkle_path, merkle_root, root_of_path
from variorum.archive.statements import CAPTURE, REVISION, VERSION
from variorum.model.identity import revision_id

if TYPE_CHECKING:
    from collections.abc import Callable

Files = dict[str, bytes]


@given(st.lists(st.binary(max_size=4), min_size=1, max_size=40, unique=True), st.data())
def test_a_path_leads_from_each_leaf_to_the_root_and_from_no_other(
    leaves: list[bytes], data: st.DataObject
) -> None:
    root, place = merkle_root(leaves), data.draw(st.integers(0, len(leaves) - 1))
    path = merkle_path(leaves, place)
    assert root_of_path(leaves[place], place, len(leaves), path) == root
    other = data.draw(st.binary(max_size=4).filter(lambda leaf: leaf != leaves[place]))
    assert root_of_path(other, place, len(leaves), path) != root
    assert root_of_path(leaves[place], place, len(leaves), (*path, b"more")) is None


@pytest.fixture
def pack(desk: Desk) -> bytes:
    versions = [desk.version(f"At least {14 + number} people died.", number) for number in range(3)]
    with desk.archive.writing() as writer:
        writer.seal(later(60))
    subjects = [(CAPTURE, versions[1].capture_id), (VERSION, versions[1].id)]
    subjects.append((REVISION, revision_id(versions[1].id, versions[2].id)))
    proofs = [desk.archive.proof(*subject) for subject in subjects]
    return packed_evidence([proof for proof in proofs if proof is not None], {"index.html": b"<p>"})


def unzipped(pack: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(pack)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def zipped(files: Files) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return buffer.getvalue()


def test_a_pack_proves_its_capture_version_and_revision(pack: bytes) -> None:
    proved = proved_by(pack, None)
    assert [one.kind for one in proved] == ["capture", "version", "revision"]
    assert proved[0].texts["body"] == b"<p>At least 15 people died."
    assert json.loads(proved[1].texts["article"])["paragraphs"][0]["text"] == "At least 15 people died."


def _altered(name: str, change: Callable[[bytes], bytes]) -> Callable[[Files], None]:
    def alter(files: Files) -> None:
        found = next(file for file in files if name in file)
        files[found] = change(files[found])

    return alter


def _removed(name: str) -> Callable[[Files], None]:
    def remove(files: Files) -> None:
        del files[next(file for file in files if name in file)]

    return remove


@pytest.mark.parametrize(
    ("alter", "why"),
    [
        (_altered("body", lambda data: data.replace(b"15", b"51")), "was altered"),
        (_altered("circumstances", lambda data: data + b" "), "was altered"),
        (
            _altered("statements/version", lambda data: data.replace(b'"extractor":"1"', b'"extractor":"2"')),
            "does not lead",
        ),
        (
            _altered("pack.json", lambda data: data.replace(b'"number":3', b'"number":4')),
            "does not lead|altered",
        ),
        (_altered("pack.json", lambda data: data.replace(b'"format":1', b'"format":2')), "unknown format"),
        (_altered("pack.json", lambda _: b"[" * 100_000), "no evidence pack"),
        (_altered("pack.json", lambda _: b'{"format":1,"proofs":[]}'), "which no proof speaks of"),
        (_removed("statements/revision"), "is missing"),
        (_removed("article"), "is missing"),
        (lambda files: files.update({"texts/extra.json": b"{}"}), "which no proof speaks of"),
        (lambda files: files.update({"../../etc/passwd": b"root"}), "whose name no pack has"),
        (lambda files: files.update({"/etc/passwd": b"root"}), "whose name no pack has"),
        (lambda files: files.update({f"texts/a{n}.json": b"" for n in range(99)}), "more than any pack"),
        (lambda files: files.update({"index.html": bytes(65 * 2**20)}), "larger than what any pack"),
    ],
)
def test_a_pack_that_was_tampered_with_proves_nothing(
    pack: bytes, alter: Callable[[Files], None], why: str
) -> None:
    files = unzipped(pack)
    alter(files)
    with pytest.raises(PackError, match=why):
        proved_by(zipped(files), None)


@given(st.binary(max_size=200))
def test_bytes_that_are_no_pack_are_refused_with_a_sentence(data: bytes) -> None:
    for hostile in (data, b"PK\x05\x06" + data, zipped({"pack.json": data})):
        with pytest.raises(PackError):
            proved_by(hostile, None)


@given(st.data())
def test_no_damage_to_a_pack_ends_in_anything_but_a_sentence_or_the_same_proof(data: st.DataObject) -> None:
    files = {"pack.json": b'{"format":1,"proofs":[{"statement":"a","number":1}]}', "statements/a.json": b"{}"}
    whole = bytearray(zipped(files))
    whole[data.draw(st.integers(0, len(whole) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(PackError):
        proved_by(bytes(whole), None)


def test_a_signature_counts_only_with_a_key_that_the_reader_brings(desk: Desk) -> None:
    pytest.importorskip("cryptography", reason="signing needs the extra `sign`: pip install 'variorum[sign]'")
    from variorum.archive.signing import new_key  # noqa: PLC0415 - only with the extra

    version = desk.version("At least 14 people died.", 0)
    with desk.archive.writing() as writer:
        writer.seal(later(10))
    unsigned = desk.archive.proof(VERSION, version.id)
    assert unsigned is not None
    mine = new_key(desk.archive.directory)
    with desk.archive.writing() as writer:
        writer.seal(later(20))
    signed = desk.archive.proof(VERSION, version.id)
    assert signed is not None
    proved_by(packed_evidence([signed], {}), mine.public)
    for pack, key in (
        (packed_evidence([unsigned], {}), mine.public),
        (packed_evidence([signed], {}), "ab" * 32),
        (packed_evidence([signed], {}), "00" * 32),
    ):
        with pytest.raises(PackError, match="is not signed with the key"):
            proved_by(pack, key)

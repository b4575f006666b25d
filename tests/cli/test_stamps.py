"""Roots are stamped by an authority on time; a stamp of something else, or of somebody else, proves nothing."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.archive.authority import missing, running

from variorum.archive import ArchiveError, Place, open_archive
from variorum.archive.stamping import StampError, certificates, granted_stamp, stamp_request, stamped_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.archive.authority import Authority
    from tests.cli.conftest import Outcome

pytest.importorskip(
    "rfc3161_client", reason="time stamps need the extra `evidence`: pip install 'variorum[evidence]'"
)
URL = "http://paper.example/1"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    why = missing()
    if why is not None:
        pytest.skip(why)
    with running(tmp_path_factory.mktemp("authority")) as found:
        yield found


@pytest.fixture
def archive(variorum: Callable[..., Outcome], tmp_path: Path) -> Path:
    """An archive with two versions of an article."""
    for hour, said in enumerate((14, 41), 8):
        file = tmp_path / f"{hour}.txt"
        file.write_text(f"Ferry runs aground\n\n\n\nAt least {said} people were killed.\n", "utf-8")
        variorum("import", file, "--url", URL, "--captured-at", f"2026-11-20T{hour:02}:00Z")
    return tmp_path / "archive"


def test_a_stamp_is_kept_with_its_root_checked_by_verify_and_put_into_packs(
    variorum: Callable[..., Outcome], archive: Path, authority: Authority, tmp_path: Path
) -> None:
    stamped = variorum("stamp", "--tsa", authority.url)
    assert stamped.code == 0, stamped.err
    assert "over all links until 5 stamped at" in stamped.out
    asked = authority.asked
    pack = tmp_path / "out.zip"
    assert variorum("cite", URL, "--pack", pack, "--tsa", authority.url).code == 0
    assert authority.asked == asked, "its roots are stamped already"
    trusted = variorum("verify", "--authority", authority.certificate)
    assert trusted.code == 0, trusted.err
    assert "all links until 5 were there at" in trusted.out
    assert "nobody named" not in trusted.out
    proved = variorum("verify", pack, "--authority", authority.certificate)
    assert (proved.code, "stamped at" in proved.out, "nobody named" in proved.out) == (0, True, False)
    assert "by an authority that nobody named" in variorum("verify", pack).out
    with running(tmp_path / "stranger") as stranger:
        for of in ([], [pack]):
            told = variorum("verify", *of, "--authority", stranger.certificate)
            assert (told.code, "is not of an authority that was named" in told.err) == (1, True)
    database = sqlite3.connect(archive / "variorum.db")
    database.execute("UPDATE root SET made_at = made_at + 1")
    database.commit()
    database.close()
    assert "the time stamp is of something else" in variorum("verify").err


def test_a_pack_without_a_stamp_is_not_taken_for_one_that_has_it(
    variorum: Callable[..., Outcome], archive: Path, authority: Authority
) -> None:
    pack = archive.parent / "out.zip"
    assert variorum("cite", URL, "--pack", pack, "--tsa", authority.url).code == 0
    with zipfile.ZipFile(pack) as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    manifest = json.loads(files["pack.json"])
    other = json.dumps(manifest).replace(f'"{manifest["proofs"][0]["root"]["stamp"]}"', "null")
    files["pack.json"] = other.encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, data in files.items():
            made.writestr(name, data)
    pack.write_bytes(buffer.getvalue())
    told = variorum("verify", pack, "--authority", authority.certificate)
    assert (told.code, "bears no time stamp" in told.err) == (1, True)


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(
    "answer", [b"", b"<html>Not here</html>", bytes.fromhex("3005300302010 2".replace(" ", ""))]
)
def test_an_authority_that_gives_no_stamp_is_told_of(
    variorum: Callable[..., Outcome], authority: Authority, answer: bytes
) -> None:
    authority.answer = answer
    try:
        told = variorum("stamp", "--tsa", authority.url)
    finally:
        authority.answer = None
    assert (told.code, told.err.count("\n")) == (1, 1)
    assert "time stamp" in told.err or "refused" in told.err
    assert variorum("verify").code == 0


@pytest.mark.usefixtures("archive")
def test_an_authority_that_is_not_there_is_told_of(variorum: Callable[..., Outcome]) -> None:
    told = variorum("stamp", "--tsa", "http://127.0.0.1:9/")
    assert (told.code, "gave no stamp" in told.err, told.err.count("\n")) == (1, True, 1)
    assert variorum("stamp", "--tsa", "file:///etc/passwd").code == 1
    assert variorum("verify", "--authority", __file__).code == 2


def test_a_stamp_of_another_request_is_refused_and_damage_ends_in_a_sentence(
    variorum: Callable[..., Outcome], archive: Path, authority: Authority
) -> None:
    assert variorum("stamp", "--tsa", authority.url).code == 0
    with open_archive(archive) as opened:
        root = opened.newest_root()
        *_, last = opened.verify(Place(), authorities=certificates(authority.certificate.read_bytes()))
    assert last.broken == ()
    assert root is not None
    assert root.stamp is not None
    stamp, trusted = root.stamp, certificates(authority.certificate.read_bytes())
    with pytest.raises(StampError, match="another request"):
        granted_stamp(stamp, root, stamp_request(root))
    told = stamped_at(stamp, root, trusted)

    @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(st.integers(0, len(stamp) * 8 - 1))
    def damaged(place: int) -> None:
        other = bytearray(stamp)
        other[place // 8] ^= 1 << place % 8
        try:
            assert stamped_at(bytes(other), root, trusted) == told
        except ArchiveError:
            return

    damaged()

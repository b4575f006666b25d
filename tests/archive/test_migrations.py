"""An archive of an earlier schema opens, keeps all that it held, and is proved from then on."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime
from pathlib import Path

import pytest
import zstandard
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from variorum.archive import Place, open_archive
from variorum.archive.schema import metadata
from variorum.flow.searching import made_searchable
from variorum.model.documents import article_document, article_from_document, revision_record
from variorum.text.queries import parsed_query, search_words

OLD = Path(__file__).parent / "old" / "schema-0001.sql"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The directory of an archive of schema 0001: 23 captures, 21 versions, 22 revisions, an event."""
    database = sqlite3.connect(tmp_path / "variorum.db")
    database.executescript(OLD.read_text("utf-8"))
    database.close()
    return tmp_path


def held(directory: Path, query: str) -> list[sqlite3.Row]:
    database = sqlite3.connect(directory / "variorum.db")
    database.row_factory = sqlite3.Row
    try:
        return database.execute(query).fetchall()
    finally:
        database.close()


def test_every_capture_of_an_old_archive_reads_back_byte_for_byte(old: Path) -> None:
    rows = held(old, "SELECT capture.*, blob.data FROM capture JOIN blob ON blob.hash = capture.body_hash")
    with open_archive(old) as archive:
        assert archive.counts()["captures"] == len(rows) == 23
        for row in rows:
            capture = archive.capture(row["id"])
            assert capture is not None
            assert capture.body == zstandard.decompress(row["data"])
            assert [list(pair) for pair in capture.headers] == json.loads(row["headers"])
            assert list(capture.redirects) == json.loads(row["redirects"])
            assert capture.final_url == row["final_url"]
            assert (capture.status, capture.permanent) == (row["status"], bool(row["permanent"]))
            assert capture.captured_at == datetime.fromisoformat(row["captured_at"])


def test_every_version_and_revision_of_an_old_archive_keeps_its_id_and_its_text(old: Path) -> None:
    versions = held(
        old, "SELECT version.*, reading.article FROM version JOIN reading USING (capture_id, extractor)"
    )
    revisions = held(old, "SELECT * FROM revision")
    events = held(old, "SELECT * FROM event")
    with open_archive(old) as archive:
        assert archive.counts()["versions"] == len(versions) == 21
        for row in versions:
            version = archive.version(row["id"])
            assert version is not None
            # Fields that articles were given since then read back as they do where a document never had them.
            document = json.loads(zstandard.decompress(row["article"]))
            assert article_document(version.article) == (
                article_document(article_from_document({})) | document
            )
            assert version.text_hash == row["text_hash"]
        for row in revisions:
            revision = archive.revision(row["before_version"], row["after_version"])
            change = archive.change(row["id"])
            assert revision is not None
            assert change is not None
            assert revision_record(revision) == json.loads(zstandard.decompress(row["record"]))
            assert (change.sentence, change.superseded) == (row["sentence"], bool(row["superseded"]))
        for row in events:
            change = archive.change(row["id"])
            assert change is not None
            assert (change.sentence, change.classes) == (row["sentence"], (row["kind"],))
        assert archive.setting("a") == "b"
        assert (archive.conducts(), archive.outcomes(), archive.tallies()) == ((), (), ())
        known = archive.known(versions[0]["article_id"])
        assert known is not None
        assert known.variants == ()
        assert (known.schedule.expected, known.schedule.hinted, known.schedule.vain_hints) == (0, False, 0)


def test_a_migrated_archive_verifies_and_goes_on(old: Path) -> None:
    with open_archive(old) as archive:
        *_, last = archive.verify(Place())
        assert last.broken == ()
        assert last.number == 23 + 21 + len(held(old, "SELECT id FROM revision")) + 1
    with open_archive(old) as again:
        assert again.counts()["versions"] == 21
        assert again.unsearched() > 0
        assert list(made_searchable(again))[-1] == 0
        key = again.held_ids()[0]
        history = again.history(key)
        assert history is not None
        first = history.versions[0]
        word = max(search_words(first.article.paragraphs[0].text).split(), key=len)
        assert first.id in {hit.version_id for hit in again.search(parsed_query(word))}


def test_a_migrated_archive_has_todays_tables_and_nothing_else(old: Path) -> None:
    open_archive(old).close()
    engine = create_engine(f"sqlite:///{old / 'variorum.db'}")
    with engine.connect() as connection:
        # The tables that hold the words are made by each database in its own way.
        options = {"include_name": lambda name, kind, _: kind != "table" or not name.startswith("search")}
        context = MigrationContext.configure(connection, opts=options)
        difference = compare_metadata(context, metadata)
    engine.dispose()
    assert difference == []
    assert held(old, "SELECT name FROM sqlite_master WHERE name LIKE 'old%'") == []


def test_a_migration_that_fails_leaves_the_old_archive_as_it_was(old: Path) -> None:
    database = sqlite3.connect(old / "variorum.db")
    database.execute("UPDATE blob SET data = x'00' WHERE rowid = 3")
    database.commit()
    before = list(database.iterdump())
    database.close()
    with pytest.raises(Exception, match="cannot be read back"):
        open_archive(old)
    database = sqlite3.connect(old / "variorum.db")
    assert list(database.iterdump()) == before
    database.close()

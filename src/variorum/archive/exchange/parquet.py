"""Takes rows, gives Parquet files in folders by day and source, which DuckDB and others read as one table."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from variorum.archive.errors import ArchiveError
from variorum.archive.exchange.writing import keep_entry, unfinished_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

#: So many rows, of so many letters of text, are held before they are written.
_MOST_ROWS, _MOST_LETTERS = 20_000, 32 * 2**20


def write_parquet(
    directory: Path, rows: Iterable[Sequence[Mapping[str, Any]]], fields: Sequence[str]
) -> None:
    """Writes rows under `directory/day=2026-05-04/source=ID/part-N.parquet`; the directory is there in the end as a whole, or not.

    Raises ArchiveError where it is there already, or pyarrow is not installed.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        raise ArchiveError("Parquet needs the extra `parquet`: pip install 'variorum[parquet]'") from error
    directory = directory.absolute()
    if directory.exists():
        raise ArchiveError(f"{directory} is there already: name a directory that is not")
    unfinished = unfinished_name(directory)
    shape = pa.schema([(name, _type(pa, name)) for name in fields])
    try:
        unfinished.mkdir(parents=True)
        for part, held in enumerate(_heaps(rows)):
            for (day, source), group in sorted(held.items()):
                folder = unfinished / f"day={day}" / f"source={source}"
                folder.mkdir(parents=True, exist_ok=True)
                table = pa.Table.from_pylist([dict(row) for row in group], schema=shape)
                parquet.write_table(table, folder / f"part-{part}.parquet", compression="zstd")
        unfinished.rename(directory)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    keep_entry(directory.parent)


def _heaps(
    rows: Iterable[Sequence[Mapping[str, Any]]],
) -> Iterable[dict[tuple[str, str], list[Mapping[str, Any]]]]:
    """Rows by day and source, as many at once as may be held."""
    held: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    number = letters = 0
    for some in rows:
        for row in some:
            held.setdefault((row["captured_at"][:10], row["source_id"]), []).append(row)
            number, letters = number + 1, letters + len(row["text"])
        if number >= _MOST_ROWS or letters >= _MOST_LETTERS:
            yield held
            held, number, letters = {}, 0, 0
    if held:
        yield held


def _type(pa: Any, name: str) -> Any:
    match name:
        case "number":
            return pa.int32()
        case "weight":
            return pa.float64()
        case "claimed":
            return pa.bool_()
        case "classes":
            return pa.list_(pa.string())
    return pa.string()

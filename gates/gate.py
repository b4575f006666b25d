"""Measures what users rely on and compares it with the floors.

    python -m gates.gate                          measures all gates and fails when one lies under its floor
    python -m gates.gate --raise                  also writes floors that were beaten
    python -m gates.gate --allow-regression "why" writes all floors, lower ones with the reason beside them

Some measures run on the project's own corpus, others on the development data in ../shared; without it these are left out, and this
says so.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from gates import measures

if TYPE_CHECKING:
    from collections.abc import Iterable

HERE = Path(__file__).parent
FLOORS = HERE / "floors.toml"
SHARED = HERE.parent.parent / "shared"
#: Measured values are cut to so many digits, so that a floor is not beaten by the noise of arithmetic.
DIGITS = 3


def digest(paths: Iterable[Path]) -> str:
    """A digest of files, names and contents."""
    summed = hashlib.sha256()
    for path in sorted(paths):
        summed.update(path.name.encode() + b"\0" + path.read_bytes())
    return summed.hexdigest()[:16]


def judged(floors: dict[str, dict[str, object]], name: str, value: float, data: str) -> str | None:
    """What is wrong with a measured value, or `None`."""
    floor = floors.get(name)
    if floor is None:
        return f"{name}: {value} has no floor yet; write one with --raise"
    if floor["data"] != data:
        return f"{name}: measured on other data than its floor ({data}, not {floor['data']}); measure anew with --raise"
    if value < float(str(floor["floor"])):
        return f"{name}: {value} lies under its floor of {floor['floor']}"
    return None


def written(floors: dict[str, dict[str, object]]) -> str:
    """The file of floors, its first comment kept."""
    head = "".join(line + "\n" for line in FLOORS.read_text("utf-8").splitlines() if line.startswith("#"))
    tables = []
    for name in sorted(floors):
        lines = [f"{key} = {_toml(value)}" for key, value in floors[name].items()]
        tables.append(f'["{name}"]\n' + "\n".join(lines) + "\n")
    return head + "\n" + "\n".join(tables)


def _toml(value: object) -> str:
    return str(value) if isinstance(value, int | float) else '"' + str(value).replace('"', "'") + '"'


def main() -> int:
    """Measures, compares, and writes floors where asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--raise", dest="raised", action="store_true")
    parser.add_argument("--allow-regression", metavar="REASON")
    asked = parser.parse_args()
    taken = [measure for measure in measures.ALL if SHARED.is_dir() or not measure.shared]
    if len(taken) < len(measures.ALL):
        print("gates: some are skipped, the development data (../shared) is not here")
    floors: dict[str, dict[str, object]] = tomllib.loads(FLOORS.read_text("utf-8"))
    wrong = []
    for measure in taken:
        data = digest(measure.data(SHARED))
        for name, exact in measure.measured(SHARED).items():
            value = int(exact * 10**DIGITS) / 10**DIGITS
            fault = judged(floors, name, value, data)
            lower = name in floors and value < float(str(floors[name]["floor"]))
            if asked.allow_regression and (fault or lower):
                floors[name] = {"floor": value, "data": data, "lowered": asked.allow_regression}
            elif asked.raised and not lower:
                floors[name] = {**floors.get(name, {}), "floor": value, "data": data}
            elif fault:
                wrong.append(fault)
            print(f"{name:44} {value:.3f}  floor {floors.get(name, {}).get('floor', '-')}")
    if asked.raised or asked.allow_regression:
        FLOORS.write_text(written(floors), "utf-8")
    for fault in wrong:
        print("gates:", fault, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

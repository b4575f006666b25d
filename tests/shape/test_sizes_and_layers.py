"""The house keeps its shape: sizes, docstrings, layers, and a picture of itself that is true."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SOURCE = ROOT / "src/variorum"
MODULES = sorted(SOURCE.rglob("*.py"))
LONGEST_MODULE, LONGEST_FUNCTION, MEDIAN_MODULE = 500, 60, 150


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    lengths = {path.relative_to(ROOT): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert {path: length for path, length in lengths.items() if length > LONGEST_MODULE} == {}
    assert sorted(lengths.values())[len(lengths) // 2] < MEDIAN_MODULE


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    }
    assert long == set()


def test_every_module_opens_with_one_sentence() -> None:
    for path in MODULES:
        docstring = ast.get_docstring(ast.parse(path.read_text("utf-8")))
        assert docstring, path
        assert docstring.splitlines()[0].rstrip().endswith((".", ":")), path


def test_no_folder_or_module_has_a_name_that_says_nothing() -> None:
    empty = {"utils", "util", "helpers", "helper", "common", "base", "core", "manager", "misc", "lib"}
    named = {part for path in MODULES for part in path.relative_to(SOURCE).with_suffix("").parts}
    assert named & empty == set()


def test_no_folder_stands_empty() -> None:
    packages = [path.parent for path in SOURCE.rglob("__init__.py")]
    assert [path for path in packages if len(list(path.iterdir())) < 2] == []


def test_what_is_left_undone_is_not_marked_in_the_source() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    assert [path for path in MODULES if marks.search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize("name", ["variorum", "variorum.cli.main", "variorum.text.align"])
def test_importing_one_part_does_not_load_the_optional_ones(name: str) -> None:
    code = f"import sys, {name}; print(sorted({{'starlette', 'jinja2', 'uvicorn'}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

"""The public names are there, and mean what they say."""

from __future__ import annotations

import inspect

import pytest

import variorum


@pytest.mark.parametrize("name", variorum.__all__)
def test_every_public_name_is_there_and_documented(name: str) -> None:
    value = getattr(variorum, name)
    assert inspect.getdoc(value)
    assert name in dir(variorum)


def test_a_name_that_is_not_there_is_missed() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        variorum.nonsense  # noqa: B018 - asked for, to be missed


def test_the_verbs_take_what_the_documents_say() -> None:
    assert list(inspect.signature(variorum.extract).parameters)[:2] == ["html", "url"]
    assert list(inspect.signature(variorum.compare).parameters)[:2] == ["before", "after"]
    assert list(inspect.signature(variorum.align).parameters) == ["old", "new"]
    assert next(iter(inspect.signature(variorum.open_archive).parameters)) == "path"
    assert variorum.Link._fields == ("old", "new")

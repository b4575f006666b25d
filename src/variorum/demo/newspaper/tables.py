"""Takes a TOML table, gives its values as the types that are asked for, and refuses what nobody asks for."""

from __future__ import annotations

from typing import Any


class CopyError(ValueError):
    """An outlet, an article or an edit that cannot be printed as it is written; the message says where and why."""


class Table:
    """A table that is read once: ask for each value by its name, then `end()`.

    `where` is put before every message, such as `ferry.toml: article ferry-agency`.

    >>> table = Table({"minute": 5, "mintue": 6}, "a.toml")
    >>> table.number("minute")
    5
    >>> table.end()
    Traceback (most recent call last):
    variorum.demo.newspaper.tables.CopyError: a.toml: nothing is known of “mintue”
    """

    def __init__(self, values: dict[str, Any], where: str) -> None:
        self._values = dict(values)
        self.where = where

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def fault(self, message: str) -> CopyError:
        """An error to raise, with the place in front."""
        return CopyError(f"{self.where}: {message}")

    def _take(self, name: str, kind: type, default: Any) -> Any:
        value = self._values.pop(name, default)
        if value is None:
            raise self.fault(f"“{name}” is missing")
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.fault(f"“{name}” must be {_KIND_NAMES[kind]}")
        return value

    def verbatim(self, name: str, default: str | None = None) -> str:
        """A text with its line ends."""
        return str(self._take(name, str, default))

    def text(self, name: str, default: str | None = None) -> str:
        """A text on one line: white space and line ends as single blanks."""
        return " ".join(self.verbatim(name, default).split())

    def number(self, name: str, default: int | None = None) -> int:
        """A whole number."""
        return int(self._take(name, int, default))

    def flag(self, name: str, *, default: bool) -> bool:
        """True or false."""
        return bool(self._take(name, bool, default))

    def texts(self, name: str, default: list[str] | None = None) -> tuple[str, ...]:
        """A list of texts."""
        values = self._take(name, list, default)
        if not all(isinstance(value, str) for value in values):
            raise self.fault(f"“{name}” must hold texts only")
        return tuple(values)

    def tables(self, name: str, singular: str, default: list[dict[str, Any]] | None = None) -> list[Table]:
        """A list of tables, each named in messages by `singular` and its place, counted from 1."""
        values = self._take(name, list, default)
        if not all(isinstance(value, dict) for value in values):
            raise self.fault(f"“{name}” must hold tables only")
        return [Table(value, f"{self.where}, {singular} {place}") for place, value in enumerate(values, 1)]

    def end(self) -> None:
        """Raises CopyError if anything was not asked for."""
        if self._values:
            raise self.fault(f"nothing is known of “{next(iter(self._values))}”")


_KIND_NAMES = {str: "a text", int: "a whole number", bool: "true or false", list: "a list"}

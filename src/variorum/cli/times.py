"""Takes a moment as a user writes it, gives an aware UTC time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import click


class MomentType(click.ParamType[datetime]):
    """A date or time in ISO 8601; without a zone it is UTC."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Reads a moment."""
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(str(value))
            return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        except (ValueError, OverflowError):  # in UTC the moment may lie before the first year
            self.fail(f"{value!r} is no time: write it like 2026-11-21 or 2026-11-21T09:30Z", param, ctx)


MOMENT = MomentType()

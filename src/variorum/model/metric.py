"""A figure that a monitoring system collects: its name, what it counts, and its values by labels."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class MetricKind(StrEnum):
    """A counter only grows while its process lives; a gauge goes up and down."""

    COUNTER = "counter"
    GAUGE = "gauge"


class Sample(NamedTuple):
    """One value of a metric, with the labels that tell it from the others."""

    value: float
    labels: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure with its values; units are in its name, as Prometheus wants (seconds, bytes, total)."""

    name: str
    kind: MetricKind
    meaning: str
    samples: tuple[Sample, ...]

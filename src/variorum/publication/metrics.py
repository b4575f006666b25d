"""Takes metrics, gives them as Prometheus reads them: its text format, version 0.0.4."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from variorum.model import Metric

#: The type under which the text is served.
EXPOSITION = "text/plain; version=0.0.4; charset=utf-8"
_IN_HELP = str.maketrans({"\\": r"\\", "\n": r"\n"})
_IN_LABEL = str.maketrans({"\\": r"\\", "\n": r"\n", '"': r"\""})


def exposition(metrics: Iterable[Metric]) -> str:
    r"""Metrics as text, each with what it means, in the order given.

    >>> from variorum.model import Metric, MetricKind, Sample
    >>> checks = Metric("checks_total", MetricKind.COUNTER, "Checks.", (Sample(3, (("outcome", "ok"),)),))
    >>> print(exposition([checks]), end="")
    # HELP checks_total Checks.
    # TYPE checks_total counter
    checks_total{outcome="ok"} 3
    """
    return "".join(f"{line}\n" for metric in metrics for line in _lines(metric))


def _lines(metric: Metric) -> Iterator[str]:
    yield f"# HELP {metric.name} {metric.meaning.translate(_IN_HELP)}"
    yield f"# TYPE {metric.name} {metric.kind}"
    for value, labels in metric.samples:
        named = ",".join(f'{name}="{text.translate(_IN_LABEL)}"' for name, text in labels)
        yield f"{metric.name}{'{' if named else ''}{named}{'}' if named else ''} {_number(value)}"


def _number(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "+Inf" if value > 0 else "-Inf"
    return str(int(value)) if value == int(value) else repr(float(value))

"""Figures as Prometheus reads them: whatever is in a label, each line keeps to the grammar of its text format."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from variorum.model import Metric, MetricKind, Sample
from variorum.publication import exposition

# https://prometheus.io/docs/instrumenting/exposition_formats/, text-based format 0.0.4
NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
LABEL = r'[a-zA-Z_][a-zA-Z0-9_]*="((?:[^"\\\n]|\\[\\n"])*)"'
VALUE = r"(?:[-+]?(?:\d+(?:\.\d+)?(?:e[-+]?\d+)?)|NaN|[-+]Inf)"
LINES = re.compile(
    rf"# HELP {NAME} (?:[^\\\n]|\\[\\n])*|# TYPE {NAME} (?:counter|gauge)|{NAME}(?:\{{{LABEL}(?:,{LABEL})*\}})? {VALUE}"
)


@settings(max_examples=60)
@given(st.text(), st.text(), st.floats())
def test_every_line_keeps_to_the_grammar_and_labels_read_back(meaning: str, label: str, value: float) -> None:
    metric = Metric(
        "a_total", MetricKind.COUNTER, meaning, (Sample(value, (("of", label), ("in", "x"))), Sample(1))
    )
    text = exposition([metric])
    assert text.endswith("\n")
    lines = text[:-1].split("\n")
    assert len(lines) == 4
    for line in lines:
        assert LINES.fullmatch(line), line
    found = re.match(rf"a_total\{{{LABEL}", lines[2])
    assert found is not None
    unescaped = re.sub(r"\\(.)", lambda escaped: "\n" if escaped[1] == "n" else escaped[1], found[1])
    assert unescaped == label

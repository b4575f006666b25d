"""The figures of a watch at /metrics."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.publication.test_metrics import LINES

from variorum.cli.measuring import Process

if TYPE_CHECKING:
    from tests.web.conftest import Reader


def test_the_figures_of_an_archive_are_served_in_the_text_format_of_prometheus(reader: Reader) -> None:
    answer = reader.get("/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    lines = answer.text.splitlines()
    assert all(LINES.fullmatch(line) for line in lines)
    values = dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    assert values['variorum_sources{state="watched"}'] == "2"
    assert int(values["variorum_versions_total"]) > 0
    named = re.findall(r"^# TYPE (\S+)", answer.text, re.MULTILINE)
    assert len(named) == len(set(named))


def test_the_figures_of_a_process_have_the_names_that_prometheus_gives_them() -> None:
    names = {metric.name: metric.samples[0].value for metric in Process().measures()}
    assert names["process_cpu_seconds_total"] > 0
    assert names["process_start_time_seconds"] > 1_700_000_000

"""Worker processes: what hangs, dies or eats memory costs itself and nothing else."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import select
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from variorum.flow.engine.nursery import Nursery
from variorum.flow.engine.queues import SiteQueues
from variorum.flow.engine.workers import Workers
from variorum.model import Failure, FailureKind

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from types import ModuleType


@pytest.fixture(scope="module")
def behaviours() -> ModuleType:
    """The functions, importable under one name here and in the workers."""
    path = Path(__file__).with_name("behaviours.py")
    spec = importlib.util.spec_from_file_location("behaviours", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["behaviours"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    """One that finds the functions: it looks for modules where Python did when it was started."""
    made = Nursery()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).parent))
        made.begin()[1].close()
    yield made
    made.close()


@pytest.fixture
async def workers(nursery: Nursery) -> AsyncIterator[Workers]:
    async with Workers(1, nursery) as running:
        yield running


async def test_a_result_comes_back_and_the_worker_is_used_again(
    workers: Workers, behaviours: ModuleType
) -> None:
    assert await workers.run("a", behaviours.doubled, 21) == 42
    (process,) = workers._processes
    assert await workers.run("a", behaviours.doubled, 4) == 8
    assert workers._processes == {process}


@pytest.mark.parametrize(
    ("name", "kind", "told"),
    [
        ("hangs", FailureKind.TOOK_TOO_LONG, "could not be read within 1 s"),
        ("dies", FailureKind.CRASHED, "broke down"),
        ("eats_memory", FailureKind.CRASHED, "MemoryError"),
        ("fails", FailureKind.CRASHED, "no such page"),
        ("recurses", FailureKind.CRASHED, "RecursionError"),
    ],
)
async def test_what_goes_wrong_is_a_failure_and_the_next_call_works(
    workers: Workers, behaviours: ModuleType, name: str, kind: FailureKind, told: str
) -> None:
    await workers.run("warm", behaviours.doubled, 1)
    failure = await workers.run("http://a.example/", getattr(behaviours, name), limit=1.0)
    assert isinstance(failure, Failure)
    assert failure.kind is kind
    assert told in failure.detail
    assert failure.subject == "http://a.example/"
    assert await workers.run("a", behaviours.doubled, 3) == 6


async def test_what_a_library_prints_does_not_disturb_the_answer(
    workers: Workers, behaviours: ModuleType
) -> None:
    assert await workers.run("a", behaviours.prints) == "done"


async def test_a_worker_that_died_while_it_waited_costs_no_page(
    workers: Workers, behaviours: ModuleType
) -> None:
    await workers.run("a", behaviours.doubled, 1)
    (process,) = workers._processes
    os.kill(process.number, signal.SIGKILL)
    await asyncio.wait_for(process.answers.read(), 5)
    assert await workers.run("a", behaviours.doubled, 21) == 42


async def test_workers_are_born_again_after_somebody_ended_the_nursery(
    workers: Workers, nursery: Nursery, behaviours: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    assert await workers.run("a", behaviours.doubled, 1) == 2
    assert nursery._process is not None
    nursery._process.kill()
    nursery._process.wait()
    assert isinstance(await workers.run("http://a.example/", behaviours.dies), Failure)
    assert await workers.run("a", behaviours.doubled, 21) == 42


async def test_no_worker_outlives_its_context(behaviours: ModuleType, nursery: Nursery) -> None:
    async with Workers(2, nursery) as workers:
        await asyncio.gather(*(workers.run("a", behaviours.doubled, n) for n in range(6)))
        numbers = [process.number for process in workers._processes]
    assert len(numbers) == 2
    for number in numbers:
        with pytest.raises(ProcessLookupError):
            os.kill(number, 0)


_PARENT = """
import asyncio, sys
sys.path.insert(0, sys.argv[1])
import behaviours
from variorum.flow.engine.workers import Workers

async def main():
    async with Workers(1) as workers:
        await workers.run("warm", behaviours.doubled, 1)
        task = asyncio.create_task(workers.run("a", behaviours.sleeps))
        await asyncio.sleep(0)
        print(*(process.number for process in workers._processes), flush=True)
        await task

asyncio.run(main())
"""


@pytest.mark.skipif(
    not hasattr(os, "pidfd_open"), reason="only Linux tells when a process ends that is no child"
)
def test_no_worker_outlives_a_parent_that_is_killed_while_it_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    here = str(Path(__file__).parent)
    monkeypatch.setenv("PYTHONPATH", here)
    with subprocess.Popen([sys.executable, "-c", _PARENT, here], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        handle = os.pidfd_open(worker)
        parent.kill()
    try:
        ended, _, _ = select.select([handle], [], [], 10)
        assert ended, "the worker lives on"
    finally:
        if not ended:
            os.kill(worker, signal.SIGKILL)
        os.close(handle)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
async def test_each_request_has_a_limit_of_processor_time_of_its_own(
    workers: Workers, behaviours: ModuleType
) -> None:
    first = await workers.run("a", behaviours.processor_limit)
    await workers.run("a", behaviours.works, 1.5)
    second = await workers.run("a", behaviours.processor_limit)
    assert isinstance(first, int)
    assert isinstance(second, int)
    assert 0 < first < second < 100


async def test_sites_run_beside_each_other_and_each_site_in_turn() -> None:
    queues, running, most, order = SiteQueues(), dict.fromkeys("ab", 0), {"a": 0, "b": 0}, []
    both = asyncio.Event()

    def job(site: str, number: int) -> None:
        async def work() -> None:
            running[site] += 1
            most[site] = max(most[site], running[site])
            if all(running.values()):
                both.set()
            await both.wait()
            running[site] -= 1
            order.append((site, number))

        assert queues.put(site, f"{site}{number}", work)

    for number in range(3):
        job("a", number)
        job("b", number)
    assert len(queues) == 6
    await asyncio.wait_for(queues.settled(), 5)
    assert most == {"a": 1, "b": 1}
    assert [number for site, number in order if site == "a"] == [0, 1, 2]
    assert len(queues) == 0


async def test_a_check_is_queued_once_until_it_is_done() -> None:
    queues, runs = SiteQueues(), []

    async def work() -> None:
        runs.append(1)

    assert queues.put("a", "one", work)
    assert not queues.put("a", "one", work)
    await queues.settled()
    assert queues.put("a", "one", work)
    await queues.settled()
    assert len(runs) == 2


async def test_abandoning_ends_what_runs_and_forgets_what_waits() -> None:
    queues, done, started = SiteQueues(), [], asyncio.Event()

    async def work() -> None:
        started.set()
        await asyncio.Event().wait()
        done.append(1)

    queues.put("a", "one", work)
    queues.put("a", "two", work)
    await started.wait()
    await queues.abandon()
    assert len(queues) == 0
    assert done == []

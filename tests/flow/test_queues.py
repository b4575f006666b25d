"""Queues of checks are bounded, and end in good order."""

from __future__ import annotations

import asyncio

import pytest

from variorum.flow.engine.queues import SiteQueues


async def test_a_site_has_room_for_so_many_and_all_sites_for_so_many() -> None:
    queues, go = SiteQueues(in_all=3, for_each=2), asyncio.Event()

    async def work() -> None:
        await go.wait()

    assert queues.has_room("a")
    for number in range(2):
        queues.put("a", f"a{number}", work)
    assert not queues.has_room("a")
    assert queues.has_room("b")
    queues.put("b", "b0", work)
    assert queues.is_full
    assert not queues.has_room("c")
    waiting = asyncio.create_task(queues.room())
    await asyncio.sleep(0)
    assert not waiting.done()
    go.set()
    await asyncio.wait_for(waiting, 5)
    await queues.settled()
    assert len(queues) == 0


async def test_what_is_under_way_may_end_and_what_waits_is_dropped() -> None:
    queues, done = SiteQueues(), []
    go, begun = asyncio.Event(), asyncio.Event()
    under_way: set[asyncio.Task[None]] = set()

    async def checks() -> None:
        task = asyncio.current_task()
        assert task is not None
        under_way.add(task)
        begun.set()
        await go.wait()
        done.append("checked")

    async def waits() -> None:
        await asyncio.Event().wait()

    queues.put("a", "a0", checks)
    queues.put("a", "a1", checks)
    queues.put("b", "b0", waits)
    await begun.wait()
    ending = asyncio.create_task(queues.end(under_way, 5))
    await asyncio.sleep(0)
    go.set()
    await ending
    assert done == ["checked"]
    assert queues.tasks == ()


async def test_what_does_not_end_in_time_is_dropped() -> None:
    queues, under_way = SiteQueues(), set[asyncio.Task[None]]()

    async def hangs() -> None:
        await asyncio.Event().wait()

    queues.put("a", "a0", hangs)
    under_way.update(queues.tasks)
    await queues.end(under_way, 0.01)
    assert queues.tasks == ()


async def test_an_error_of_a_job_is_raised_where_all_are_waited_for() -> None:
    queues = SiteQueues()

    async def breaks() -> None:
        await asyncio.sleep(0)
        raise ValueError("broken")

    queues.put("a", "a0", breaks)
    with pytest.raises(ValueError, match="broken"):
        await queues.settled()

"""What takes more than it may is stopped, in this process and in others, and nothing else is."""

from __future__ import annotations

import hashlib
import re
import signal
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from florilegium.editions.pdf.schedule.bounded import lay_out_within
from florilegium.editions.pdf.section.printed_section import LayoutTask, Style
from florilegium.problems import Place
from florilegium.sources import reading_task as reading
from florilegium.sources.manuscript import SourceRequest
from florilegium.system.tasks.bounds import UNBOUNDED, Bound, Locals, Stop, attempt, is_unbounded
from florilegium.system.tasks.engines import Processes

SHORT = Bound(seconds=0.1, megabytes=2_000)
SMALL = Bound(seconds=60, megabytes=200)


def stop_of(stop: Stop, _names: Locals) -> Stop:
    return stop


def work_on(_item: object = None) -> None:
    """Works until it is stopped."""
    while True:
        sum(range(1000))


def swallow_first() -> int:
    """Works, and swallows the first stop as a library does that cannot hand it on."""
    swallowed = 0
    while True:
        try:
            work_on()
        except BaseException:
            swallowed += 1
            if swallowed == 2:
                raise


def hoard() -> list[bytearray]:
    """Asks for a gigabyte, piece by piece."""
    return [bytearray(10_000_000) for _ in range(100)]


@pytest.mark.parametrize(
    ("do", "bound", "stop"),
    [(work_on, SHORT, Stop.TIME), (swallow_first, SHORT, Stop.TIME), (hoard, SMALL, Stop.MEMORY)],
    ids=["time", "swallowed", "memory"],
)
def test_what_takes_more_than_it_may_is_stopped(do: object, bound: Bound, stop: Stop) -> None:
    assert attempt(do, bound, stop_of) is stop  # type: ignore[arg-type, comparison-overlap]


def test_the_bound_is_lifted_afterwards() -> None:
    """The next item, and whoever called, go on without."""
    before = signal.getsignal(signal.SIGPROF)
    assert attempt(work_on, SHORT, stop_of) is Stop.TIME  # type: ignore[comparison-overlap]
    assert attempt(hoard, SMALL, stop_of) is Stop.MEMORY  # type: ignore[comparison-overlap]
    assert len(bytearray(500_000_000)) == 500_000_000
    until = time.process_time() + 0.3
    while time.process_time() < until:
        pass
    assert signal.getsignal(signal.SIGPROF) is before


def test_what_keeps_within_its_bound_is_as_without() -> None:
    assert attempt(lambda: 7, SHORT, lambda _stop, _names: 0) == 7
    assert attempt(lambda: 7, UNBOUNDED, lambda _stop, _names: 0) == 7
    with pytest.raises(ValueError, match="its own"):
        attempt(partial(int, "its own"), SHORT, stop_of)  # type: ignore[arg-type]


def test_time_in_which_others_work_does_not_count() -> None:
    assert attempt(lambda: time.sleep(0.3) or 7, SHORT, lambda _stop, _names: 0) == 7


def in_a_second_thread(do: Callable[[], Any]) -> Any:
    """What a function makes in another thread, or the exception that it raises there."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(do).result()


@pytest.mark.parametrize("do", [work_on, swallow_first])
def test_a_second_thread_is_stopped_in_its_time(do: Callable[[], Any]) -> None:
    """A signal reaches the first thread alone, so another one watches; what it does afterwards goes on."""

    def twice() -> list[object]:
        first = attempt(do, SHORT, stop_of)
        until = time.thread_time() + 1.3
        while time.thread_time() < until:
            pass
        return [first, attempt(lambda: 7, SHORT, stop_of)]

    assert in_a_second_thread(twice) == [Stop.TIME, 7]


def test_the_time_of_a_second_thread_is_its_own() -> None:
    """What others compute and what it waits for does not count."""
    others = Thread(target=partial(attempt, work_on, Bound(0.4), stop_of))
    others.start()
    assert in_a_second_thread(partial(attempt, others.join, SHORT, stop_of)) is None


def test_the_memory_of_a_second_thread_is_not_bounded() -> None:
    """And who asks is told so; a lack of memory is then nobody's overrun."""

    def lack() -> None:
        raise MemoryError

    assert in_a_second_thread(is_unbounded) and not is_unbounded()
    with pytest.raises(MemoryError):
        in_a_second_thread(partial(attempt, lack, SMALL, stop_of))


def test_what_was_being_done_is_known() -> None:
    def outer() -> None:
        box = "a box"
        work_on(box)

    stopped = attempt(outer, SHORT, lambda _stop, names: [one["box"] for one in names if "box" in one])
    assert stopped == ["a box"]


def bounded(seconds: float) -> Stop:
    return attempt(work_on, Bound(seconds, 500), stop_of)  # type: ignore[return-value]


def deaf(seconds: float) -> bytes:
    """Works for hours in a function of C, which hears no signal."""
    work = partial(hashlib.pbkdf2_hmac, "sha256", b"word", b"salt", 2**31 - 1)
    return attempt(work, Bound(seconds, 500), lambda _stop, _names: b"")


def test_a_worker_is_stopped_and_goes_on() -> None:
    with Processes(1, ()) as one:
        assert one.submit(bounded, 0.1).result() is Stop.TIME
        assert one.submit(int, "7").result() == 7


def test_a_worker_that_cannot_be_stopped_ends() -> None:
    with Processes(1, ("florilegium.system.tasks.bounds",)) as one, pytest.raises(BrokenExecutor):
        one.submit(deaf, 0.01).result()


def test_a_source_is_bounded_by_its_length(tmp_path: Path) -> None:
    """And its manifest may say otherwise; the usual bound is far from what texts need."""
    (tmp_path / "a.txt").write_text("A line of a text that goes on.\n" * 1000)
    request = SourceRequest(tmp_path, "a.txt", Place("a.txt"), "en")
    bound = reading._bound_of(request)
    assert bound.seconds == pytest.approx(60 + 31_000 * 0.0001)
    assert reading.read_source(request).manuscript is not None
    request = SourceRequest(tmp_path, "a.txt", Place("a.txt"), "en", bound=Bound(seconds=7))
    assert reading._bound_of(request) == Bound(7, bound.megabytes)


def test_a_source_that_ends_its_process_is_told() -> None:
    died = reading.READ_SOURCE.died
    assert died is not None
    (problem,) = died(SourceRequest(Path("nowhere"), "a.md", Place("m"), "en")).problems
    assert (problem.code, problem.place) == ("S040", Place("a.md"))
    assert re.search("ended the process that did it, each time", problem.message)


def test_a_section_that_is_stopped_has_no_pages(tmp_path: Path) -> None:
    """Its paragraph is named."""
    words = "<p>Along the wall it went.</p>" * 2000
    style = Style((), "", str(tmp_path), str(tmp_path))
    task = LayoutTask("wall", f"<html><body>{words}</body></html>".encode(), style, "wall.md", SHORT)
    layout = lay_out_within(task)
    (problem,) = layout.problems
    assert layout.is_stopped
    assert (problem.code, problem.place) == ("E015", Place("wall.md"))
    assert problem.message == "laying out “wall” took more than 0.1 seconds of the processor"

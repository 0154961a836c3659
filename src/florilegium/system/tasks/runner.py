"""The one way in which tasks are done: mapped over this process, over processes, or over a cluster.

What an earlier build has kept is taken over; what is left is done side by side. A task whose worker dies is
done again. Small tasks are done on this machine alone, and by this process until others are there: to begin
one takes longer than many such tasks. But a process that has kept its rights, as one has that calls
`florilegium.build`, waits for those that have given them up: small tasks read strangers' files. So does a
thread in which no memory is bounded, the desk's. Large tasks (`spread`) go to all who work, near or far.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, as_completed
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any, Final, Generic, TypeVar

from florilegium.problems import EditionError
from florilegium.system import sandbox
from florilegium.system.files import hash_of, hear
from florilegium.system.tasks.at_hand import AtHand, Once, made_anew
from florilegium.system.tasks.bounds import is_unbounded
from florilegium.system.tasks.codec import pack, unpack
from florilegium.system.tasks.engines import Distant, Here, Processes, near
from florilegium.system.tasks.store import Found, Store
from florilegium.system.tasks.task import Job, Task

Item = TypeVar("Item")
Made = TypeVar("Made")

#: How often an item is given out whose worker died; one that kills every worker is at fault itself.
_ATTEMPTS: Final = 3

#: How many items of a large book are begun at once where not all can be held.
_AT_ONCE: Final = 16


class WorkerDiedError(Exception):
    """Workers died of some `items` again and again."""

    def __init__(self, items: Sequence[Any]) -> None:
        super().__init__(f"a worker died of {len(items)} items")
        self.items = items


def unchanged(made: Made) -> Made:
    """Return a result as it is."""
    return made


class Runner:
    """Does tasks by an engine, and keeps what they make in a store, if there is one.

    What the last build has used may be `at_hand`.
    """

    def __init__(
        self, engine: Executor | None = None, store: Store | None = None, at_hand: AtHand | None = None
    ) -> None:
        self.engine = engine or Here()
        self.store = store
        self._at_hand = at_hand
        self._begun: dict[tuple[str, Any], Future[bytes]] = {}
        self._versions: dict[Callable[[], str], str] = {}
        self._lent: dict[int, Any] = {}

    def map(
        self, task: Task[Item, Made], items: Sequence[Item], meanwhile: Sequence[Callable[[], object]] = ()
    ) -> Iterator[Made]:
        """Return what a small task makes of each item, in their order. All have been begun when this returns.

        `meanwhile` is what this process has to do besides. It does so until others are there, and when they
        have got their tasks; where nobody else is to come, it is left for its time.
        """
        jobs, found = self._looked_up(task, items)
        helpers = self.engine if isinstance(self.engine, Processes) and jobs else None
        errands = deque(meanwhile if helpers else ())
        # Where nobody can give rights up, or this process has, it need not wait for that.
        waits = helpers is not None and ((bool(helpers.folders) and sandbox.is_open()) or is_unbounded())
        while errands and helpers and not (waits or helpers.are_there):
            errands.popleft()()
        given: dict[int, Future[bytes]] = {}
        for place in _heaviest_first(task, items, jobs):
            if helpers and (waits or helpers.are_there):
                given[place] = helpers.submit(_packed, pack(jobs[place]))
            else:
                found[place] = jobs[place].run()[0]
        if helpers and len(given) > 1:
            helpers.hand_on()
        for errand in errands:
            errand()
        again: dict[int, Callable[[], bytes]] = {
            place: partial(self._again, task, jobs[place]) for place in given
        }
        return self._in_order(len(items), found, given, again)

    def flow(self, task: Task[Item, Made], items: Iterable[Item]) -> Iterator[Made]:
        """Yield what a small task makes of each item, in their order, as `map` does, a few of them begun at
        once: what goes to other processes, and what comes back, is held until its turn."""
        begun: deque[Iterator[Made]] = deque()
        for item in items:
            begun.append(self.map(task, (item,)))
            if len(begun) == _AT_ONCE:
                yield next(begun.popleft())
        while begun:
            yield next(begun.popleft())

    def begin(self, task: Task[Item, Made], item: Item) -> None:
        """Have a task done now whose result is asked for later; done once, however often it is begun."""
        if (task.name, item) not in self._begun:
            jobs, found = self._looked_up(task, (item,))
            engine = near(self.engine)
            if found:
                begun = Here().submit(pack, (found[0], None))
            elif isinstance(engine, Here):
                begun = engine.submit(_done_here, jobs[0])
            else:
                begun = engine.submit(_packed, pack(jobs[0]))
            self._begun[task.name, item] = begun

    def result(self, task: Task[Item, Made], item: Item) -> Made:
        """Return what a task makes of an item, begun or not."""
        self.begin(task, item)
        again = partial(self._again, task, self._job(task, item))
        made: Made = _unpacked(self._begun[task.name, item], again)
        return made

    def spread(
        self, task: Task[Item, Made], items: Sequence[Item], held: Callable[[Made], Made] = unchanged
    ) -> Batch[Item, Made]:
        """Begin a large task on each item that no earlier build has left; iterate over it for the results.

        Of each result only what `held` gives is held; what was made is kept whole. What nobody has left is
        begun before what was kept is read.
        """
        batch = Batch(partial(self._give_out, task), held)
        jobs = dict(enumerate(self._job(task, item) for item in items))
        lacking = [place for place, job in jobs.items() if not self._is_kept(job)]
        for place in _heaviest_first(task, items, lacking):
            batch.begin(place, jobs.pop(place))
        for place, job in jobs.items():
            found = self._kept(task, job, held)
            if found:
                batch.take_over(place, found.value)
            else:  # it is damaged, or does not hold any more
                batch.begin(place, job)
        return batch

    @property
    def once(self) -> Once:
        """Return what makes a thing that is no task, unless the last build has made it of the same parts."""
        return self._at_hand.once if self._at_hand else made_anew

    def tidy(self) -> None:
        """Drop from the store what has not been used longest, if it has grown too large.

        What was at hand and has not been used goes too.
        """
        if self.store:
            self.store.prune()
        if self._at_hand:
            self._at_hand.forget_unused()

    def _looked_up(
        self, task: Task[Item, Made], items: Sequence[Item]
    ) -> tuple[dict[int, Job[Item, Made]], dict[int, Made]]:
        """Return the jobs that are left to do and the results that were kept, by the places of their
        items."""
        jobs: dict[int, Job[Item, Made]] = {}
        found: dict[int, Made] = {}
        for place, item in enumerate(items):
            job = self._job(task, item)
            kept = self._kept(task, job, unchanged)
            if kept:
                found[place] = kept.value
            else:
                jobs[place] = job
        return jobs, found

    def _is_kept(self, job: Job[Item, Made]) -> bool:
        """Return whether an earlier build has kept a result, good or not."""
        return self.store is not None and self.store.has(job.key)

    def _kept(
        self, task: Task[Item, Made], job: Job[Item, Made], held: Callable[[Made], Made]
    ) -> Found | None:
        """Return what is held of the result that an earlier build has kept."""
        if self.store is None:
            return None
        at_hand = self._at_hand.find(job.key, job.root) if self._at_hand else None
        if at_hand:
            self.store.use(job.key)
            return at_hand
        found = self.store.find(job.key, task.kind, job.root)
        if found is None:
            return None
        found = replace(found, value=held(found.value))
        if self._at_hand:
            self._at_hand.hold(job.key, found)
        return found

    def _job(self, task: Task[Item, Made], item: Item) -> Job[Item, Made]:
        key = f"{task.name}-{self._key(task, item)}" if self.store else ""
        return Job(do=task.do, item=item, root=task.root(item), keeps=task.keeps, store=self.store, key=key)

    def _key(self, task: Task[Item, Made], item: Item) -> str:
        if task.versions not in self._versions:
            self._versions[task.versions] = task.versions()
        return hash_of(f"{self._versions[task.versions]} {task.fingerprint(item)}".encode())

    def _in_order(
        self,
        count: int,
        found: dict[int, Made],
        given: dict[int, Future[bytes]],
        again: dict[int, Callable[[], bytes]],
    ) -> Iterator[Made]:
        for place in range(count):
            if place in given:
                yield _unpacked(given.pop(place), again.pop(place))
            else:
                yield found.pop(place)

    def _again(self, task: Task[Item, Made], job: Job[Item, Made]) -> bytes:
        """Do a small task once more whose worker died, by a worker that has nothing else to do.

        What may have killed one is never done by this process, with which the build would end.

        Raises:
            EditionError: each worker dies of it, and the task does not say what is made of that.
        """
        for _ in range(_ATTEMPTS - 1):
            with suppress(BrokenExecutor):
                return self.engine.submit(_packed, pack(job)).result()
        if task.died is None:
            message = (
                f"a worker died each time that it was given “{task.name}”; there may be too little memory"
            )
            raise EditionError(message)
        return pack((task.died(job.item), None))

    def _give_out(self, task: Task[Item, Made], item: Item) -> Future[Made]:
        """Give a large task out to those who work. Its result is kept by who asked for it."""
        if not isinstance(self.engine, Distant):
            return self.engine.submit(task.do, item)
        if task.travel is None:
            return Here().submit(task.do, item)
        if id(task) not in self._lent:
            self._lent[id(task)] = task, self.engine.lend(task.travel.common())
        _task, lent = self._lent[id(task)]
        return self.engine.submit(task.travel.do, item, lent, task.travel.own(item))


class Batch(Generic[Item, Made]):
    """Items of a large task that are being done, by their places among all."""

    def __init__(self, give_out: Callable[[Item], Future[Made]], held: Callable[[Made], Made]) -> None:
        self._give_out, self._held = give_out, held
        self._jobs: dict[int, Job[Item, Made]] = {}
        self._found: dict[int, Made] = {}
        self._given: dict[Future[Made], int] = {}

    @property
    def kept(self) -> tuple[int, ...]:
        """Return the places of those that an earlier build has left."""
        return tuple(self._found)

    @property
    def left(self) -> tuple[int, ...]:
        """Return the places of the others, in the order in which they were begun."""
        return tuple(self._jobs)

    def begin(self, place: int, job: Job[Item, Made]) -> None:
        """Have an item done."""
        self._jobs[place] = job
        self._given[self._give_out(job.item)] = place

    def take_over(self, place: int, made: Made) -> None:
        """Take over what an earlier build has left of an item."""
        self._found[place] = made

    def __iter__(self) -> Iterator[tuple[int, Made]]:
        """Give each item's place with its result: those that were kept first, the others as they are done.

        Raises:
            WorkerDiedError: workers died of some items again and again.
        """
        for place in self.kept:
            yield place, self._found.pop(place)
        lost = yield from self._awaited(self._given)
        for _ in range(_ATTEMPTS - 2):
            lost = yield from self._awaited({self._give_out(self._jobs[place].item): place for place in lost})
        # When a worker dies, the others end with it. Which item was at fault shows when each is alone.
        fatal: list[int] = []
        for place in lost:
            fatal += yield from self._awaited({self._give_out(self._jobs[place].item): place})
        if fatal:
            raise WorkerDiedError([self._jobs[place].item for place in fatal])

    def _awaited(self, given: dict[Future[Made], int]) -> Generator[tuple[int, Made], None, list[int]]:
        """Give what becomes of items that were given out; return the places of those whose worker died."""
        lost: list[int] = []
        for future in as_completed(given):
            # A future holds its result; those of a whole book would be held to the end.
            place = given.pop(future)
            try:
                made = future.result()
            except BrokenExecutor:
                lost.append(place)
            else:
                self._jobs.pop(place).keep(made)
                yield place, self._held(made)
        return lost


def _heaviest_first(task: Task[Item, Made], items: Sequence[Item], places: Iterable[int]) -> list[int]:
    """Return the places of items in the order in which they are begun."""
    return sorted(places, key=lambda place: -task.weight(items[place]))


def _done_here(job: Job[Any, Any]) -> bytes:
    return pack(job.run())


def _packed(job: bytes) -> bytes:
    """Do a packed job; the result is unpacked by who asked for it.

    The thread that receives it would keep its memory.
    """
    return _done_here(unpack(job))


def done(begun: Future[Made], again: Callable[[], Made]) -> Made:
    """Return what a process has made. If it died, there is nothing that this one cannot do again."""
    try:
        return begun.result()
    except BrokenExecutor:
        return again()


def _unpacked(begun: Future[bytes], again: Callable[[], bytes]) -> Any:
    """Return what a process has made, as `done`, and take down which files it has read for it."""
    made, witness = unpack(done(begun, again))
    if witness is not None:
        hear(witness)
    return made

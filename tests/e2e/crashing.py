"""Many orders into the order desk by a run that is killed again and again, and resumed each time."""

from __future__ import annotations

import contextlib
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from lam_desktop.execution.runs.history import entries_of
from lam_desktop.office.clerk import Clerk
from lam_desktop.office.desk import Conditions, Desk
from lam_desktop.office.entering import enter_order
from lam_desktop.office.orderdesk.store import Order, OrderStore
from lam_desktop.office.orders import make_orders, write_csv
from lam_desktop.tasks.checks import SqlCheck
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task_yaml.task_file import save
from lam_desktop.tasks.texts.patterns.pattern import parse_pattern
from lam_desktop.types import Box
from tests.e2e.harness import Office, Outcome, Running, wait_for
from tests.execution.many_rows import Line, disk_bytes, line, most_resident_mb

TASK = "orders"
SHOWN = Conditions("light", "#2f6fb5", 9.5, Box(20, 40, 930, 600), "en_GB")
REPEATED = Conditions("dark", "#1f7a5c", 12.5, Box(150, 70, 1080, 690), "en_GB")
KEYS = ("customer", "article", "quantity", "date", "note")
"""Columns that tell one order from another."""
ROW_S = 60.0
WEIGHED_EVERY_S = 0.5
BEHIND, EVERY, LEAST_PEAKS = 100, 25, 4
"""Rows of each run before its memory counts: until then fills what remembers the lines read last (1,024) and
the texts compared last (512), a dozen of each row. From there on the most of so many rows counts, since how
much the C library can give back differs from row to row. And so many of these tell how it grows."""
MOST_RESUMES = 4
"""Of one crash; what is left then is left to a person."""


@dataclass(frozen=True)
class Entered:
    """What came of it."""

    wanted: int
    right: int
    twice: int
    strange: int
    """Orders that nobody wanted."""
    kills: int
    resumes: int
    asked: int
    """Resumed runs that ended with a question, or not as expected."""
    seconds: float
    actions: int = 0
    """That all runs together set out to do."""
    repeated: int = 0
    """Of these, those that did a step of a row once more."""
    messages: tuple[str, ...] = ()
    """Of these runs, why."""
    memory_mb: float = 0.0
    """The most that a run held."""
    growth: Line | None = None
    """Of that, MB for 1,000 rows; None where no run was long enough to tell."""
    disk: tuple[tuple[str, float], ...] = ()
    """Bytes a row, by the parts of the runs' folders."""

    @property
    def told(self) -> str:
        """One line."""
        fitted = self.growth
        grown = "" if fitted is None else f", {fitted.slope:+.2f} ± {fitted.error:.2f} MB for 1,000 rows"
        return (
            f"{self.right} of {self.wanted} rows right, {self.twice} twice, {self.strange} strange; "
            f"{self.kills} kills, {self.resumes} resumes, {self.asked} of them ended early; "
            f"{self.repeated} of {self.actions} actions repeated; "
            f"{self.seconds / max(1, self.wanted):.1f} s a row; memory up to {self.memory_mb:.0f} MB{grown}; "
            f"a row takes "
            f"{', '.join(f'{each / 1024:.1f} KB of {name}' for name, each in self.disk)}"
            f"{''.join(f'; «{message}»' for message in self.messages)}"
        )


def many_orders(rng: random.Random, count: int) -> list[Order]:
    """Orders of which no two are equal in `KEYS`; the first is one to be shown."""
    pool = [make_orders(rng) for _ in range(40)]
    orders = [pool[0][0]]
    known = {_key(orders[0])}
    while len(orders) < count:
        parts = [rng.choice(rng.choice(pool)) for _ in range(4)]
        order = replace(
            parts[0], article=parts[1].article, date=parts[2].date, note=parts[3].note,
            quantity=rng.randint(2, 95),
        )  # fmt: skip
        if _key(order) not in known:
            known.add(_key(order))
            orders.append(order)
    return orders


def enter_through_crashes(
    folder: Path, home: Path, rows: int, kills: int, seed: int, at_steps: Sequence[int] = ()
) -> Entered:
    """Shows row 1, then has `rows` further ones entered, with so many `kill -9` at random moments.

    With `at_steps`, indices of steps, each row is killed at one of these instead, while it is at work or just
    behind it; and no check tells what is stored: the screen has to.
    """
    rng = random.Random(f"crashes/{seed}")
    orders = many_orders(rng, rows + 1)
    table = folder / "orders.csv"
    write_csv(table, orders)
    with Office() as office:
        show(office, folder, orders[0], table)
        database = folder / "repeated.sqlite"
        if not at_steps:
            _check(office, home, database)
        OrderStore(database)
        with Desk(office.desktop, database, folder / "repeated.jsonl", REPEATED):
            started = time.monotonic()
            with Scales() as scales:
                if at_steps:
                    resumes, ended = _run_by_steps(office, home, table, rows, at_steps, scales)
                else:
                    resumes, ended = _run(office, database, rng, table, rows, kills, scales)
            seconds = time.monotonic() - started
    stored = Counter(entry.order for entry in OrderStore(database).all())
    done = Counter(
        (entry["row"], entry["step"])
        for run in Library(home).runs(TASK)
        for entry in entries_of(run, ("acting",))
    )
    wanted = orders[1:]
    return Entered(
        wanted=rows,
        right=sum(stored[order] == 1 for order in wanted),
        twice=sum(stored[order] > 1 for order in wanted),
        strange=sum(count for order, count in stored.items() if order not in set(wanted)),
        kills=len(at_steps) or kills,
        resumes=resumes,
        asked=sum(outcome.code != 0 for outcome in ended),
        seconds=seconds,
        actions=done.total(),
        repeated=done.total() - len(done),
        messages=tuple(outcome.message for outcome in ended if outcome.code != 0),
        memory_mb=scales.most_mb,
        growth=growth(weighed_rows(home)),
        disk=tuple((name, count / rows) for name, count in _disk(home).items()),
    )


@dataclass
class Scales:
    """Weighs the run that is at work, again and again, on a thread of its own, in a `with` block."""

    process: int = 0
    """Of the run that is at work."""
    most_mb: float = 0.0
    """The most that a run held, by the machine's own account."""

    def __enter__(self) -> Scales:
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._weigh, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *fault: object) -> None:
        self._ends.set()
        self._thread.join()

    def _weigh(self) -> None:
        while not self._ends.wait(WEIGHED_EVERY_S):
            with contextlib.suppress(OSError, ValueError):  # it has just ended
                self.most_mb = max(self.most_mb, most_resident_mb(self.process))


def growth(weighed: Sequence[Sequence[float]]) -> Line | None:
    """How what runs held at most grew for 1,000 rows, in those that were long enough."""
    found = [peaks(one) for one in weighed]
    long = [one for one in found if len(one) >= LEAST_PEAKS]
    if not long:
        return None
    # Each run by itself: a new one begins small.
    means = [(sum(row for row, _ in one) / len(one), sum(mb for _, mb in one) / len(one)) for one in long]
    pairs = [(row - mean[0], mb - mean[1]) for one, mean in zip(long, means, strict=True) for row, mb in one]
    return line([row for row, _ in pairs], [mb for _, mb in pairs])


def peaks(weighed: Sequence[float]) -> list[tuple[float, float]]:
    """(row, MB): the most that a run held behind any of each `EVERY` rows, from row `BEHIND` on."""
    return [
        (first + EVERY / 2, max(weighed[first : first + EVERY]))
        for first in range(BEHIND, len(weighed) - EVERY + 1, EVERY)
    ]


def weighed_rows(home: Path) -> list[list[float]]:
    """What each run, or what resumed it, held behind each row that it ended, MB, as its journal says."""
    found: list[list[float]] = []
    for run in Library(home).runs(TASK):
        for entry in entries_of(run, ("run_started", "row_finished")):
            if entry["kind"] == "run_started":
                found.append([])
            elif "memory_mb" in entry:
                found[-1].append(entry["memory_mb"])
    return found


def _disk(home: Path) -> Counter[str]:
    """Bytes of all runs, by the parts of their folders."""
    found: Counter[str] = Counter()
    for run in Library(home).runs(TASK):
        with contextlib.suppress(FileNotFoundError):  # killed before its first picture
            found.update(disk_bytes(run))
    return found


def show(office: Office, folder: Path, order: Order, table: Path) -> None:
    """Records how one order, the first row of the table, is entered."""
    with Desk(office.desktop, folder / "shown.sqlite", folder / "shown.jsonl", SHOWN) as desk:

        def act(clerk: Clerk) -> None:
            clerk.prepare(order.customer + order.article + order.note)
            enter_order(desk, clerk, order, SHOWN.locale)
            office.settled()

        office.record(TASK, act, "--rows", f"{table}:1")


def _check(office: Office, home: Path, database: Path) -> None:
    """The store itself says whether a row is there."""
    where = " AND ".join(f"{name} = :{name}" for name in KEYS)
    values = {name: parse_pattern(f"{{{name}}}") for name in KEYS}
    check = SqlCheck(values, 5.0, str(database), f"SELECT COUNT(*) FROM orders WHERE {where}")
    save(replace(Library(home).open(TASK), checks=(check,)))
    assert office.call("approve", TASK, "--yes", "--json").code == 0


def _run(
    office: Office, database: Path, rng: random.Random, table: Path, rows: int, kills: int, scales: Scales
) -> tuple[int, list[Outcome]]:
    """How often it was resumed, and how each run ended that was not killed."""
    marks = sorted(rng.sample(range(rows), kills))
    ended: list[Outcome] = []
    resumes = 0
    command = ["run", TASK, "--rows", f"{table}:2-{rows + 1}", "--odd", "enter"]
    tries = 0
    while True:
        running = office.start(*command, "--mode", "auto", "--json")
        scales.process = running.process.pid
        if marks and _killed(running, database, marks[0], rng):
            marks.pop(0)
            tries = 0
        else:
            ended.append(running.finished(ROW_S * rows + 120))
            tries += 1
            if (ended[-1].code == 0 and not marks) or tries > MOST_RESUMES:
                return resumes, ended
        command = ["run", TASK, "--resume"]
        resumes += 1


def _run_by_steps(
    office: Office, home: Path, table: Path, rows: int, at_steps: Sequence[int], scales: Scales
) -> tuple[int, list[Outcome]]:
    """One kill for each of `at_steps`, in the rows from 2 on; then to the end."""
    command = ["run", TASK, "--rows", f"{table}:2-{rows + 1}", "--odd", "enter"]
    numbers = [one.number for one in Library(home).open(TASK).steps]
    for row, step in enumerate((numbers[at] for at in at_steps), start=2):
        running = office.start(*command, "--mode", "auto", "--json")
        scales.process = running.process.pid
        wait_for(partial(is_at, home, row, step, running), f"step {step} of row {row}", ROW_S * 3)
        assert running.process.poll() is None, running.finished(5.0)
        running.signal(signal.SIGKILL)
        running.process.wait(10.0)
        command = ["run", TASK, "--resume"]
    ended = [office.start(*command, "--mode", "auto", "--json").finished(ROW_S * rows + 120)]
    return len(at_steps), ended


def is_at(home: Path, row: int, step: int, running: Running) -> bool:
    """Whether the newest run acts for the step of the row, or has done so; or has ended."""
    if running.process.poll() is not None:
        return True
    [*_, folder] = Library(home).runs(TASK) or [None]
    acting = entries_of(folder, ("acting",)) if folder is not None else []
    return any((one["row"], one["step"]) == (row, step) for one in acting)


def _killed(running: Running, database: Path, mark: int, rng: random.Random) -> bool:
    """Kills the run at a random moment of the row after `mark` orders; False where it ended before."""
    wait_for(
        lambda: len(OrderStore(database).all()) >= mark or running.process.poll() is not None,
        f"order {mark}", ROW_S * (mark + 2),
    )  # fmt: skip
    time.sleep(rng.uniform(2.0, 12.0))
    if running.process.poll() is not None:
        return False
    running.signal(signal.SIGKILL)
    running.process.wait(10.0)
    return True


def _key(order: Order) -> tuple[object, ...]:
    return tuple(getattr(order, name) for name in KEYS)

"""The acts of the demonstration: the clerk shows an order, agent and baselines repeat the next ones."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lam_desktop.demo.conditions import Plan
from lam_desktop.demo.pictures import Gallery
from lam_desktop.demo.result import DemoOptions, Trial, total
from lam_desktop.errors import ExitCode, LamBug
from lam_desktop.office.clerk import Clerk
from lam_desktop.office.desk import Conditions, Desk
from lam_desktop.office.entering import enter_order
from lam_desktop.office.judge import judge
from lam_desktop.office.lam import Lam, RunOutcome
from lam_desktop.office.orderdesk.store import Order, OrderStore
from lam_desktop.office.orders import write_csv
from lam_desktop.office.screens import Screen

POLICY = "lam"
TASK = "orders"
FIRST_ROW = 2
MOST_STOPS = 3
LIBRARY, JUDGED, LOGS = "library", "judged", "logs"
CLERK_PAUSE_S = 0.25
"""A brisk person: the screen settles between two acts."""


@dataclass
class Stage:
    """Where the story plays."""

    screen: Screen
    plan: Plan
    folder: Path
    options: DemoOptions
    say: Callable[[str], None]
    gallery: Gallery = field(default_factory=Gallery)

    def __post_init__(self) -> None:
        for name in (LIBRARY, JUDGED, LOGS):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        self.rows = self.folder / "orders.csv"
        write_csv(self.rows, self.plan.orders)
        self.lam = Lam(self.screen, self.folder / LIBRARY, self.folder / LOGS)

    def demonstrate(self) -> float:
        """The clerk enters the first order while `lam record` watches; how many seconds it took them."""
        order, shown = self.plan.orders[0], self.plan.shown
        self.screen.paint(self.plan.desktops[0])
        with self._desk("demonstration", shown, self.plan.shown_table) as desk:
            self.say(f"Order desk {_in_words(shown)}. A clerk enters order 1 while «lam record» watches.")
            self.gallery.add("The order desk, before the demonstration", self.screen.screenshot())
            with Clerk(self.screen.display, CLERK_PAUSE_S) as clerk:
                clerk.prepare(order.customer + order.article + order.note)
                with self.lam.recording(TASK, f"{self.rows}:1"):
                    started = time.monotonic()
                    enter_order(desk, clerk, order, shown.locale)
                    seconds = time.monotonic() - started
            self.gallery.add("Order 1, entered and saved by the clerk", self.screen.screenshot())
            if judge(desk.database, desk.known, desk.log, [order]).rows_right != 1:
                raise LamBug("The clerk did not enter the first order rightly.")
        self.say(f"  Recorded, {seconds:.0f} s of work.")
        return seconds

    def repeat_with_agent(self) -> tuple[Trial, ...]:
        """The agent repeats the rows; where it stops at one, it starts behind it on a fresh order desk.

        When it has stopped at several, the rows that are left count as not entered.
        """
        first, last = FIRST_ROW, FIRST_ROW + self.options.rows - 1
        self.screen.paint(self.plan.desktops[1])
        self.say(
            f"Order desk {_in_words(self.plan.repeated)}, other orders in its table. "
            f"«lam run» enters rows {first} to {last}."
        )
        trials: list[Trial] = []
        while first <= last:
            trial = self._repeat(POLICY, first, last, pictures=True, final=len(trials) == MOST_STOPS - 1)
            trials.append(trial)
            first = trial.last + 1
        return tuple(trials)

    def repeat_with_baseline(self, policy: str) -> tuple[Trial, ...]:
        """A baseline does some rows, each on a fresh order desk, so that one miss does not drag the next."""
        rows = range(FIRST_ROW, FIRST_ROW + self.options.baseline_rows)
        trials = tuple(self._repeat(policy, row, row, pictures=row == FIRST_ROW) for row in rows)
        found = total(trials)
        self.say(f"  {policy}: {found.rows_right} of {found.rows} rows, {found.wrong_clicks} wrong clicks.")
        return trials

    def _repeat(self, policy: str, first: int, last: int, pictures: bool, final: bool = True) -> Trial:
        """One run. Unless `final`, the rows behind the one that it stopped at are left to another."""
        with self._desk(f"{policy}-{first}", self.plan.repeated, self.plan.repeated_table) as desk:
            watch = _Watch(self, desk, policy, first, pictures)
            wait_s = self.options.wait_s if policy == POLICY else self.options.baseline_wait_s
            outcome = self.lam.run(
                TASK, f"{self.rows}:{first}-{last}", policy, wait_s, watch.look, last - first + 1
            )
            reached = last if outcome.exit_code is ExitCode.DONE else first + len(outcome.rows_done)
            watch.end(outcome, reached)
        last = last if final else reached
        wanted = self.plan.orders[first - 1 : last]
        return Trial(policy, first, last, outcome, judge(desk.database, desk.known, desk.log, wanted))

    def _desk(self, name: str, conditions: Conditions, table: Sequence[Order]) -> Desk:
        """A fresh order desk with these orders in its table."""
        folder = self.folder / JUDGED / name
        folder.mkdir(parents=True)
        database = folder / "orders.sqlite"
        OrderStore(database).add(table)
        return Desk(self.screen, database, folder / "clicks.jsonl", conditions)


class _Watch:
    """Follows a run from outside, by what the order desk has stored, to tell of it and to take pictures."""

    def __init__(self, stage: Stage, desk: Desk, policy: str, first: int, pictures: bool) -> None:
        self._stage, self._desk = stage, desk
        self._policy, self._first, self._pictures = policy, first, pictures
        self._saved = 0

    def look(self) -> None:
        """Called every now and then while the run goes on."""
        saved = len(OrderStore(self._desk.database).all(after=self._desk.known))
        if saved > self._saved:
            self._saved = saved
            if self._policy == POLICY:
                row = self._first + saved - 1
                self._stage.say(f"  Order {row} is stored.")
                if self._pictures and row % 3 == 0:
                    self._take(f"Row {row} saved by the agent")

    def end(self, outcome: RunOutcome, reached: int) -> None:
        """Called when the run has ended, after its last look."""
        self.look()
        done = outcome.exit_code is ExitCode.DONE
        if self._policy == POLICY and not done:
            self._stage.say(f"  It stopped: {outcome.message}")
        if self._pictures:
            caption = f"{self._policy}, row {reached}: {outcome.status}"
            question = self._stage.lam.question(outcome)
            if question is None:
                self._take(caption)
            else:
                self._stage.gallery.add_file(caption, question)

    def _take(self, caption: str) -> None:
        self._stage.gallery.add(caption, self._stage.screen.screenshot())


def _in_words(conditions: Conditions) -> str:
    box = conditions.geometry
    return f"{conditions.theme}, {conditions.font_pt:g} pt text, {box.w}x{box.h} at ({box.x}, {box.y})"

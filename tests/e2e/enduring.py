"""Rows into three programs while one fault after the other strikes; what came of each, kept line by line.

python -m tests.e2e.enduring --count 500 --out DIR      goes on where it was stopped
python -m tests.e2e.enduring --count 500 --program book only those of them that strike in the Qt program
python -m tests.e2e.enduring --count 100 --at save      others: they strike while the row is being stored

Without `--out` each state of the sources has a folder of its own: what was found with others does not count.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from lam_desktop.errors import ExitCode
from lam_desktop.tasks.task_yaml import task_file
from tests.cli.calling import assert_contract
from tests.e2e import faults_at_save, faults_in_gtk, faults_in_pages, faults_in_qt, faults_on_desktops
from tests.e2e.contact_book import ContactBook, recorded_book
from tests.e2e.contacts import ROWS, recorded_contacts
from tests.e2e.contacts import Scene as Contacts
from tests.e2e.entry_form import EntryForm, recorded_form
from tests.e2e.faults import SAVE, STAGES, Fault, Scene, struck
from tests.e2e.faults_on_desktops import desktop_fault
from tests.proof.running import state_of

ROOT = Path(__file__).parents[2]
KEPT = Path.home() / ".cache" / "lam" / "proof" / "faults"
FINISHED, NAMED, UNNAMED, WRONG = "finished", "asked", "asked otherwise", "wrong"
FAILED, STOPPED = "given up", "stopped"
PROGRAMS: dict[type[Scene], Callable[[Path], contextlib.AbstractContextManager[Scene]]] = {
    Contacts: recorded_contacts, EntryForm: recorded_form, ContactBook: recorded_book,
}  # fmt: skip
CASES: tuple[tuple[type[Scene], Callable[[random.Random, str], Fault]], ...] = (
    *((Contacts, kind) for kind in faults_in_pages.KINDS),
    *((ContactBook, kind) for kind in faults_in_qt.KINDS),
    *((EntryForm, partial(desktop_fault, kind, EntryForm.program)) for kind in faults_in_gtk.KINDS),
    *(
        (program, partial(desktop_fault, kind, program.program))
        for program in PROGRAMS
        for kind in faults_on_desktops.KINDS
    ),
)
"""Faults of one round: each kind of the web page, the Qt program and the GTK program, those of the desktop in
each of them."""
AT_SAVE: tuple[tuple[type[Scene], Callable[[random.Random], Fault]], ...] = (
    *((Contacts, kind) for kind in faults_at_save.PAGE_KINDS),
    *((ContactBook, kind) for kind in faults_at_save.BOOK_KINDS),
    *(
        (program, partial(desktop_fault, kind, program.program, stage=SAVE))
        for program in PROGRAMS
        for kind in faults_on_desktops.KINDS
        if kind[0] not in faults_on_desktops.OF_TYPING
    ),
)
"""Those of one round that strike while the row is being stored."""
_Case = TypeVar("_Case")
LEAST_GOOD = 0.9
RUN_S = 150.0
WAIT = ("--wait", "8")


@dataclass(frozen=True)
class Endured:
    """One row and one fault."""

    number: int
    program: str
    """The task's name."""
    kind: str
    stage: str
    outcome: str
    """`finished`: stored once and reported right; `asked`: it asked, or would not begin, and names what was
    touched; `asked otherwise`: it did so, and does not name it; `given up`: it acted, told that the effect is
    wrong or was not seen, and names what was touched; `stopped`: any other end; `wrong`: reported right, and
    not so."""
    stored: int
    """Records that the page sent, right or not."""
    astray: int
    """Of these, other ones than the row's."""
    message: str


def endure(scene: Scene, fault: Fault, number: int, row: int) -> Endured:
    """Has one row entered while the fault strikes, and judges by what the page has sent."""
    scene.reopen(fault.addition)
    running = scene.office.start(
        "run", scene.task, "--rows", f"{scene.rows}:{row}", *WAIT, "--again", "--odd", "enter",
        "--mode", "ask", "--json",
    )  # fmt: skip
    with struck(scene, fault, lambda: running.process.poll() is None, RUN_S):
        outcome = running.finished(RUN_S)
    assert_contract(outcome)
    sent, wanted = scene.sent, ROWS[row - 1]
    named = fault.is_named_in(outcome.message)
    if outcome.code == ExitCode.DONE:
        came = FINISHED if sent == [wanted] else WRONG
    elif outcome.code == ExitCode.ASKED or (outcome.code == ExitCode.ENVIRONMENT and not sent):
        came = NAMED if named else UNNAMED
    else:
        came = STOPPED
        if outcome.code == ExitCode.WRONG_EFFECT and named:
            came = NAMED if any(one["asked"] for one in outcome.report["rows"]) else FAILED
    astray = sum(one != wanted for one in sent)
    return Endured(number, scene.task, fault.kind, fault.stage, came, len(sent), astray, outcome.message)


def trusted(scene: Scene) -> None:
    """Has the task do by itself what cannot be undone, as one that has earned it."""
    task = task_file.load(Path(os.environ["LAM_HOME"]) / "tasks" / scene.task)
    task_file.save(replace(task, limits=replace(task.limits, watched_rows=0)))


def nth(number: int) -> tuple[type[Scene], Fault, int]:
    """The program, the fault with this number, and the row that it strikes."""
    (program, fault), rng = _drawn("faults", CASES, number)
    stage, row = rng.choice(STAGES), rng.randrange(2, len(ROWS) + 1)
    return program, fault(rng, stage), row


def nth_at_save(number: int) -> tuple[type[Scene], Fault, int]:
    """As `nth`, of those that strike while the row is being stored."""
    (program, fault), rng = _drawn("saving", AT_SAVE, number)
    row = rng.randrange(2, len(ROWS) + 1)
    return program, fault(rng), row


def _drawn(name: str, cases: Sequence[_Case], number: int) -> tuple[_Case, random.Random]:
    """The case with this number, each round of them shuffled, and what draws the rest of it."""
    round_, place = divmod(number, len(cases))
    order = list(cases)
    random.Random(f"{name}/{round_}").shuffle(order)
    return order[place], random.Random(f"{name}/{round_}/{place}")


def told(found: list[Endured]) -> str:
    """One line of figures, and one a kind where something went otherwise than it should."""
    counted = Counter(one.outcome for one in found)
    good = counted[FINISHED] + counted[NAMED]
    lines = [
        f"{len(found)} faults: {counted[WRONG]} rows reported right that are wrong (target 0); "
        f"{good} finished or asked about what was touched, {good / max(1, len(found)):.0%} (target 90 %): "
        + ", ".join(f"{name} {counted[name]}" for name in (FINISHED, NAMED, FAILED, UNNAMED, STOPPED))
        + f"; other records stored {sum(one.astray for one in found)}"
    ]
    for one in found:
        if one.outcome not in (FINISHED, NAMED) or one.astray:
            came = f"{one.outcome}, {one.stored} stored"
            lines.append(f"  {one.number} {one.program} {one.kind}/{one.stage}: {came}: {one.message}")
    return "\n".join(lines)


def main() -> int:
    """0 where no wrong row was reported right, and enough ended as they should."""
    parser = argparse.ArgumentParser(description="Rows through faults.")
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--program", choices=[one.task for one in PROGRAMS], help="only faults in this one")
    parser.add_argument("--at", choices=[SAVE], help="only faults that strike while the row is being stored")
    parser.add_argument("--kind", help="only those of this kind")
    given = parser.parse_args()
    drawn = nth_at_save if given.at else nth
    out: Path = given.out or KEPT / state_of(ROOT)
    out.mkdir(parents=True, exist_ok=True)
    path = out / ("endured-at-save.jsonl" if given.at else "endured.jsonl")
    known = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    asked = {
        n
        for n in range(given.count)
        if given.program in (None, drawn(n)[0].task) and given.kind in (None, drawn(n)[1].kind)
    }
    found = [one for one in (Endured(**json.loads(line)) for line in known) if one.number in asked]
    missing = sorted(asked - {one.number for one in found})
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if missing:
        with tempfile.TemporaryDirectory(prefix="lam-faults-") as folder:
            os.environ["LAM_HOME"] = str(Path(folder) / "home")
            found += _endured(Path(folder), {number: drawn(number) for number in missing}, path)
    print(told(found))
    good = sum(one.outcome in (FINISHED, NAMED) for one in found)
    return int(any(one.outcome == WRONG for one in found) or good < LEAST_GOOD * len(found))


def _endured(folder: Path, drawn: Mapping[int, tuple[type[Scene], Fault, int]], path: Path) -> list[Endured]:
    """What came of these faults, by number, each appended to `path` at once."""
    found: list[Endured] = []
    with contextlib.ExitStack() as at_end, path.open("a", encoding="utf-8") as out:
        scenes: dict[type[Scene], Scene] = {}
        for number, (program, fault, row) in drawn.items():
            if program not in scenes:
                scenes[program] = at_end.enter_context(PROGRAMS[program](folder))
                trusted(scenes[program])
            found.append(endure(scenes[program], fault, number, row))
            out.write(json.dumps(asdict(found[-1]), ensure_ascii=False) + "\n")
            out.flush()
            print(found[-1], flush=True)
    return found


if __name__ == "__main__":
    sys.exit(main())

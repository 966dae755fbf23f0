"""`miniwob`: twelve tasks of MiniWoB++, shown once by an oracle, then repeated on other seeds.

What one demonstration happens to look like decides about all its repetitions: so each task is shown five
times, as tasks of their own, and each of them is repeated on a fifth of the other seeds.

The agent sees pixels and acts with mouse and keyboard; what is to be done stands in the page, as text.
Nothing of the agent knows these pages. The reward is the page's own, without the share that time takes; an
episode that the agent leaves unfinished counts as 0.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Generator, Mapping, Sequence

from lam_desktop.errors import ExitCode, LamBug, UsageError
from lam_desktop.evaluation.benchmark import BASELINES, LAM, Case, Finding, Measure, Result, Workshop
from lam_desktop.evaluation.in_process import Agent, on_display
from lam_desktop.evaluation.miniwob.page import SCREEN, TASKS, MiniwobPage, open_pages, pages_version
from lam_desktop.evaluation.tables import Cell, Share, Table
from lam_desktop.office.chromium import PROGRAM as BROWSER
from lam_desktop.office.clerk import Clerk
from lam_desktop.office.lam import Lam
from lam_desktop.office.packages import package_version
from lam_desktop.office.virtual import VirtualDesktop
from lam_desktop.tasks.storage.library import Library

SOLVED, HALTED, WRONG = "solved", "halted", "wrong"
EPISODES, BASELINE_EPISODES = 50, 10
WAIT_S = {LAM: 6.0}
BASELINE_WAIT_S = 2.0
CLERK_PAUSE_S = 0.25
DEMONSTRATIONS = 5
"""Of each task; an episode follows one of them alone."""
EPISODES_TRIED = 3
"""At most, for one demonstration, until one can be solved."""


class Miniwob:
    """Twelve tasks, five demonstrations and fifty other seeds each."""

    title = (
        "MiniWoB++ from one demonstration, five times a task; real pixels and input (95 % Wilson intervals)"
    )

    def cases(self, seed: int, baselines: bool) -> Sequence[Case]:  # noqa: ARG002 - it makes other pages
        """`TASK/NUMBER`; the baselines have the first ten numbers."""
        found: list[Case] = []
        for task in TASKS:
            for number in range(1, EPISODES + 1):
                compared = BASELINES if baselines and number <= BASELINE_EPISODES else ()
                found += [Case(f"{task}/{number:02}", policy) for policy in (LAM, *compared)]
        return found

    def depends(self) -> Mapping[str, str]:
        """The pages' version, and the browser's."""
        return {"miniwob": pages_version(), BROWSER: package_version(BROWSER)}

    @contextlib.contextmanager
    def open(self, workshop: Workshop) -> Generator[Measure]:
        """One desktop and one browser for all; each task is demonstrated when its first episode comes."""
        with (
            VirtualDesktop(SCREEN) as desktop,
            on_display(desktop.display),
            open_pages(desktop, workshop.folder / "profile") as page,
        ):
            room = _Room(workshop, desktop, page)
            yield room.measure

    def table(self, results: Sequence[Result]) -> Table:
        """By policy, in all and by task."""
        rows: list[dict[str, Cell]] = []
        for policy in dict.fromkeys(one.policy for one in results):
            found = [one for one in results if one.policy == policy]
            rows.append(_row(policy, found))
            for task in dict.fromkeys(one.case.split("/")[0] for one in found):
                inside = [one for one in found if one.case.startswith(f"{task}/")]
                rows.append(_row(f"  {task}", inside))
        return Table(("name", "episodes", SOLVED, WRONG, "mean reward", "wrong clicks", "asked"), tuple(rows))


class _Room:
    """Where the episodes are played."""

    def __init__(self, workshop: Workshop, desktop: VirtualDesktop, page: MiniwobPage) -> None:
        self._workshop, self._desktop, self._page = workshop, desktop, page
        self._home = workshop.folder / "library"
        self._agent = Agent(Library(self._home))
        self._shown: set[str] = set()

    def measure(self, case: Case) -> Finding:
        """One episode."""
        task, number = case.name.split("/")
        shown = shown_by(int(number))
        name = f"{task}-{shown}"
        if name not in self._shown:
            self._demonstrate(task, name, f"{self._workshop.seed}/shown{f'/{shown}' if shown else ''}")
        self._page.begin(task, f"{self._workshop.seed}/{number}")
        picture = None
        try:
            result, watcher = self._agent.run(name, case.policy, WAIT_S.get(case.policy, BASELINE_WAIT_S))
            message, code, picture = result.message, result.exit_code, watcher.picture()
        except UsageError as refused:  # it lacks something, such as a secret: it would have to ask
            message, code = str(refused), ExitCode.ASKED
        end = self._page.end()
        reward = 0.0 if end.reward is None else float(end.reward)
        outcome = WRONG if end.wrong or reward < 0 else SOLVED if reward > 0 else HALTED
        values = {
            "reward": reward, "ended": end.reward is not None, "clicks": end.clicks, "wrong": list(end.wrong),
            "asked": code is ExitCode.ASKED, "exit": int(code), "message": message,
        }  # fmt: skip
        return Finding(outcome, values, None if outcome == SOLVED else picture)

    def _demonstrate(self, task: str, name: str, seed: str) -> None:
        """The oracle solves one episode while `lam record` runs; another one, where parts of a page lie over
        each other, so that nobody can click on them."""
        self._workshop.say(f"{task}: the oracle shows it once.")
        logs = self._workshop.folder / "logs"
        logs.mkdir(exist_ok=True)
        told = ""
        for number in range(1, EPISODES_TRIED + 1):
            shutil.rmtree(self._home / "tasks" / name, ignore_errors=True)
            self._page.begin(task, f"{seed}{f'/{number}' if number > 1 else ''}")
            with (
                Clerk(self._desktop.display, CLERK_PAUSE_S) as clerk,
                Lam(self._desktop, self._home, logs).recording(name),
            ):
                self._page.solve(clerk)
            end = self._page.end()
            if end.reward == 1 and not end.wrong:
                self._shown.add(name)
                return
            told = f"reward {end.reward}, wrong clicks {end.wrong}"
        raise LamBug(f"The oracle did not solve {task}: {told}.")


def shown_by(number: int) -> int:
    """Which demonstration an episode follows; some of them, each fifth or tenth, follow them all alike."""
    return (number + number // DEMONSTRATIONS) % DEMONSTRATIONS


def _row(name: str, results: Sequence[Result]) -> dict[str, Cell]:
    return {
        "name": name,
        "episodes": len(results),
        SOLVED: Share(sum(one.outcome == SOLVED for one in results), len(results)),
        WRONG: Share(sum(one.outcome == WRONG for one in results), len(results)),
        "mean reward": sum(one.values["reward"] for one in results) / len(results),
        "wrong clicks": sum(len(one.values["wrong"]) for one in results),
        "asked": sum(one.values["asked"] for one in results),
    }

"""`tasks`: whole tasks on real Debian programs, each shown once and repeated in ten variations.

A trial is one task in one variation with a row of its own, judged by the program's own state: the file it
saved, its database, the value on its display. It passes where that is exactly what the row asks for and the
run says so; it is wrong where anything else was stored, or the run says falsely that it is done; else the
agent has halted. What stands on a display is not stored: there it is wrong only where the run says done.
"""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Mapping, Sequence

from lam_desktop.evaluation.benchmark import BASELINES, LAM, Case, Finding, Measure, Result, Workshop
from lam_desktop.evaluation.drift.trial import OUTCOMES, Bench
from lam_desktop.evaluation.tables import Cell, Table, counted
from lam_desktop.evaluation.tasks.list import TASKS, Subject, installed, versions
from lam_desktop.evaluation.tasks.variations import VARIATIONS

COMPARED = frozenset({"mousepad-letter", "web-orders"})
"""Tasks on which the baselines are measured too."""


class Tasks:
    """Every task whose program is installed, in every variation."""

    title = "Tasks on real programs, shown once and repeated in ten variations (95 % Wilson intervals)"

    def cases(self, seed: int, baselines: bool) -> Sequence[Case]:  # noqa: ARG002 - rows are described
        """`TASK/VARIATION`."""
        return [
            Case(f"{subject.name}/{variation.name}", policy)
            for subject in installed()
            for variation in VARIATIONS
            for policy in (LAM, *(BASELINES if baselines and subject.name in COMPARED else ()))
        ]

    def depends(self) -> Mapping[str, str]:
        """The versions of other people's programs."""
        return versions(installed())

    @contextlib.contextmanager
    def open(self, workshop: Workshop) -> Generator[Measure]:
        """Records each task when its first trial is measured."""
        benches = {
            subject.name: Bench(subject.program, workshop.folder / subject.name, workshop.seed, workshop.say)
            for subject in TASKS
        }
        variations = {one.name: (at, one) for at, one in enumerate(VARIATIONS)}

        def measure(case: Case) -> Finding:
            name, variation = case.name.split("/", 1)
            at, met = variations[variation]
            bench = benches[name]
            bench.record()
            count = len(bench.program.rows(workshop.seed))
            return bench.repeat(met.condition, case.policy, 2 + at % (count - 1), met.arrange)

        yield measure

    def table(self, results: Sequence[Result]) -> Table:
        """By policy, in all, by toolkit and by task; then the agent's trials that did not pass."""
        known = {subject.name: subject for subject in TASKS}
        rows: list[dict[str, Cell]] = []
        for policy in dict.fromkeys(one.policy for one in results):
            found = [one for one in results if one.policy == policy]
            rows.append(counted(policy, [one.outcome for one in found], OUTCOMES))
            for toolkit in dict.fromkeys(_subject(one, known).toolkit for one in found):
                inside = [one for one in found if _subject(one, known).toolkit == toolkit]
                rows.append(counted(f"  {toolkit}", [one.outcome for one in inside], OUTCOMES))
                for task in dict.fromkeys(one.case.split("/")[0] for one in inside):
                    its = [one.outcome for one in inside if one.case.startswith(f"{task}/")]
                    rows.append(counted(f"    {task}", its, OUTCOMES))
        missed = [one for one in results if one.policy == LAM and one.outcome != OUTCOMES[0]]
        notes = [f"{one.case}: {one.outcome}. {one.values['message']}" for one in missed]
        absent = sorted({subject.name for subject in TASKS} - {one.name for one in installed()})
        if absent:
            notes.insert(0, f"Not measured, for their programs are not installed: {', '.join(absent)}.")
        return Table(("name", *OUTCOMES), tuple(rows), tuple(notes))


def _subject(result: Result, known: Mapping[str, Subject]) -> Subject:
    return known[result.case.split("/")[0]]

"""`twins`: the right control in the wrong record is the worst mistake; here it lies in wait on every screen.

A case is right where the click would land in the control of the record that the row names (or, where that
record is missing, where the agent does not act), `asked` where it would ask, and wrong otherwise. Some tables
show too little to tell: the record is scrolled out of view, or a message lies over its name.
"""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Mapping, Sequence

from lam_desktop.evaluation.benchmark import BASELINES, LAM, Case, Finding, Measure, Result, Workshop
from lam_desktop.evaluation.tables import Cell, Table, counted

EACH = 26
"""Drills of each adversity."""
BASELINE_EVERY = 5
RIGHT, ASKED, WRONG = "right", "asked", "wrong"
OUTCOMES = (RIGHT, ASKED, WRONG)


class Twins:
    """Near-twin records in tables, rendered by the toolkits of the corpus."""

    title = "Records with near twins: the row's one, a question, or the wrong one (95 % Wilson intervals)"

    def cases(self, seed: int, baselines: bool) -> Sequence[Case]:  # noqa: ARG002 - the seed chooses the data
        """`ADVERSITY/NUMBER`."""
        from lam_desktop.evaluation.twins.drills import ADVERSITIES

        cases: list[Case] = []
        for adversity in ADVERSITIES:
            for number in range(EACH):
                policies = (LAM, *BASELINES) if baselines and number % BASELINE_EVERY == 0 else (LAM,)
                cases += [Case(f"{adversity}/{number}", policy) for policy in policies]
        return cases

    def depends(self) -> Mapping[str, str]:
        """Nothing but our own sources."""
        return {}

    @contextlib.contextmanager
    def open(self, workshop: Workshop) -> Generator[Measure]:
        """Loads perception and policies, starts the renderers."""
        from lam_desktop.evaluation.twins.asking import Drillmaster
        from lam_desktop.evaluation.twins.screens import open_stage

        with open_stage(workshop.folder) as stage:
            master = Drillmaster(stage, workshop.seed)

            def measure(case: Case) -> Finding:
                return master.measure(case.name, case.policy)

            yield measure

    def table(self, results: Sequence[Result]) -> Table:
        """By policy; the agent also by adversity, and where the screen tells the record apart."""
        rows: list[dict[str, Cell]] = []
        mine = [one for one in results if one.policy == LAM]
        there = [one.outcome for one in mine if one.values["present"]]
        told = [one.outcome for one in mine if one.values["told"]]
        rows.append(counted(LAM, [one.outcome for one in mine], OUTCOMES))
        rows.append(counted("  the record is there", there, OUTCOMES))
        rows.append(counted("  and the screens tell which it is", told, OUTCOMES))
        for adversity in dict.fromkeys(one.case.split("/")[0] for one in mine):
            inside = [one.outcome for one in mine if one.case.startswith(f"{adversity}/")]
            rows.append(counted(f"  {adversity}", inside, OUTCOMES))
        for policy in BASELINES:
            found = [one.outcome for one in results if one.policy == policy]
            if found:
                rows.append(counted(f"{policy}, on each fifth", found, OUTCOMES))
        notes = [f"{one.case}: {one.values['reason']}" for one in mine if one.outcome == WRONG]
        return Table(("name", *OUTCOMES), tuple(rows), tuple(notes))

"""`drift`: a task recorded once at 100 %, repeated in other sizes, fonts and themes.

A point is one program under one condition, judged by its own state. It passes where the program holds exactly
what the row says and the run says so; it is wrong where anything else was stored or clicked; else the agent
has halted. Under the condition of the recording nothing drifts: those points stand by themselves.
"""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Mapping, Sequence

from lam_desktop.evaluation.benchmark import BASELINES, LAM, Case, Finding, Measure, Result, Workshop
from lam_desktop.evaluation.drift.calculator import PROGRAM as CALCULATOR
from lam_desktop.evaluation.drift.calculator import CalculatorProgram
from lam_desktop.evaluation.drift.conditions import CONDITIONS, RECORDED
from lam_desktop.evaluation.drift.desk import OrderDeskProgram
from lam_desktop.evaluation.drift.program import Program
from lam_desktop.evaluation.drift.trial import OUTCOMES, Bench
from lam_desktop.evaluation.drift.web import ORDER_FORM, REGISTRATION
from lam_desktop.evaluation.tables import Cell, Table, counted
from lam_desktop.office.chromium import PROGRAM as BROWSER
from lam_desktop.office.packages import package_version

PROGRAMS: tuple[Program, ...] = (ORDER_FORM, REGISTRATION, OrderDeskProgram(), CalculatorProgram())

AS_RECORDED = "as recorded, counted nowhere else"


class Drift:
    """Two web programs and two native ones under all conditions."""

    title = "A task recorded once at 100 %, repeated in other sizes, fonts and themes (95 % Wilson intervals)"

    def cases(self, seed: int, baselines: bool) -> Sequence[Case]:  # noqa: ARG002 - the seed chooses the data
        """`PROGRAM/CONDITION`."""
        policies = (LAM, *BASELINES) if baselines else (LAM,)
        return [
            Case(f"{program.name}/{condition.name}", policy)
            for program in PROGRAMS
            for condition in CONDITIONS
            for policy in policies
        ]

    def depends(self) -> Mapping[str, str]:
        """The versions of other people's programs."""
        return {program: package_version(program) for program in (BROWSER, CALCULATOR)}

    @contextlib.contextmanager
    def open(self, workshop: Workshop) -> Generator[Measure]:
        """Records each program's task when its first point is measured."""
        benches = {
            program.name: Bench(program, workshop.folder / program.name, workshop.seed, workshop.say)
            for program in PROGRAMS
        }
        conditions = {condition.name: condition for condition in CONDITIONS}

        def measure(case: Case) -> Finding:
            program, condition = case.name.split("/", 1)
            benches[program].record()
            return benches[program].repeat(conditions[condition], case.policy)

        yield measure

    def table(self, results: Sequence[Result]) -> Table:
        """By policy, in all and by program; then the agent's points that did not pass."""
        rows: list[dict[str, Cell]] = []
        for policy in dict.fromkeys(one.policy for one in results):
            mine = [one for one in results if one.policy == policy]
            found = [one for one in mine if not one.case.endswith(f"/{RECORDED.name}")]
            rows.append(counted(policy, [one.outcome for one in found], OUTCOMES))
            for program in dict.fromkeys(one.case.split("/")[0] for one in found):
                inside = [one.outcome for one in found if one.case.startswith(f"{program}/")]
                rows.append(counted(f"  {program}", inside, OUTCOMES))
            same = [one.outcome for one in mine if one not in found]
            if same:
                rows.append(counted(f"  {AS_RECORDED}", same, OUTCOMES))
        missed = [one for one in results if one.policy == LAM and one.outcome != OUTCOMES[0]]
        notes = (f"{one.case}: {one.outcome}. {one.values['message']}" for one in missed)
        return Table(("name", *OUTCOMES), tuple(rows), tuple(notes))

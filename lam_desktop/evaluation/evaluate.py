"""Measures a benchmark: all cases that have no result yet, then the table of all that have one."""

from __future__ import annotations

import fnmatch
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lam_desktop.errors import EnvironmentFault, ExitCode, LamBug, LamError, UsageError
from lam_desktop.evaluation.benchmark import Benchmark, Case, Finding, Measure, Result, Workshop
from lam_desktop.evaluation.results import Results
from lam_desktop.evaluation.state import sources_id, state_of
from lam_desktop.evaluation.tables import Table
from lam_desktop.office.interrupting import interrupted_by_sigterm

WORK = "work"
MOST_IN_A_ROW = 3
"""Cases that fail one after the other by a fault of ours; then it is not the cases."""


@dataclass(frozen=True)
class EvaluationRequest:
    """What the person wants measured."""

    benchmark: str
    out: Path
    """The folder of this benchmark's results and pictures."""
    seed: int = 1
    only: tuple[str, ...] = ()
    """Names of cases, with `*` for any part of them; none: all."""
    limit: int | None = None
    """At most this many names, spread evenly over the chosen ones."""
    baselines: bool = True
    fresh: bool = False
    """Whether cases that have a result are measured again."""


@dataclass(frozen=True)
class Evaluation:
    """What came of it."""

    request: EvaluationRequest
    title: str
    state: str
    table: Table
    results: tuple[Result, ...]
    faults: tuple[str, ...]
    """Cases that could not be measured, and why; the next call tries them again."""

    @property
    def exit_code(self) -> ExitCode:
        """0 where every chosen case has its result."""
        return ExitCode.BUG if self.faults else ExitCode.DONE

    @property
    def message(self) -> str:
        """One sentence."""
        measured = f"{len(self.results)} cases measured"
        return f"{measured}, {len(self.faults)} could not be." if self.faults else f"{measured}."

    def as_json(self) -> dict[str, Any]:
        """What `lam eval --json` ends with."""
        return {
            "status": "error" if self.faults else "done",
            "message": self.message,
            "benchmark": self.request.benchmark,
            "title": self.title,
            "seed": self.request.seed,
            "state": self.state,
            "cases": len(self.results),
            "rows": self.table.as_json(),
            "notes": list(self.table.notes),
            "faults": list(self.faults),
            "seconds": round(sum(one.seconds for one in self.results), 1),
            "out": str(self.request.out),
        }


def evaluate(benchmark: Benchmark, request: EvaluationRequest, say: Callable[[str], None]) -> Evaluation:
    """Measures what is chosen and not measured yet; `say` hears of each case in a line.

    Raises UsageError for cases that do not exist, EnvironmentFault where the surroundings fail twice at the
    same case or the sources change meanwhile: what was measured until then is kept.
    """
    cases = chosen(benchmark.cases(request.seed, request.baselines), request)
    state = state_of(request.benchmark, request.seed, benchmark.depends())
    results = Results(request.out, state)
    if request.fresh:
        results.forget(cases)
    missing = [case for case in cases if results.of(case) is None]
    if kept := len(cases) - len(missing):
        say(f"{kept} of {len(cases)} cases have their result already.")
    faults = _measure_all(benchmark, missing, results, request, say) if missing else []
    found = tuple(one for case in cases if (one := results.of(case)) is not None)
    return Evaluation(request, benchmark.title, state, benchmark.table(found), found, tuple(faults))


def chosen(cases: Sequence[Case], request: EvaluationRequest) -> list[Case]:
    """The cases that the request names, in their order; UsageError where it names none."""
    names = list(dict.fromkeys(case.name for case in cases))
    for wanted in request.only:
        if not fnmatch.filter(names, wanted):
            raise UsageError(
                f"The benchmark «{request.benchmark}» has no case «{wanted}»; one is «{names[0]}»."
            )
    if request.only:
        names = [name for name in names if any(fnmatch.fnmatchcase(name, one) for one in request.only)]
    if request.limit is not None and request.limit < len(names):
        names = [names[at * len(names) // request.limit] for at in range(request.limit)]
    kept = set(names)
    return [case for case in cases if case.name in kept]


def _measure_all(
    benchmark: Benchmark,
    cases: Sequence[Case],
    results: Results,
    request: EvaluationRequest,
    say: Callable[[str], None],
) -> list[str]:
    """Measures these cases and keeps their results; which of them could not be measured, and why."""
    work = request.out / WORK
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    faults: list[str] = []
    in_a_row = 0
    sources = sources_id()
    with interrupted_by_sigterm(), benchmark.open(Workshop(request.seed, work, say)) as measure:
        for number, case in enumerate(cases, start=1):
            started = time.monotonic()
            name = f"{case.name} {case.policy}"
            try:
                finding = _measured(measure, case)
            except Exception as fault:
                if isinstance(fault, LamError) and fault.exit_code is not ExitCode.BUG:
                    raise
                in_a_row += 1
                if in_a_row == MOST_IN_A_ROW:
                    raise LamBug(f"{in_a_row} cases in a row could not be measured: {fault}") from fault
                faults.append(f"{name}: not measured ({type(fault).__name__}: {fault})")
                say(f"[{number}/{len(cases)}] {faults[-1]}")
                continue
            if sources_id() != sources:
                raise EnvironmentFault(
                    "The sources changed while they were measured: call it again for the rest."
                )
            in_a_row = 0
            result = results.put(case, finding, time.monotonic() - started)
            say(f"[{number}/{len(cases)}] {name}: {result.outcome} ({result.seconds:.1f} s)")
    return faults


def _measured(measure: Measure, case: Case) -> Finding:
    """What came of the case; programs that did not come up get a second chance."""
    try:
        return measure(case)
    except EnvironmentFault:
        return measure(case)

"""A benchmark without desktops: squares of small numbers, measured wrongly where one likes."""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Mapping, Sequence

import numpy as np

from lam_desktop.evaluation.benchmark import LAM, Case, Finding, Measure, Result, Workshop
from lam_desktop.evaluation.tables import Table, counted


class Squares:
    """Numbers 0 to 9; one that is in `fail` raises what stands there, as often as it says."""

    title = "Squares"

    def __init__(self, fail: Mapping[int, list[Exception]] | None = None, corpus: str = "a") -> None:
        self.fail = dict(fail or {})
        self.corpus = corpus
        self.measured: list[str] = []

    def cases(self, seed: int, baselines: bool) -> Sequence[Case]:
        policies = (LAM, "text") if baselines else (LAM,)
        return [Case(f"number/{number}", policy) for number in range(10) for policy in policies]

    def depends(self) -> Mapping[str, str]:
        return {"corpus": self.corpus}

    @contextlib.contextmanager
    def open(self, workshop: Workshop) -> Generator[Measure]:
        assert not list(workshop.folder.iterdir())
        (workshop.folder / "scratch").touch()

        def measure(case: Case) -> Finding:
            number = int(case.name.removeprefix("number/"))
            if self.fail.get(number):
                raise self.fail[number].pop()
            self.measured.append(f"{case.name} {case.policy}")
            picture = np.zeros((4, 4, 3), np.uint8) if number == 3 else None
            return Finding("wrong" if number == 3 else "pass", {"square": number * number}, picture)

        yield measure

    def table(self, results: Sequence[Result]) -> Table:
        policies = list(dict.fromkeys(one.policy for one in results))
        rows = [
            counted(policy, [one.outcome for one in results if one.policy == policy], ("pass", "wrong"))
            for policy in policies
        ]
        return Table(("name", "pass", "wrong"), tuple(rows))

"""What the demonstration is asked to do, and what it found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lam_desktop.demo.conditions import Plan
from lam_desktop.errors import ExitCode
from lam_desktop.office.judge import Judgement
from lam_desktop.office.lam import RunOutcome
from lam_desktop.office.orders import ORDER_COUNT

BASELINES = ("coordinates", "window-coordinates", "template", "text")


@dataclass(frozen=True, slots=True)
class DemoOptions:
    """What to show."""

    seed: int = 1
    out: Path | None = None
    """Folder for report, pictures and everything else; None: in the library's folder."""
    show: bool = False
    """On the person's own screen, with the panel beside it."""
    rows: int = 10
    """How many rows the agent repeats, from row 2 on."""
    baselines: tuple[str, ...] = BASELINES
    baseline_rows: int = 3
    wait_s: float = 6.0
    """How long the agent waits for a screen before it asks; nobody is there to answer."""
    baseline_wait_s: float = 3.0
    """The same for a baseline."""

    def __post_init__(self) -> None:
        if not 1 <= self.rows < ORDER_COUNT:
            raise ValueError(f"rows must be 1 to {ORDER_COUNT - 1}, got {self.rows}")
        if self.baselines and not 1 <= self.baseline_rows <= self.rows:
            raise ValueError(f"baseline_rows must be 1 to {self.rows}, got {self.baseline_rows}")


@dataclass(frozen=True, slots=True)
class Trial:
    """One `lam run`, on an order desk started for it, and what the judge found."""

    policy: str
    first: int
    last: int
    """The last row that counts here: where it stopped, that one, or of the last trial the last of all."""
    outcome: RunOutcome
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What the demonstration found."""

    options: DemoOptions
    plan: Plan
    trials: tuple[Trial, ...]
    """Of the agent; more than one where it stopped at a row and was started again behind it."""
    baselines: dict[str, tuple[Trial, ...]]
    recording_s: float
    """How long the clerk took for the one order."""
    seconds: float
    """Of everything, up to the last row."""
    report: Path

    @property
    def judgement(self) -> Judgement:
        """Of all the agent's rows."""
        return total(self.trials)

    @property
    def asked(self) -> int:
        """How often the agent would have asked."""
        return sum(trial.outcome.asked for trial in self.trials)

    @property
    def exit_code(self) -> ExitCode:
        """Done where every row is right and every click; a wrong effect weighs more than a question."""
        found = self.judgement
        if found.wrong_clicks or found.rows_wrong:
            return ExitCode.WRONG_EFFECT
        if found.rows_right < found.rows:
            return max(trial.outcome.exit_code for trial in self.trials) or ExitCode.WRONG_EFFECT
        return ExitCode.DONE

    def as_json(self) -> dict[str, Any]:
        """As `lam demo --json` ends."""
        found = self.judgement
        return {
            "rows": found.rows,
            "rows_right": found.rows_right,
            "wrong_clicks": found.wrong_clicks,
            "asked": self.asked,
            "seconds": round(self.seconds, 1),
            "report": str(self.report),
            "baselines": {
                name: {"rows": of.rows, "rows_right": of.rows_right, "wrong_clicks": of.wrong_clicks}
                for name, of in ((name, total(trials)) for name, trials in self.baselines.items())
            },
        }


def total(trials: Sequence[Trial]) -> Judgement:
    """All judgements together."""
    return sum((trial.judgement for trial in trials), Judgement())

"""What a run's steps are done with: made once, by whoever runs the rows, and the same for all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lam_desktop.execution.acting.interruptions import Interruptions
from lam_desktop.execution.acting.recovery import Recovery
from lam_desktop.execution.acting.second_try import SecondTry
from lam_desktop.execution.acting.settings import Settings
from lam_desktop.execution.acting.showing import Showing
from lam_desktop.execution.finding.guard import Guard
from lam_desktop.execution.finding.locating import Locator
from lam_desktop.execution.finding.whereabouts import Whereabouts
from lam_desktop.execution.runs.autonomy import Autonomy
from lam_desktop.execution.runs.supervision import Supervisor
from lam_desktop.execution.supervising.asking import Asking
from lam_desktop.execution.supervising.hands import Hands
from lam_desktop.execution.supervising.record import RunRecord
from lam_desktop.execution.supervising.row_state import RowState
from lam_desktop.execution.supervising.telling import Telling
from lam_desktop.execution.verifying.copied import Copied
from lam_desktop.execution.verifying.verification import Verifier
from lam_desktop.protocols import Actuator
from lam_desktop.tasks.step import TaskStep
from lam_desktop.types import DemonstratedStep


@dataclass(frozen=True, eq=False)
class RunParts:
    """Of one run."""

    demonstrated: Callable[[TaskStep], DemonstratedStep]
    """What was shown of a step."""
    locator: Locator
    verifier: Verifier
    guard: Guard
    actuator: Actuator
    supervisor: Supervisor
    record: RunRecord
    whereabouts: Whereabouts
    autonomy: Autonomy
    asking: Asking
    hands: Hands
    recovery: Recovery
    copied: Copied
    second_try: SecondTry
    interruptions: Interruptions
    showing: Showing
    telling: Telling
    at: RowState
    """The row at work, which whoever runs the rows begins."""
    settings: Settings
    stopped: Callable[[], bool]
    check: Callable[[], None]
    """Raises `Stopped` if the run was stopped."""

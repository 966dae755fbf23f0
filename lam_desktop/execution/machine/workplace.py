"""Where a run works: its eyes, its hands and its brake, opened together and let go of together."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field

from lam_desktop.errors import EnvironmentFault
from lam_desktop.execution.machine.actuators import BaseActuator, open_actuator
from lam_desktop.execution.machine.clipboard import open_board
from lam_desktop.execution.machine.clipboard.persons import PersonsClipboard
from lam_desktop.execution.machine.desktop import open_desktop
from lam_desktop.execution.machine.handing_back import HandedBack, HandingBack, NothingHandedBack
from lam_desktop.execution.machine.lock import display_lock
from lam_desktop.execution.machine.running import register
from lam_desktop.execution.machine.stopping import EmergencyStop, Touch
from lam_desktop.execution.machine.surveying import Surveyed
from lam_desktop.execution.machine.wakefulness import LOCKED, is_locked, kept_awake
from lam_desktop.protocols import Actuator, Desktop
from recorder.exclusions import Exclusions
from recorder.ledger import InjectionLedger


@dataclass(frozen=True)
class Workplace:
    """A desktop that is one run's own for as long as it lasts."""

    desktop: Desktop
    size: tuple[int, int]
    """Width and height of the virtual desktop, physical pixels."""
    actuator: Actuator
    stopped: Callable[[], bool]
    """Whether somebody wants the run to end; never waits."""
    check: Callable[[], None]
    """Raises `Stopped` where somebody does."""
    touched_since: Callable[[int], bool] = lambda _: False
    """Whether a person used mouse or keyboard since a monotonic time, ns."""
    pressed_since: Callable[[int], Sequence[Touch]] = lambda _: ()
    """What a person pressed since a monotonic time, ns."""
    surveyed: Surveyed | None = None
    """The desktop by what surrounds the programs on it; None where that is not to be known."""
    exclude: Callable[[Exclusions], None] = lambda _: None
    """Lets nobody who looks at the desktop see excluded windows and regions any more."""
    locked: Callable[[], bool] = lambda: False
    """Whether the screen is locked, or its saver shows."""
    awake_by: tuple[str, ...] = ()
    """What holds off saver, lock and sleep meanwhile; empty: nothing does."""
    handed_back: HandedBack = field(default_factory=NothingHandedBack)
    """What the person gets back whenever they have the desktop."""


@contextlib.contextmanager
def this_desktop() -> Generator[Workplace]:
    """The desktop of this session. Raises EnvironmentFault where there is none, it is locked, or another run
    has it."""
    with contextlib.ExitStack() as stack:
        stack.enter_context(display_lock())
        registration = stack.enter_context(register("run"))
        desktop = stack.enter_context(open_desktop())
        ledger = stack.enter_context(contextlib.closing(InjectionLedger()))
        actuator = stack.enter_context(open_actuator(ledger))
        stop = stack.enter_context(
            EmergencyStop(desktop.corners, actuator.pointer(), by_command=registration.stop_requested)
        )
        desktop.resized = lambda: stop.watch_corners(desktop.corners)
        awake = stack.enter_context(kept_awake())

        def locked() -> bool:
            return is_locked(desktop.windows())

        if locked():
            raise EnvironmentFault(LOCKED)
        size = desktop.box.w, desktop.box.h
        board = open_board()
        handed_back = HandingBack(
            desktop, PersonsClipboard(board, stop.by_person) if board is not None else None, stop.chose
        )
        # Behind the pointer: where the keyboard follows it, that would take it away from their window.
        stack.callback(handed_back.end)
        stack.callback(_lead_pointer_back, stop, actuator)
        yield Workplace(
            desktop, size, actuator, stop.stopped, stop.check, stop.touched_since,
            stop.pressed_since, desktop, desktop.exclude,
            locked, awake.by, handed_back,
        )  # fmt: skip


def _lead_pointer_back(stop: EmergencyStop, actuator: BaseActuator) -> None:
    """The person finds the pointer where they left it, unless they have it in hand."""
    with contextlib.suppress(EnvironmentFault):  # a display that is gone has no pointer
        if (place := stop.pointer_left()) is not None:
            actuator.lead_back(*place)

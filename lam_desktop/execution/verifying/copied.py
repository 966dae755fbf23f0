"""What the steps of a row copied, so that a later one can be seen to have pasted it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.verifying.effects import folded
from lam_desktop.tasks.provenance.copying import copied_for, pastes_marked
from lam_desktop.tasks.task import Task
from lam_desktop.types import Observation

CHANGED_S, POLL_S = 1.0, 0.05
"""So long a program may take to put on the clipboard what it was told to copy; its menu is closed before."""


class Copied:
    """The clipboard, as far as the steps of a task use it. One instance serves one run.

    It is read only around a step that copies for a later one and before the one that pastes, and kept for the
    row in memory alone. What holds a secret is not kept at all: the step that pastes it is judged as one that
    types a secret.
    """

    def __init__(
        self,
        task: Task,
        clipboard: Callable[[], str | None],
        secrets: Iterable[str],
        marked: Callable[[], str | None] = lambda: None,
    ) -> None:
        """`marked`: what the middle mouse button would paste."""
        self._clipboard = clipboard
        self._marked = marked
        self._secrets = tuple(secret for secret in secrets if secret)
        steps = task.steps
        self._for: dict[int, str] = {}
        """By the number of a step that copies: the demonstrated text that a later one pastes."""
        self._marking: set[int] = set()
        """Numbers of those that only mark it."""
        for at, step in enumerate(steps):
            if step.value is None or step.value.source != "clipboard":
                continue
            copied = copied_for(step, steps[:at])
            if copied is not None:
                self._for[copied.number] = step.value.text
                self._marking |= {copied.number} if pastes_marked(step) else set()
        self.texts: dict[str, str] = {}
        """Demonstrated text -> what was copied in its place in this row."""
        self._held: str | None = None
        self._hidden = False

    def begin_row(self) -> None:
        """Forgets what the row before copied."""
        self.texts, self._hidden = {}, False

    def before(self, plan: StepPlan) -> None:
        """Called just before a step: what lies on the clipboard is not what it copies."""
        if plan.step.number in self._for:
            self._held = self._read(plan.step.number)

    def after(self, plan: StepPlan, seen: Observation) -> str | None:
        """Called after a step: why what it copied cannot be used, or None. `seen`: where it copied from."""
        if plan.step.number not in self._for:
            return None
        held, self._held = self._held, None
        text = self._changed(plan.step.number, held)
        if text is None or not text.strip():
            return "nothing that can be read was copied."
        if any(secret in text for secret in self._secrets):
            self._hidden = True
            return None
        if text == held:
            wanted = folded(text)
            if not any(wanted in folded(one.text) for one in seen.elements):
                return "the clipboard holds the same as before, and that does not stand on the screen."
        self.texts[self._for[plan.step.number]] = text
        return None

    def objection(self, plan: StepPlan) -> str | None:
        """Why a step must not paste, or None: whoever uses the desktop meanwhile may copy something else."""
        if not plan.pastes or self._hidden:
            return None
        if plan.text is None:
            return "nothing was copied for it in this row."
        if (self._marked() if pastes_marked(plan.step) else self._clipboard()) != plan.text:
            return "the clipboard no longer holds what this row copied: do the row again."
        return None

    def _read(self, number: int) -> str | None:
        return self._marked() if number in self._marking else self._clipboard()

    def _changed(self, number: int, held: str | None) -> str | None:
        """What a step has copied: what lies there once that is something else than before, else that."""
        end = time.monotonic() + CHANGED_S
        while ((text := self._read(number)) is None or text == held) and time.monotonic() < end:
            time.sleep(POLL_S)
        return text

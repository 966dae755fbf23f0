"""The recorded steps of one task."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lam_desktop.panel.state import before_events, events


@dataclass(frozen=True, slots=True)
class ReviewState:
    """One task's steps and which of them is shown large."""

    task: str = ""
    steps: tuple[events.StepView, ...] = ()
    selected: int = 0
    """Position in `steps`."""
    loading: bool = False
    complete: bool = True
    """False while the targets are still being looked for."""
    secrets: tuple[str, ...] = ()
    """Names of the secrets that a run needs."""
    rows: int = 1
    """How many rows the recording shows the steps for."""
    kept_secrets: tuple[str, ...] = ()
    """Those of them that the keyring holds."""
    shown: int = 0
    """How often a person pointed at a place, or did a step, during runs."""
    learning: str = ""
    """The task whose corrections are being taken up; empty: none."""

    @property
    def current(self) -> events.StepView | None:
        """The step shown large."""
        return self.steps[self.selected] if 0 <= self.selected < len(self.steps) else None


def reduce_review(state: ReviewState, event: events.Event) -> ReviewState:
    """The review after `event`; what belongs to another task than the one shown is dropped."""
    match event:
        case events.ReviewOpened(task):
            return ReviewState(task=task, loading=True, complete=False, learning=state.learning)
        case events.Learning(task):
            return replace(state, learning=task)
        case events.Learned():
            return replace(state, learning="")
        case events.StepsLoaded(task, steps, complete, secrets, rows, shown) if task == state.task:
            return replace(
                state, steps=steps, loading=False, complete=complete, secrets=secrets, rows=rows, shown=shown,
                selected=min(state.selected, max(0, len(steps) - 1)),
            )  # fmt: skip
        case before_events.SecretsKept(task, names) if task == state.task:
            return replace(state, kept_secrets=names)
        case events.StepsFailed(task) if task == state.task:
            return replace(state, loading=False, complete=True)
        case events.StepSelected(position) if 0 <= position < len(state.steps):
            return replace(state, selected=position)
        case _:
            return state

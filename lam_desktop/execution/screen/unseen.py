"""Where an effect was not seen: what came instead, a message or nothing; a person looks at that first."""

from __future__ import annotations

from dataclasses import replace

from lam_desktop.execution.screen.readiness import View
from lam_desktop.execution.screen.redrawn import changes
from lam_desktop.types import Observation, Verdict, Window

SHOWN = 120
"""Characters of a message that are told."""


def explained(verdict: Verdict, before: Observation, view: View) -> Verdict:
    """The failed verdict on an effect that did not come, with what came instead.

    `before`: the program's windows just before the action.
    """
    if verdict.ok or not {"not_come", "still_there"} & verdict.evidence.keys() or "news" in verdict.evidence:
        return verdict
    message = _message(before, view)
    if message is not None:
        title, said = message
        more = f", but the dialog “{title}”" + (f", which says “{said}”." if said else ".")
    elif _is_as_before(before, view.program):
        more = ", and nothing else changed."
    else:
        return verdict
    return replace(verdict, reason=verdict.reason.removesuffix(".") + more)


def _message(before: Observation, view: View) -> tuple[str, str] | None:
    """Title and text of the dialog that the program opened since; None where it opened none."""
    stood = {one.window_id for one in before.windows}
    opened = [one for one in view.program.windows if one.kind == "dialog" and one.window_id not in stood]
    ours = [one for one in opened if view.scope is not None and one.window_id in view.scope.ids]
    return (ours[-1].title, _text(view.program, ours[-1])) if ours else None


def _text(screen: Observation, dialog: Window) -> str:
    """What it says, but for its buttons, as one line."""
    inside = [one for one in screen.elements if one.kind == "text" and dialog.box.contains(*one.box.center)]
    said = " ".join(" ".join(one.text.split()) for one in inside if one.text)
    return said if len(said) <= SHOWN else f"{said[: SHOWN - 1]}…"


def _is_as_before(before: Observation, after: Observation) -> bool:
    same = before.frame.shape == after.frame.shape and before.window == after.window
    return same and not changes(before.frame, after.frame, after.window)

"""Where a drag ends: as far from its start as demonstrated, in the measure of the window."""

from __future__ import annotations

from lam_desktop.execution.finding.located import Located
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.types import DemonstratedStep


def drag_end(plan: StepPlan, shown: DemonstratedStep, found: Located) -> tuple[int, int] | None:
    """Desktop pixels; None for a step that is no drag, or has no place."""
    step, start, scope = plan.step, found.desktop_point, found.view.scope
    if step.end_point is None or step.point is None or start is None or scope is None:
        return None
    then, now = shown.before.window, scope.reference.box
    across, down = (now.w / then.w, now.h / then.h) if then is not None and then.area else (1.0, 1.0)
    return (
        start[0] + round((step.end_point[0] - step.point[0]) * across),
        start[1] + round((step.end_point[1] - step.point[1]) * down),
    )

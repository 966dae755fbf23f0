"""A clerk does a described task on a real program; the judge tells right from wrong and from nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from lam_desktop.evaluation.drift.conditions import RECORDED, SCREEN
from lam_desktop.evaluation.tasks import gtk
from lam_desktop.evaluation.tasks.showing import TaskProgram
from lam_desktop.evaluation.tasks.variations import VARIATIONS
from lam_desktop.office.clerk import Clerk
from lam_desktop.office.virtual import VirtualDesktop
from lam_desktop.office.xdisplay import wait_for_window

pytestmark = pytest.mark.slow


@pytest.mark.e2e
def test_a_note_in_mousepad(tmp_path: Path) -> None:
    task = next(one for one in gtk.TASKS if one.name == "mousepad-note")
    moved = next(one for one in VARIATIONS if one.name == "moved")
    with (
        VirtualDesktop(SCREEN, accessibility=True) as desktop,
        TaskProgram(task).show(desktop, tmp_path, RECORDED) as shown,
    ):
        before = wait_for_window(desktop.display, "Mousepad").geometry
        moved.arrange(desktop)
        after = wait_for_window(desktop.display, "Mousepad").geometry
        assert (after[0] - before[0], after[1] - before[1]) == pytest.approx(moved.shift, abs=40)
        assert after[2:] == before[2:]

        nothing = shown.judge(task.rows[0], ())
        assert not nothing.right and not nothing.wrong
        with Clerk(desktop.display, 0.1) as clerk:
            shown.enter(clerk, task.rows[0])
        assert shown.judge(task.rows[0], ()).right
        other = shown.judge(task.rows[1], ())
        assert not other.right and other.wrong

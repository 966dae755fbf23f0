"""What a row copies and pastes."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from itertools import chain, repeat
from pathlib import Path

import numpy as np
import pytest

from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.finding.read_values import with_copied
from lam_desktop.execution.machine.clipboard._xorg import read_selection
from lam_desktop.execution.verifying.copied import Copied
from lam_desktop.office.virtual import VirtualDesktop
from lam_desktop.tasks.step import TaskStep, Value
from lam_desktop.tasks.task import Task
from lam_desktop.types import Box, Element, Observation
from tests.e2e.harness import wait_for

COPY = TaskStep(1, 0, "shortcut", "copy", keys=("ctrl", "c"))
PASTE = TaskStep(2, 1, "shortcut", "paste", value=Value("clipboard", text="Castellano"), keys=("ctrl", "v"))
TASK = Task("letters", Path(), "demos/x.lamrec", (COPY, PASTE))


def screen(text: str) -> Observation:
    return Observation(np.zeros((40, 200, 3), np.uint8), (Element(Box(0, 0, 90, 20), "field", text),))


def copied(
    texts: Iterator[str | None], shown: str, secrets: tuple[str, ...] = ()
) -> tuple[Copied, str | None]:
    """After the copying step, with why it cannot be used."""
    said = list(texts)
    texts = chain(said, repeat(said[-1]))
    one = Copied(TASK, lambda: next(texts), secrets)
    one.begin_row()
    one.before(StepPlan(COPY))
    return one, one.after(StepPlan(COPY), screen(shown))


def test_the_present_text_stands_for_the_demonstrated_one() -> None:
    one, objection = copied(iter(["old", "Lindqvist", "Lindqvist"]), "Lindqvist")
    assert objection is None and one.texts == {"Castellano": "Lindqvist"}
    plan = with_copied(StepPlan(PASTE), one.texts)
    assert plan.text == "Lindqvist" and one.objection(plan) is None
    one.begin_row()
    assert one.objection(StepPlan(PASTE)) is not None, "the row before it does not count"


@pytest.mark.parametrize("now", ["a note of somebody's", None])
def test_what_was_copied_meanwhile_is_not_pasted(now: str | None) -> None:
    one, _ = copied(iter(["old", "Lindqvist", now]), "Lindqvist")
    objection = one.objection(with_copied(StepPlan(PASTE), one.texts))
    assert objection is not None and "no longer holds" in objection


def test_a_copy_that_copied_nothing_is_noticed() -> None:
    assert copied(iter(["old", "old"]), "Lindqvist")[1] is not None
    assert copied(iter(["old", None]), "Lindqvist")[1] is not None
    assert copied(iter(["Lindqvist", "Lindqvist"]), "Lindqvist")[1] is None, "two rows may say the same"


def test_a_secret_is_not_kept() -> None:
    one, objection = copied(iter(["old", "my hunter2!"]), "shown", secrets=("hunter2",))
    assert objection is None and one.texts == {}
    assert one.objection(StepPlan(PASTE)) is None, "it may be pasted, unseen"


def test_the_clipboard_of_a_real_display_is_read() -> None:
    with VirtualDesktop(size=(320, 240), window_manager=False) as desktop:
        assert read_selection(desktop.display) is None, "nobody owns it"
        owner = desktop.start("xclip", "-selection", "clipboard", "-i", stdin=subprocess.PIPE)
        assert owner.stdin is not None
        owner.stdin.write("Lindqvist – 12 €".encode())
        owner.stdin.close()
        assert wait_for(lambda: read_selection(desktop.display), "the owner") == "Lindqvist – 12 €"
    assert read_selection(":9876") is None

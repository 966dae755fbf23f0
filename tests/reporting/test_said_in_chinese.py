"""Whatever a step is called, and why it was done or not, nothing of it stays English in a Chinese report."""

from __future__ import annotations

import itertools
import re

import pytest

from lam_desktop.execution.acting.stepping import CUT_SHORT, MISSED, NEVER_STILL
from lam_desktop.policy.lam import policy
from lam_desktop.reporting.words import told
from lam_desktop.tasks.instead import Instead, told_instead
from lam_desktop.tasks.provenance.captions import NOUNS, brief, caption
from lam_desktop.tasks.step import Target, TaskStep, Value, WindowName
from lam_desktop.tasks.texts.forms import DAYS, TURNED, WITHIN, YES_NO
from lam_desktop.tasks.texts.patterns.pattern import parse_pattern
from lam_desktop.types import KINDS, Box, Candidate, Element

PLACE = Box(0, 0, 60, 20)
OWN = re.compile(r"“[^”]*”|\{[^}]*\}|（列 [^）]*）|[a-z]+/[a-z]+/[a-z]+|Ctrl|size")
"""What the programs and tables say, which nobody translates; and names of keys."""


def assert_is_chinese(english: str) -> None:
    said = told(english, "zh")
    assert not re.search("[A-Za-z]{2}", OWN.sub("", said)), f"{english} -> {said}"


def steps() -> list[TaskStep]:
    values: list[Value | None] = [
        None, Value("constant", text="a"), Value("row", "size", "a"), Value("row", "size", "a", form=WITHIN),
        Value("row", "size", "a", form="%d/%m/%Y"), Value("secret", "size"), Value("screen", "size", "a"),
        Value("screen", "size", secret=True), Value("computed", "number", "7"),
        Value("computed", "today", "7"), Value("row", text="a", pattern=parse_pattern("{size}. {other}")),
        Value("clipboard", text="a"),
        *(Value("row", "size", "a", form=form) for form in (*DAYS, *TURNED, YES_NO)),
    ]  # fmt: skip
    targets = [
        Target(text, kind, PLACE, label=label)
        for kind, text, label in itertools.product(NOUNS, ("", "Save"), ("", "Name"))
    ]
    kinds = ("click", "double_click", "right_click", "middle_click", "drag", "scroll")
    pointed = [
        TaskStep(1, 0, kind, "", target=target, value=value, scroll=(0, -3) if kind == "scroll" else None)
        for kind, target, value in itertools.product(kinds, (*targets, None), values)
        if value is None or value.name or target is None or target.kind != "checkbox"
    ]
    typed = [TaskStep(1, 0, "type", "", value=value) for value in values]
    other = [
        TaskStep(1, 0, "shortcut", "", keys=("ctrl", "s")), TaskStep(1, 0, "wait", "", awaited="a"),
        TaskStep(1, 0, "wait", "", awaited="a", gone=True), TaskStep(1, 0, "task", "", called="a"),
        TaskStep(1, 0, "read", "", value=Value("screen", "size", "a")),
        TaskStep(1, 0, "click", "", window=WindowName("desk", "desk")),
        TaskStep(1, 0, "click", "", button="right", modifiers=("ctrl",)),
    ]  # fmt: skip
    return [*pointed, *typed, *other]


def test_what_steps_are_called() -> None:
    for step in steps():
        name = caption(step)
        assert_is_chinese(name)
        assert_is_chinese(brief(TaskStep(1, 0, step.kind, name, target=step.target, value=step.value)))


@pytest.mark.parametrize("kind", KINDS)
def test_why_the_policy_acts_or_does_not(kind: str) -> None:
    for text, others, sure in itertools.product(("", "Save"), range(3), (0.99, 0.5)):
        found = tuple(Candidate(PLACE, kind, text, sure) for _ in range(others))  # type: ignore[arg-type]
        sought = Element(PLACE, kind, text, 1.0, 1.0)  # type: ignore[arg-type]
        if found:
            assert_is_chinese(policy._reason(text, sought, found, 0.92))
    assert_is_chinese(f"{policy._quoted('', kind)} does not seem to be on this screen (99%).")


def test_which_tasks_some_steps_are() -> None:
    offered = Instead("login", 4, (("size", "{clerk}"),)), Instead("sign in", 4), Instead("enter", 4)
    for some in (offered[:1], offered[:2], offered):
        assert_is_chinese(told_instead(3, some))
    assert "第 3 至 6 步" in told(told_instead(3, offered), "zh")
    for one in (Instead(), *offered):
        assert_is_chinese(one.told)


@pytest.mark.parametrize(
    "english",
    [
        "“INV-003” has in it the row's number: it may run with the rows (row 4: “INV-004”), or be the same in"
        " every row; the running number was taken.",
        "“Room 3” has in it the row's number: it may run with the rows (row 4: “Room 4”), or be the same in"
        " every row; the same was taken.",
        "“To Miller” has in it what stood at “Name”, but stays in every row as it was entered.",
        "“To 4711-A” stood at “Name” of “Miller” and is read from there each time, written as To {read};"
        " where it is always the same, set its source to constant.",
        "The window “Shop” does not have the title “Desk”, which the task wants there.",
        "The window “Shop” does not have the title “Desk”, which the task wants there. Shall it go on all"
        " the same?",
    ],
)
def test_what_is_told_of_values_and_titles(english: str) -> None:
    said = told(english, "zh")
    assert not re.search("[A-Za-z]{2}", re.sub(r"“[^”]*”|\{[^}]*\}|constant|To ", "", said)), said


@pytest.mark.parametrize("english", [MISSED, CUT_SHORT, NEVER_STILL])
def test_what_is_told_of_windows_that_go(english: str) -> None:
    assert_is_chinese(english)

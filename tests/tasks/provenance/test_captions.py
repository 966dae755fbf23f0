"""What a step is called where the row's own values differ from the demonstrated ones."""

from __future__ import annotations

from lam_desktop.tasks.provenance.captions import brief, caption
from lam_desktop.tasks.step import Target, TaskStep, Value
from lam_desktop.tasks.texts.patterns.pattern import parse_pattern
from lam_desktop.types import Box


def _step(kind: str, value: Value | None = None, target: Target | None = None) -> TaskStep:
    step = TaskStep(1, 0, kind, "", target=target, value=value)  # type: ignore[arg-type]
    return TaskStep(1, 0, step.kind, caption(step), target=target, value=value)


def test_a_value_of_the_row_is_called_by_its_column() -> None:
    assert brief(_step("type", Value("row", "customer", "Miller"))) == "Type “customer” of the row"
    assert brief(_step("click", Value("row", "size", "Large"))) == "Choose “size” of the row"
    made = Value("row", text="M. Miller", pattern=parse_pattern("{first}. {last}"))
    assert brief(_step("type", made)) == "Type “first” and “last” of the row"


def test_everything_else_is_called_as_always() -> None:
    save = _step("click", target=Target("Save", "button", Box(0, 0, 60, 20)))
    assert brief(save) == save.caption == "Click the button “Save”"
    secret = _step("type", Value("secret", "password"))
    assert brief(secret) == "Type the secret “password”"

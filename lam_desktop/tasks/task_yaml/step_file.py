"""How a step stands in `task.yaml`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lam_desktop.errors import UsageError
from lam_desktop.tasks.instead import Instead
from lam_desktop.tasks.provenance.captions import caption
from lam_desktop.tasks.provenance.copying import pastes
from lam_desktop.tasks.step import LOOKING, NOWHERE, POINTED, STEP_KINDS, Once, StepKind, Target, TaskStep
from lam_desktop.tasks.task_yaml.fields import Fields
from lam_desktop.tasks.task_yaml.plain_yaml import OneLine
from lam_desktop.tasks.task_yaml.value_file import PLACELESS, read_value, value_tree
from lam_desktop.tasks.task_yaml.window_file import (
    box_tree,
    pair,
    read_box,
    read_window,
    seconds,
    window_tree,
)
from lam_desktop.tasks.texts.forms import KEYED
from lam_desktop.tasks.texts.names import checked_name
from lam_desktop.tasks.when import OF_SCREEN, WHEN_KINDS, When, WhenKind, columns_in
from lam_desktop.types import KINDS, MOUSE_BUTTONS

ONCE: tuple[Once, ...] = ("before", "after")
BY_HAND: tuple[StepKind, ...] = (*LOOKING, "task")
"""Kinds that a person may write without a caption."""


def step_tree(step: TaskStep) -> dict[str, Any]:
    """A step as `read_step` reads it."""
    tree: dict[str, Any] = {"caption": step.caption, "kind": step.kind}
    if step.called:
        tree["task"] = step.called
    if step.given or step.handed:
        tree["with"] = dict((*step.given, *step.handed))
    if step.returns:
        tree["returns"] = dict(step.returns)
    if step.awaited:
        tree["text"] = step.awaited
    if step.gone:
        tree["gone"] = True
    if step.once:
        tree["once"] = step.once
    if step.when is not None:
        tree["when"] = _when_tree(step.when)
    if step.perhaps:
        tree["perhaps"] = [_when_tree(one) for one in step.perhaps]
    if step.instead:
        tree["instead"] = [_instead_tree(one) for one in step.instead]
    if step.doubt:
        tree["doubt"] = step.doubt
    if step.value is not None:
        tree["value"] = value_tree(step.value)
    if step.keys:
        tree["keys"] = OneLine(step.keys)
    if step.modifiers:
        tree["modifiers"] = OneLine(step.modifiers)
    if step.scroll is not None:
        tree["scroll"] = OneLine(step.scroll)
    tree["approval"] = step.approval
    if step.optional:
        tree["optional"] = True
    if step.patience_s is not None:
        tree["patience_s"] = step.patience_s
    if step.window is not None:
        tree["window"] = window_tree(step.window)
    if step.recording:
        tree["recording"] = step.recording
    if step.demonstrated != NOWHERE:
        tree["demonstrated"] = step.demonstrated
    if step.also:
        tree["also"] = [{"recording": name, "demonstrated": index} for name, index in step.also]
    if step.point is not None:
        tree["point"] = OneLine(step.point)
    if step.end_point is not None:
        tree["end_point"] = OneLine(step.end_point)
    if step.button != "left":
        tree["button"] = step.button
    if step.target is not None:
        target = step.target
        label = {"label": target.label} if target.label else {}
        tree["target"] = {"kind": target.kind, "text": target.text, **label, "box": box_tree(target.box)}
    return tree


def read_step(fields: Fields, number: int) -> TaskStep:
    """The step with this number; raises `Problem`."""
    kind: StepKind = fields.choice("kind", STEP_KINDS)
    step = TaskStep(
        number=number,
        demonstrated=_demonstrated(fields, kind),
        kind=kind,
        caption=fields.text("caption", default="") if kind in BY_HAND else fields.text("caption"),
        window=read_window(fields.part("window")) if fields.has("window") else None,
        point=pair(fields, "point", required=kind in POINTED),
        target=_target(fields.part("target")) if fields.has("target") else None,
        value=read_value(fields.part("value"))
        if kind in ("type", "read") or (kind not in ("wait", "task") and fields.has("value"))
        else None,
        keys=fields.texts("keys", required=kind in ("key", "shortcut")),
        modifiers=fields.texts("modifiers"),
        scroll=pair(fields, "scroll", required=kind == "scroll"),
        end_point=pair(fields, "end_point", required=kind == "drag"),
        button=fields.choice("button", MOUSE_BUTTONS) if fields.has("button") else "left",
        approval=fields.flag("approval", default=False),
        optional=fields.flag("optional", default=False),
        patience_s=seconds(fields, "patience_s"),
        doubt=fields.text("doubt", default=""),
        awaited=_text_with_columns(fields, "text") if kind == "wait" else "",
        gone=fields.flag("gone", default=False) if kind == "wait" else False,
        when=_when(fields.part("when")) if fields.has("when") else None,
        perhaps=tuple(map(_perhaps, fields.entries("perhaps", "condition"))) if fields.has("perhaps") else (),
        instead=tuple(map(_instead, fields.entries("instead", "task"))) if fields.has("instead") else (),
        once=fields.choice("once", ONCE) if fields.has("once") else "",
        recording=fields.text("recording", default=""),
        called=_called(fields) if kind == "task" else "",
        given=_given(fields) if kind == "task" and fields.has("with") else (),
        returns=_returns(fields) if kind == "task" and fields.has("returns") else (),
        also=tuple(map(_also, fields.entries("also", "place"))) if fields.has("also") else (),
    )
    if step.value is not None and step.value.source == "clipboard" and not pastes(step):
        what = "is «clipboard», which only a step that pastes can have; choose row or constant"
        raise fields.part("value").problem("source", what)
    if step.value is not None and step.value.empty == "clear" and kind != "type":
        what = "is «clear», but only a text that is typed can be cleared; choose leave"
        raise fields.part("value").problem("empty", what)
    if step.value is not None and step.value.form in KEYED and step.value.empty != "refuse":
        what = "must be refuse, for keys that are left out do not choose something else; remove it"
        raise fields.part("value").problem("empty", what)
    if step.value is not None and step.value.secret and kind != "type":
        raise fields.part("value").problem("secret", "is true, but a secret can only be typed; remove it")
    if kind == "read":
        _check_reading(fields, step)
    if kind == "task" and step.when is not None and step.when.steps != 1:
        what = f"is {step.when.steps}, but beside «task» a condition is about all its steps; remove it"
        raise fields.part("when").problem("steps", what)
    fields.finish()
    return step if step.caption else replace(step, caption=caption(step)) if kind in BY_HAND else step


def _also(fields: Fields) -> tuple[str, int]:
    shown = fields.text("recording", default=""), fields.integer("demonstrated", least=0)
    fields.finish()
    return shown


def _demonstrated(fields: Fields, kind: StepKind) -> int:
    if kind in ("wait", "task") and not fields.has("demonstrated"):
        return NOWHERE
    return fields.integer("demonstrated", least=0)


def _called(fields: Fields) -> str:
    """The name of another task; nothing that leads to a folder elsewhere."""
    name = fields.text("task")
    try:
        return checked_name(name)
    except UsageError as error:
        what = f"is «{name}», which is no task's name: {str(error).split(': ', 1)[-1].rstrip('.')}"
        raise fields.problem("task", what) from error


def _given(fields: Fields) -> tuple[tuple[str, str], ...]:
    given = tuple(fields.mapping("with").items())
    for column, text in given:
        try:
            columns_in(text)
        except ValueError as error:
            raise fields.part("with").problem(column, f"is «{text}», {error}") from error
    return given


def _returns(fields: Fields) -> tuple[tuple[str, str], ...]:
    returns = tuple(fields.mapping("returns").items())
    for name, theirs in returns:
        if not name.strip() or not theirs.strip():
            what = "is empty, but must be the name under which the task reads it from the screen"
            raise fields.part("returns").problem(name, what)
    return returns


def _check_reading(fields: Fields, step: TaskStep) -> None:
    value = step.value
    if value is None or value.source != "screen":
        raise fields.part("value").problem("source", "must be screen, for the step reads from it")
    if not value.name:
        raise fields.part("value").problem("name", "is empty, but what is read needs one")
    if not value.places:
        raise fields.part("value").problem("places", PLACELESS)
    for place in value.places:
        if place.recorded != step.recorded:
            what = f"must stand in each place as in the step, which has {step.demonstrated}"
            raise fields.problem("demonstrated", f"{what} of {step.recording}" if step.recording else what)


def _when_tree(when: When) -> dict[str, Any]:
    column = {"column": when.column} if when.column else {"read": when.read} if when.read else {}
    said = when.text == "true" if when.kind == "empty" else when.text
    return {**column, when.kind: said, **({"steps": when.steps} if when.steps != 1 else {})}


def _when(fields: Fields) -> When:
    kinds: list[WhenKind] = [kind for kind in WHEN_KINDS if fields.has(kind)]
    column = fields.text("column") if fields.has("column") else ""
    read = fields.text("read") if fields.has("read") else ""
    if column and read:
        raise fields.problem("read", "stands beside «column», but one of them decides; remove the other")
    if len(kinds) != 1:
        key = "column" if column else "read" if read else "when"
        raise fields.problem(key, f"needs one of {', '.join(WHEN_KINDS)} beside it, and has {len(kinds)}")
    kind = kinds[0]
    if bool(column or read) == (kind in OF_SCREEN):
        beside = "column" if column else "read"
        lacks = f"stands beside «{beside}», but the screen tells it" if column or read else "needs a «column»"
        raise fields.problem(
            kind, f"{lacks}; {f'remove «{beside}»' if column or read else 'name the column'}"
        )
    if kind == "empty":
        text = "true" if fields.flag("empty") else "false"
    elif column or read:
        text = fields.text(kind)
    else:
        text = _text_with_columns(fields, kind)
    steps = fields.integer("steps", least=1, default=1)
    fields.finish()
    return When(kind, text, column, steps, read)


def _perhaps(fields: Fields) -> When:
    when = _when(fields)
    if not when.column:
        raise fields.problem("column", "is missing: only a column may decide perhaps; remove «perhaps»")
    return when


def _instead_tree(instead: Instead) -> dict[str, Any]:
    given = {"with": dict(instead.given)} if instead.given else {}
    returns = {"returns": dict(instead.returns)} if instead.returns else {}
    return {"task": instead.task, "steps": instead.steps, **given, **returns}


def _instead(fields: Fields) -> Instead:
    instead = Instead(
        _called(fields),
        fields.integer("steps", least=1),
        _given(fields) if fields.has("with") else (),
        _returns(fields) if fields.has("returns") else (),
    )
    fields.finish()
    return instead


def _text_with_columns(fields: Fields, key: str) -> str:
    text = fields.text(key)
    if not any(map(str.isalnum, text)):
        raise fields.problem(key, "must have a letter or figure by which it is known on the screen")
    try:
        columns_in(text)
    except ValueError as error:
        raise fields.problem(key, f"is «{text}», {error}") from error
    return text


def _target(fields: Fields) -> Target:
    label = fields.text("label") if fields.has("label") else ""
    target = Target(fields.text("text"), fields.choice("kind", KINDS), read_box(fields), label)
    fields.finish()
    return target

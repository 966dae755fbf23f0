"""Steps in plain words: «Click the button “Save”», «Type “Miller” (column customer)», «Press Ctrl+S»."""

from __future__ import annotations

from dataclasses import replace

from lam_desktop.tasks.provenance.computed import NUMBER
from lam_desktop.tasks.step import StepKind, Target, TaskStep, Value
from lam_desktop.tasks.texts import forms
from lam_desktop.types import ElementKind

LONGEST = 48

VERBS: dict[StepKind, str] = {
    "click": "Click", "double_click": "Double-click", "right_click": "Right-click",
    "middle_click": "Middle-click", "drag": "Drag", "scroll": "Scroll",
}  # fmt: skip

NOUNS: dict[ElementKind, str] = {
    "text": "", "button": "button", "icon": "icon", "field": "field", "combo": "list",
    "checkbox": "check box", "radio": "option", "tab": "tab", "cell": "cell",
    "menu_item": "menu item", "list_item": "entry", "header": "heading", "link": "link",
    "window_control": "window's button", "spin": "arrows",
}  # fmt: skip
CHOSEN: frozenset[ElementKind] = frozenset({"radio", "menu_item", "list_item"})
"""Kinds that one chooses rather than clicks."""

KEY_NAMES = {
    "ctrl": "Ctrl", "alt": "Alt", "altgr": "AltGr", "shift": "Shift", "win": "Win", "esc": "Esc",
    "page_up": "Page Up", "page_down": "Page Down", "print_screen": "Print Screen", "backspace": "Backspace",
}  # fmt: skip


def caption(step: TaskStep) -> str:
    """What the step does, with its target where that is known."""
    if step.types_space:
        return f"Press {key_name('space')}"
    if step.kind == "type":
        return f"Type {_told(step.value)}" if step.value else "Type a text"
    if step.value is not None and step.value.source == "clipboard":
        text = f" ({quoted(step.value.text)})" if step.value.text else ""
        return f"Paste what was copied{text}"
    if step.kind in ("key", "shortcut"):
        return f"Press {'+'.join(key_name(key) for key in step.keys)}"
    if step.kind == "wait":
        return f"Wait until {quoted(step.awaited)} is {'gone' if step.gone else 'shown'}"
    if step.kind == "read":
        return f"Read {quoted(step.value.text)} as {step.value.name}" if step.value else "Read a text"
    if step.kind == "task":
        return f"Do the task {quoted(step.called)}"
    if step.kind not in VERBS:
        return step.kind.capitalize()
    held = "+".join(key_name(key) for key in step.modifiers)
    by = f" with the {step.button} button" if step.button != "left" else ""
    return _pointed(step) + by + (f" with {held} held" if held else "")


def is_ours(step: TaskStep) -> bool:
    """Whether its caption is the one that we make, and not one that somebody wrote."""
    return step.caption == caption(step)


def with_caption(step: TaskStep, before: TaskStep) -> TaskStep:
    """A step with our caption where it had ours `before`; what somebody wrote stays."""
    return replace(step, caption=caption(step)) if is_ours(before) else step


def brief(step: TaskStep) -> str:
    """The caption, but what comes from a row is called by its column: rows differ in what it says."""
    value = step.value
    if value is None or not value.columns:
        return step.caption
    if value.form in (*forms.TURNED, *forms.KEYED):
        return step.caption
    columns = " and ".join(quoted(name) for name in value.columns)
    verb = (
        "Type" if step.kind == "type" else "Choose" if step.kind == "click" else VERBS.get(step.kind, "Use")
    )
    return f"{verb} {columns} of the row"


def key_name(key: str) -> str:
    """A key as it is written on the keyboard."""
    return KEY_NAMES.get(key) or (key.upper() if len(key) == 1 else key.replace("_", " ").title())


def quoted(text: str) -> str:
    """The text in quotation marks, in one line, cut where it is long."""
    line = " ".join(text.split())
    return f"“{line if len(line) <= LONGEST else line[: LONGEST - 1] + '…'}”"


def _pointed(step: TaskStep) -> str:
    verb = VERBS[step.kind]
    place = _place(step)
    if step.target is not None and step.value is not None and step.value.form == forms.COUNTED:
        noun = f"the {NOUNS[step.target.kind]} " if NOUNS[step.target.kind] else ""
        return f"{verb} {noun}{quoted(step.value.text)}, by the number that the screen says"
    if step.kind == "scroll":
        return f"Scroll {_direction(step.scroll or (0, 0))} {place}"
    if step.kind == "click" and step.target is not None:
        target, value = step.target, step.value
        if target.kind == "checkbox" and value is not None:
            return _ticked(target, value)
        if value is not None and value.form in forms.TURNED:
            of = f"{{{value.name}}}" if value.source == "row" else "the date of the day"
            return f"Turn {'on' if value.form == forms.TURNED_ON else 'back'} to the month of {of}"
        if value is not None:
            return f"Choose {_told(value)}"
        if target.kind in CHOSEN and target.text.strip():
            return f"Choose {quoted(target.text)}"
    return f"{verb} {place}"


def _place(step: TaskStep) -> str:
    if step.target is not None:
        noun, text = NOUNS[step.target.kind], step.target.text.strip()
        if noun and step.target.label:
            return f"the {noun} {quoted(step.target.label)}"
        if noun and text:
            showing = " showing" if step.target.kind in ("field", "combo", "spin") else ""
            return f"the {noun}{showing} {quoted(text)}"
        if noun:
            return f"the empty {noun}" if step.target.kind in ("field", "cell") else f"the {noun}"
        return quoted(text) if text else "the place shown"
    if step.window is None:
        return "on the screen"
    return f"in the window {quoted(step.window.wm_class or step.window.process)}"


def _ticked(target: Target, value: Value) -> str:
    if value.source == "screen":
        return f"Tick the check box {_told(value)}"
    label = f" {quoted(target.text)}" if target.text.strip() else ""
    if value.source == "row":
        return f"Tick the check box{label}, or not (column {value.name})"
    return f"{'Tick' if value.text == 'yes' else 'Untick'} the check box{label}"


def _told(value: Value) -> str:
    """The value and where it comes from."""
    if value.source == "secret":
        return f"the secret {quoted(value.name)}"
    if value.secret:
        return f"the secret {quoted(value.name)} read from the screen"
    if value.source == "screen":
        return f"the {quoted(value.text or value.name)} read from the screen"
    if value.source == "computed":
        return (
            f"{quoted(value.text)} ({'a running number' if value.name == NUMBER else 'the date of the day'})"
        )
    if value.source != "row":
        return quoted(value.text)
    if value.pattern is not None:
        return f"{quoted(value.text)} (made as {value.pattern})"
    if value.form in forms.DAYS:
        return f"{quoted(value.text)} (day of the column {value.name})"
    if value.form == forms.WITHIN:
        return f"the entry with {quoted(value.text)} (column {value.name})"
    written = f", written {forms.in_words(value.form)}" if value.form and value.form != forms.YES_NO else ""
    return f"{quoted(value.text)} (column {value.name}{written})"


def _direction(scroll: tuple[int, int]) -> str:
    right, up = scroll
    parts = [
        f"{abs(count)} {'notch' if abs(count) == 1 else 'notches'} {more if count > 0 else less}"
        for count, more, less in ((up, "up", "down"), (right, "to the right", "to the left"))
        if count
    ]
    return " and ".join(parts)

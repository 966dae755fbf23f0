"""Copying through the clipboard: what a step pastes is what an earlier one copied in the same row.

By keys, by an entry of a menu or a button that says so (`clipboard_words`), and, with X11, by marking a text
and the middle mouse button, which has a selection of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from lam_desktop.tasks.step import TaskStep, Value
from lam_desktop.tasks.texts.clipboard_words import ClipboardCommand, command_called
from lam_desktop.tasks.texts.spans import spans_of
from lam_desktop.types import Element, ElementKind

KEYS: dict[frozenset[str], ClipboardCommand] = {
    frozenset({"ctrl", "c"}): "copy", frozenset({"ctrl", "x"}): "cut", frozenset({"ctrl", "v"}): "paste",
    frozenset({"ctrl", "insert"}): "copy", frozenset({"shift", "delete"}): "cut",
    frozenset({"shift", "insert"}): "paste",
    # of terminals, and of browsers for bare text
    frozenset({"ctrl", "shift", "c"}): "copy", frozenset({"ctrl", "shift", "v"}): "paste",
    # of a Mac, whose command key the recorder calls `win`
    frozenset({"win", "c"}): "copy", frozenset({"win", "x"}): "cut", frozenset({"win", "v"}): "paste",
}  # fmt: skip
NO_COMMAND: frozenset[ElementKind] = frozenset(
    {"field", "combo", "spin", "checkbox", "radio", "window_control"}
)
"""Kinds that do nothing of what they say; an entry of a menu is taken for most others."""
MARK_ALL = frozenset({"ctrl", "a"})
SAME_PLACE_IOU = 0.5
LOOKED_BACK = 3
"""So many steps it takes at most to click into a field, open a menu, and choose in it."""
BY_DRAG = (
    "It pastes what was marked by dragging, and in another row that would mark other letters: mark it by a"
    " double click or Ctrl+A, or copy it."
)


def command_of(step: TaskStep) -> ClipboardCommand | None:
    """What a step does with the clipboard, by its keys or by what is called so and clicked on."""
    if step.kind in ("key", "shortcut"):
        return KEYS.get(frozenset(step.keys))
    if step.kind != "click" or step.target is None or step.target.kind in NO_COMMAND or step.modifiers:
        return None
    return command_called(step.target.text)


def copies(step: TaskStep) -> bool:
    """Whether it puts what is marked on the clipboard."""
    return command_of(step) in ("copy", "cut")


def pastes(step: TaskStep) -> bool:
    """Whether it enters what lies on the clipboard, or may enter what is marked."""
    return command_of(step) == "paste" or pastes_marked(step)


def pastes_marked(step: TaskStep) -> bool:
    """Whether it may enter what is marked, by the middle button; that opens and scrolls things, too."""
    return step.kind == "middle_click"


def marks_all(step: TaskStep) -> bool:
    """Whether it marks all of the field that has the keyboard."""
    return step.kind == "shortcut" and frozenset(step.keys) == MARK_ALL


def copied_for(step: TaskStep, earlier: Sequence[TaskStep]) -> TaskStep | None:
    """The step that copies, or marks, what this one pastes; None where none of the earlier ones does."""
    does = _marks if pastes_marked(step) else copies
    return next((one for one in reversed(earlier) if does(one)), None)


def pasted(
    step: TaskStep,
    earlier: Sequence[TaskStep],
    before: Callable[[TaskStep], Sequence[Element]],
    came: Callable[[TaskStep], Sequence[str]],
    after: Callable[[TaskStep], Sequence[Element]],
) -> TaskStep:
    """The step with the clipboard as its source, if it pastes what an earlier one copied; else as it was.

    `came` tells which texts a step brought to the screen, `after` what stood on it then, desktop pixels. The
    demonstrated text is one of these that stood where it was copied, best in the field that was clicked
    before, else the only one; where neither tells it, it is left open. What a menu had covered came by it,
    too, and is none of these. The middle button pastes where it is seen to.
    """
    if not pastes(step) or step.value is not None:
        return step
    copied = copied_for(step, earlier)
    if copied is None:
        doubt = (
            "It pastes what lay on the clipboard before you began; copy it while recording, so that each row"
            " gets its own."
        )
        return step if step.doubt or pastes_marked(step) else replace(step, doubt=doubt)
    since = list(earlier[earlier.index(copied) + 1 :])[-LOOKED_BACK:]
    there = _came_into(step, since, before, after)
    covered = {one.text for one in before(since[-1])} if step.point is not None and since else set[str]()
    new = [" ".join(text.split()) for text in came(step) if text.strip() and text not in covered]
    source = before(copied)
    sure = [[text for text in texts if _stood(text, source)] for texts in (there, new)]
    text = next((max(texts, key=len) for texts in sure if texts), "")
    if pastes_marked(step):
        if not text or copied.kind == "drag":
            return replace(step, doubt=BY_DRAG) if text and not step.doubt else step
    elif not text:
        alone = there if step.point is not None else new
        text = alone[0] if len(alone) == 1 else ""
    return replace(step, value=Value("clipboard", text=text))


def _came_into(
    step: TaskStep,
    since: Sequence[TaskStep],
    before: Callable[[TaskStep], Sequence[Element]],
    after: Callable[[TaskStep], Sequence[Element]],
) -> list[str]:
    """What stands since the step in a place that it, or one of the steps before it, clicked on."""
    places = [one.target.box for one in (*since, step) if one.target is not None]
    old = [one for shown in (*since, step) for one in before(shown)]
    found: dict[str, None] = {}
    for one in after(step):
        text = " ".join(one.text.split())
        here = any(one.box.overlaps(place) for place in places)
        if text and here and not any(_is_same(one, other) for other in old):
            found[text] = None
    return list(found)


def _is_same(one: Element, other: Element) -> bool:
    return one.text == other.text and one.box.iou(other.box) >= SAME_PLACE_IOU


def _stood(text: str, screen: Sequence[Element]) -> bool:
    return any(spans_of(text, one.text) for one in screen)


def _marks(step: TaskStep) -> bool:
    """Whether it marks a text: a word, all of a field, or what a drag goes over."""
    return marks_all(step) or (step.kind in ("double_click", "drag") and not step.modifiers)

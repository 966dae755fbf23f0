"""Copying through the clipboard: what a step pastes is what an earlier one copied in the same row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from lam_desktop.tasks.spans import spans_of
from lam_desktop.tasks.task import TaskStep, Value
from lam_desktop.types import Element

COPYING = frozenset(
    {("ctrl", "c"), ("ctrl", "x"), ("ctrl", "insert"), ("shift", "delete"), ("win", "c"), ("win", "x")}
)
PASTING = frozenset({("ctrl", "v"), ("shift", "insert"), ("win", "v")})
"""On a Mac the command key does it, which the recorder calls `win`."""


def copies(step: TaskStep) -> bool:
    """Whether it puts what is marked on the clipboard."""
    return step.kind in ("key", "shortcut") and step.keys in COPYING


def pastes(step: TaskStep) -> bool:
    """Whether it enters what lies on the clipboard."""
    return step.kind in ("key", "shortcut") and step.keys in PASTING


def pasted(
    step: TaskStep,
    earlier: Sequence[TaskStep],
    before: Callable[[TaskStep], Sequence[Element]],
    came: Callable[[TaskStep], Sequence[str]],
) -> TaskStep:
    """The step with the clipboard as its source, if it pastes what an earlier one copied; else as it was.

    `came` tells which texts a step brought to the screen. The demonstrated text is one of these that stood
    where it was copied, else the only one; where neither tells it, it is left open.
    """
    if not pastes(step) or step.value is not None:
        return step
    copied = next((one for one in reversed(earlier) if copies(one)), None)
    if copied is None:
        doubt = (
            "It pastes what lay on the clipboard before you began; copy it while recording, so that each row"
            " gets its own."
        )
        return step if step.doubt else replace(step, doubt=doubt)
    new = [" ".join(text.split()) for text in came(step) if text.strip()]
    stood = [text for text in new if any(spans_of(text, one.text) for one in before(copied))]
    text = max(stood, key=len) if stood else new[0] if len(new) == 1 else ""
    return replace(step, value=Value("clipboard", text=text))

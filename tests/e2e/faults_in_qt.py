"""Faults of a Qt program: what its own dialogs, its toolkit or the desktop's theme may do to its window."""

from __future__ import annotations

import json
import random
from collections.abc import Callable

from tests.e2e.faults import Fault, at_work
from tests.e2e.faults_in_pages import ANOTHER, AT_WORK, ELSEWHERE, GONE
from tests.e2e.faults_on_desktops import IN_FRONT

REMINDER, NEWS, REFUSAL = (
    "The backup of this book is due today.",
    "Contacts can now be sorted by town.",
    "This number is not valid here.",
)


def _fault(
    kind: str, stage: str, touched: tuple[str, ...], told: tuple[str, ...], *given: str | float
) -> Fault:
    return Fault(kind, stage, touched, told, json.dumps([kind, stage, given]))


DIALOG = ("which the demonstration did not show", *IN_FRONT)
"""How a question tells of a window of the program that is in the way."""
PARTS = ("Name", "Phone", "Save contact")


def _field(stage: str) -> str:
    """The one that is typed into then, or next."""
    return "name" if stage == "load" else stage


def _message(rng: random.Random, stage: str) -> Fault:
    return _fault("message", stage, (*at_work(stage), "Reminder", "backup"), DIALOG, REMINDER)


def _aside(rng: random.Random, stage: str) -> Fault:
    return _fault("aside", stage, (*at_work(stage), "What is new"), DIALOG, NEWS)


def _dark(rng: random.Random, stage: str) -> Fault:
    return _fault("dark", stage, PARTS, (*GONE, *ANOTHER))


def _larger(rng: random.Random, stage: str) -> Fault:
    style, points = rng.choice(("Windows", "Fusion")), rng.choice((1, 3, 6))
    return _fault("larger", stage, PARTS, (*GONE, *ANOTHER), style, points)


def _turned(rng: random.Random, stage: str) -> Fault:
    return _fault("turned", stage, (*at_work(stage), "Contact book"), GONE)


def _grown(rng: random.Random, stage: str) -> Fault:
    told = (*ELSEWHERE, *GONE, *ANOTHER)
    return _fault("grown", stage, at_work(stage), told, rng.choice(("Company", "First name", "Mobile phone")))


def _swapped(rng: random.Random, stage: str) -> Fault:
    return _fault("swapped", stage, ("Name", "Phone"), (*ELSEWHERE, *ANOTHER))


def _slow(rng: random.Random, stage: str) -> Fault:
    return _fault("slow", stage, at_work(stage), AT_WORK, round(rng.uniform(1.0, 7.0), 1))


def _disabled(rng: random.Random, stage: str) -> Fault:
    return _fault(
        "disabled", stage, ("Save contact",), (*AT_WORK, "nothing else changed"), rng.choice((1.5, 4.0, 0.0))
    )


def _locked(rng: random.Random, stage: str) -> Fault:
    field = _field(stage)
    return _fault("locked", stage, (field.capitalize(),), (*ELSEWHERE, *AT_WORK), field)


def _renamed(rng: random.Random, stage: str) -> Fault:
    called = rng.choice(("Delete contact", "Store", "Cancel", "Next"))
    return _fault("renamed", stage, ("Save contact",), ANOTHER, called)


def _refused(rng: random.Random, stage: str) -> Fault:
    told = ("not valid", *DIALOG)
    return _fault("refused", stage, ("Save contact", REFUSAL), told, REFUSAL)


def _caret(rng: random.Random, stage: str) -> Fault:
    return _fault("caret", stage, ("Name", "Phone"), ELSEWHERE, "name" if stage == "phone" else "phone")


KINDS: tuple[Callable[[random.Random, str], Fault], ...] = (
    _message, _aside, _dark, _larger, _turned, _grown, _swapped, _slow, _disabled, _locked, _renamed,
    _refused, _caret,
)  # fmt: skip

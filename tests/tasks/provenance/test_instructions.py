"""A sentence as a row: what may differ in another one, and what is taken from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from lam_desktop.errors import UsageError
from lam_desktop.tasks.provenance.choices import bind_choice
from lam_desktop.tasks.provenance.instructions import (
    INSTRUCTION,
    refuse_other_build,
    row_of,
    said_instead,
    without_secrets,
)
from lam_desktop.tasks.step import TaskStep, Value
from lam_desktop.tasks.task import DemonstratedRow, Task
from lam_desktop.tasks.texts.patterns.pattern import parse_pattern
from lam_desktop.tasks.texts.patterns.wording import phrases, worded

DELETE = "Delete the e-mail of Myron."
VISIT = "Register Maria Sorensen with back pain for X-rays."


@pytest.mark.parametrize(
    ("name", "cell", "said"),
    [
        ("words after of", "Delete the e-mail of Ann Lee.", "Ann Lee"),
        ("words between for and by", "Order 3 lamps for Grüner GmbH by June", "Grüner GmbH"),
        ("words before to", "Send it to Ann", "Send it"),
        ("words after OF", DELETE, "Myron"),
        ("words after of", "Delete the e-mail from Ann", ""),
        ("words after of", "Delete the copy of the e-mail of Ann", ""),
        ("words between by and for", "Order 3 lamps for Miller by June", ""),
        ("word 2", DELETE, None),
    ],
)
def test_words_between_others(name: str, cell: str, said: str | None) -> None:
    assert worded(name, cell) == said


def test_names_and_addresses_are_no_sentences() -> None:
    for cell in ("Maria von der Heide", "12 Main Street Springfield", "Ana María Ortega Lopez Diaz"):
        assert list(phrases(cell)) == []


@pytest.mark.parametrize(
    ("now", "others"),
    [
        ("Delete the e-mail of Ann.", {"Myron": "Ann"}),
        ("Delete the e-mail of Ann Lee.", {"Myron": "Ann Lee"}),
        ("Archive the e-mail of Ann.", {}),
        ("Do not delete the e-mail of Ann.", {}),
        ("Delete the e-mail of Ann now please.", {}),
        (DELETE, {}),
    ],
)
def test_names_that_stand_for_others(now: str, others: dict[str, str]) -> None:
    assert said_instead(DELETE, now) == others


def _task(tmp_path: Path, *patterns: str) -> Task:
    steps = tuple(
        TaskStep(n, n - 1, "type", "", value=Value("row", text="x", pattern=parse_pattern(one)))
        for n, one in enumerate(patterns, start=1)
    )
    return Task("visits", tmp_path, "demos/one.lamrec", steps, row=row_of(VISIT))


PARTS = (
    "{instruction | words between register and with}",
    "{instruction | words between with and for}",
    "{instruction | words after for}",
)


@pytest.mark.parametrize(
    ("patterns", "now", "fits"),
    [
        (PARTS, "Register Luis Ortega with sore ankle for Crutches.", True),
        (PARTS[:1], "Register Luis Ortega with back pain for X-rays.", True),
        (PARTS[:1], "Register Luis Ortega with back pain for Crutches.", True),
        (PARTS[:1], "Register Luis Ortega with sore ankle for X-rays.", False),
        (PARTS, "Register Luis Ortega for Crutches with sore ankle.", False),
        (PARTS, "Do not register Luis Ortega with sore ankle for Crutches.", False),
        (PARTS, "Discharge Luis Ortega with sore ankle for Crutches.", False),
        ((), VISIT, True),
    ],
)
def test_all_else_in_a_sentence_must_be_the_same(
    tmp_path: Path, patterns: tuple[str, ...], now: str, fits: bool
) -> None:
    task = _task(tmp_path, *patterns)
    if fits:
        refuse_other_build(task, now)
    else:
        with pytest.raises(UsageError, match="is built otherwise than"):
            refuse_other_build(task, now)


@pytest.mark.parametrize(
    ("sentence", "read", "named"),
    [
        (DELETE, "Myron Lunch on Friday", "Myron"),
        ("Delete the e-mail of Ann.", "Ann Lunch on Friday", "Ann"),
        ("Open the message that Anna Berg sent", "Re: the message Anna Berg", "Anna Berg"),
        ("Delete the newest message from Anna in sales", "Ticket 4711", None),
        ("Reply to Anna about the order of Lisa today", "Anna wrote about Lisa", None),
    ],
)
def test_a_record_is_known_by_a_name_in_the_sentence(sentence: str, read: str, named: str | None) -> None:
    bound = bind_choice(read, DemonstratedRow("", 1, {INSTRUCTION: sentence}), in_record=True)
    follows = bound is not None and bound.value.source == "row"
    assert (bound.value.text if bound is not None and follows else None) == named


def test_a_secret_is_not_kept_in_a_sentence() -> None:
    row = without_secrets(row_of("Log in as ann with tiger9"), ["tiger9", ""])
    assert row == row_of("Log in as ann with •••")

"""Where a row stood, read from a journal."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lam_desktop.execution.runs.begun import BegunRow, ReadBefore, Stood, begun_row
from lam_desktop.execution.runs.sureness import Sureness
from lam_desktop.execution.supervising.record import plain_readings
from lam_desktop.tasks.step import Place
from lam_desktop.tasks.texts.spans import Span
from lam_desktop.types import Box, Element, Frame, Observation, TypeText, Window

INVOICE = Place(2, Box(10, 20, 200, 18), "Invoice 4711", Span(8, 12))
TWICE = Place(2, Box(10, 220, 200, 18), "Invoice 4711", Span(8, 12))
TYPED = {"type": "TypeText", "text": "Smith"}
BEGUN = {"kind": "row_started", "row": 3}


def of(kind: str, step: int, **fields: object) -> dict[str, object]:
    return {"kind": kind, "row": 3, "step": step, **fields}


def test_a_row_that_was_not_acted_for_was_not_begun() -> None:
    assert begun_row([]) is None
    assert begun_row([BEGUN, of("decided", 1, ready=True)]) is None
    assert begun_row([BEGUN, of("acting", 1), {"kind": "row_finished", "row": 3, "status": "done"}]) is None


def test_the_step_at_work_and_those_behind_it() -> None:
    entries = [
        {"kind": "row_started", "row": 2}, of("acting", 1, row=2),
        BEGUN, of("acting", 1), of("verified", 1, ok=True), of("left_out", 2), of("already_so", 3),
        of("acting", 4, action=TYPED), of("acted", 4),
    ]  # fmt: skip
    assert begun_row(entries) == BegunRow(3, (1, 2, 3), 4, typing=True)
    assert begun_row([*entries, of("verified", 4, ok=False)]) == BegunRow(3, (1, 2, 3), 4, typing=True)
    assert begun_row([*entries, of("verified", 4, ok=True)]) == BegunRow(3, (1, 2, 3, 4))
    stopped = {"kind": "row_finished", "row": 3, "status": "stopped"}
    assert begun_row([*entries, stopped]) == BegunRow(3, (1, 2, 3), 4, typing=True)


def test_a_row_that_went_on_is_told_from_there() -> None:
    went_on = {"kind": "went_on", "row": 3, "step": 5, "done": [1, 2, 3, 4], "reason": "Seen."}
    assert begun_row([BEGUN, went_on]) == BegunRow(3, (1, 2, 3, 4))
    assert begun_row([BEGUN, went_on, of("acting", 3)]) == BegunRow(3, (1, 2, 4), 3)


def test_what_was_read_is_known_again() -> None:
    told = plain_readings({INVOICE: "2038"})
    begun = begun_row([BEGUN, of("decided", 2, ready=True, readings=told), of("acting", 2)])
    assert begun is not None
    assert begun.values([INVOICE, TWICE]) == {INVOICE: "2038"}
    later = [of("decided", 2, ready=False, readings=plain_readings({INVOICE: "20"}))]
    begun = begun_row([BEGUN, of("decided", 2, ready=True, readings=told), *later, of("acting", 2)])
    assert begun is not None and begun.values([INVOICE]) == {INVOICE: "2038"}, "not what was unclear"


def test_how_surely_it_was_read_is_known_again_where_the_journal_says_it() -> None:
    told = plain_readings({INVOICE: "2038"}, {INVOICE: Sureness(0.97, 0.81)})
    begun = begun_row([BEGUN, of("decided", 2, ready=True, readings=told), of("acting", 2)])
    assert begun is not None and begun.sure([INVOICE, TWICE]) == {INVOICE: Sureness(0.97, 0.81)}
    assert begun.values([INVOICE]) == {INVOICE: "2038"}
    again = plain_readings({INVOICE: "2039"})
    begun = begun_row([BEGUN, of("decided", 2, ready=True, readings=told + again), of("acting", 2)])
    assert begun is not None and begun.readings[0].sure is not None and begun.readings[1].sure is None
    for damaged in ("much", True, 7, None):
        assert Sureness.read({"sure": damaged}) is None


def test_an_old_journal_that_does_not_say_where_is_of_use_where_only_one_place_can_be_meant() -> None:
    begun = BegunRow(3, readings=(ReadBefore("4711", "Invoice 4711", None, None, "2038"),))
    assert begun.values([INVOICE]) == {INVOICE: "2038"}
    assert begun.values([INVOICE, TWICE]) == {}


def test_what_stood_there_survives_the_journal() -> None:
    frame: Frame = np.zeros((10, 10, 3), np.uint8)
    secret = Element(Box(40, 40, 50, 10), "field", "hunter2")
    program = Observation(frame, (Element(Box(30, 50, 60, 12), "text", "Order 1001 saved"), secret))
    window = Window("Orders", "orders", "orders", Box(20, 10, 400, 300), window_id=7, instance="boot/41/12")
    stood = Stood.seen(program, window, [secret])
    assert stood == Stood(7, (400, 300), (("Order 1001 saved", Box(10, 40, 60, 12)),), "boot/41/12")
    assert Stood.read(stood.plain) == stood
    assert Stood.read(None) is None and Stood.read({"window": 7}) is None
    assert TypeText("hunter2").text not in str(stood.plain)


def test_a_window_of_another_process_is_never_the_same_although_its_number_is() -> None:
    window = Window("Orders", "orders", "orders", Box(20, 10, 400, 300), window_id=7, instance="boot/41/12")
    stood = Stood(7, (400, 300), (), "boot/41/12")
    assert stood.is_of(window)
    assert not stood.is_of(replace(window, instance="boot/41/90")), "started anew"
    assert not stood.is_of(replace(window, window_id=8))
    old = stood.plain
    del old["instance"]
    read = Stood.read(old)
    assert read is not None and not read.is_of(window) and not read.is_of(replace(window, instance=""))

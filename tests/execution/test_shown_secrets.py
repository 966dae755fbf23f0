"""A secret that the screen shows: read sign for sign, told to nobody, typed as secrets are."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from lam_desktop.execution.around_secrets import AroundSecrets
from lam_desktop.execution.finding.guard import Guard
from lam_desktop.execution.finding.located import Located
from lam_desktop.execution.finding.plan import StepPlan, action_of
from lam_desktop.execution.finding.read_values import read_values, unread, with_readings
from lam_desktop.execution.finding.reading import Doubtful
from lam_desktop.execution.runs.journal import HIDDEN, PICTURES, Journal
from lam_desktop.execution.runs.supervision import Answer, Question
from lam_desktop.execution.shown.hidden_places import hidden_in, with_hidden
from lam_desktop.execution.shown.secrets_shown import boxes_of, with_secrets_shown
from lam_desktop.execution.supervising.asking import Asking, what_it_says
from lam_desktop.execution.supervising.record import RunRecord
from lam_desktop.tasks.limits import Limits
from lam_desktop.tasks.provenance.compile import compile_task
from lam_desktop.tasks.step import Place, TaskStep, Value
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.texts.spans import Span
from lam_desktop.types import Box, DemonstratedStep, Element, Frame, TypeText
from recorder.frames import FrameEncoder, pack
from recorder.recording import Recording
from tests.execution.finding.test_reading import reader, screen
from tests.execution.supervising.test_scenes import look
from tests.execution.supervising.test_scenes import screen as desktop
from tests.tasks.recordings import Clerk

NAMED = 'Enter the code "secret_1" into the field and press Submit.'
NOW = 'Enter the code "4711-22" into the field and press Submit.'
CODE = "4711-22"


def typing(text: str = NAMED, box: Box | None = None, hidden: Box | None = None) -> StepPlan:
    """The step that types what stands in the place of the name."""
    at = text.index("secret_1")
    place = Place(
        0, box or screen(text).elements[0].box, text, Span(at, at + 8), hidden=hidden or Box(0, 0, 1, 1)
    )
    value = Value("screen", "secret_1", secret=True, places=(place,))
    return StepPlan(TaskStep(1, 0, "type", "Type", value=value), reads=(place,), screen=(value,))


def task_of(plan: StepPlan) -> Task:
    return Task("login", Path("login"), "demos/a.lamrec", (plan.step,))


def place_of(plan: StepPlan) -> Place:
    return plan.reads[0]


def test_the_new_code_is_read_and_typed_as_a_secret() -> None:
    plan, now = typing(), screen(NOW)
    found, doubtful = reader(now).read(plan, DemonstratedStep(1, screen(NAMED), None, None), now, ())
    assert doubtful is None
    known = with_readings(plan, {place: one.text for place, one in found.items()})
    assert known.types_secret and known.values == {"secret_1": CODE} and unread(known) is None
    action = action_of(known, None)
    assert action == TypeText(CODE, secret=True) and isinstance(action, TypeText)
    assert read_values(task_of(plan), known.readings) == {}


@pytest.mark.parametrize(("at", "sure"), [(16, 0.5), (20, 0.5), (20, 0.9), (0, 0.5)])
def test_each_of_its_signs_must_be_sure_and_no_word_of_why_tells_one(at: int, sure: float) -> None:
    now = screen(NOW)
    letters = [0.99] * len(NOW)
    letters[at] = sure
    now = replace(now, elements=(replace(now.elements[0], letters=tuple(letters)),))
    found, doubtful = reader(now).read(typing(), DemonstratedStep(1, screen(NAMED), None, None), now, ())
    if sure > 0.75 or at == 0:
        assert found and doubtful is None
        return
    assert not found and doubtful is not None and doubtful.text == CODE
    assert doubtful.reason == "What the screen says for the secret “secret_1” is not clear."


@pytest.mark.parametrize(
    ("code", "asked"),
    [("4711-22", False), ("10-01", False), ("AE0C", True), ("qIy", True), ("47l1", True), ("Zk8+w", False)],
)
def test_a_sign_of_a_code_that_looks_like_another_one_is_asked_about(code: str, asked: bool) -> None:
    now = screen(NOW.replace(CODE, code))
    found, doubtful = reader(now).read(typing(), DemonstratedStep(1, screen(NAMED), None, None), now, ())
    assert [one.text for one in found.values()] == ([] if asked else [code])
    assert (doubtful is not None) == asked and code not in (doubtful.reason if doubtful else "")


def test_a_letter_of_what_is_no_secret_need_not_be() -> None:
    now = screen(NOW.replace(CODE, "Berlin"))
    letters = tuple(0.5 if sign == "B" else 0.99 for sign in now.elements[0].text)
    now = replace(now, elements=(replace(now.elements[0], letters=letters),))
    plan = typing()
    value = replace(plan.screen[0], secret=False, text="secret_1")
    plan = replace(plan, step=replace(plan.step, value=value), screen=(value,))
    found, _ = reader(now).read(plan, DemonstratedStep(1, screen(NAMED), None, None), now, ())
    assert [one.text for one in found.values()] == ["Berlin"]


# -- what a run keeps


def record(folder: Path, plan: StepPlan) -> tuple[RunRecord, Journal]:
    journal = Journal(folder)
    journal.keep_out_by(AroundSecrets(task_of(plan)).without)
    return RunRecord(journal, folder, "runs/one"), journal


def seen(text: str, box: Box, **more: object) -> Located:
    frame = desktop()
    box.crop(frame)[:] = (255, 0, 0)
    found = look(frame)
    view = found.view
    observation = replace(view.observation, elements=(Element(box, "text", text),))
    return replace(found, view=replace(view, observation=observation), **more)  # type: ignore[arg-type]


def told(journal: Journal) -> str:
    return journal.path.read_text(encoding="utf-8")


BOX = Box(1000, 450, 400, 20)


@pytest.mark.parametrize("code", [CODE, "0wd"])
def test_what_was_read_is_in_no_line_of_the_journal(tmp_path: Path, code: str) -> None:
    plan = typing()
    record_, journal = record(tmp_path, plan)
    found = seen(f"It is {code} today", BOX, readings={place_of(plan): code}, read_in=(BOX,))
    record_.decided(1, plan, found)
    record_.write("verified", row=1, step=1, ok=False, reason=f"It says “{code}”, and {code}.", code=code)
    record_.acting(1, plan, TypeText(code, secret=True), found)
    assert code not in told(journal) and HIDDEN in told(journal)
    [first, *_] = map(json.loads, told(journal).splitlines())
    assert first["readings"][0]["read"] == "«secret_1»" == first["readings"][0]["shown"].join("«»")


def test_a_sentence_like_it_is_covered_before_it_is_read(tmp_path: Path) -> None:
    plan = typing()
    record_, journal = record(tmp_path, plan)
    found = seen(NOW, BOX)
    record_.write("observed", row=1, reason=NOW)
    assert CODE not in told(journal) and "into the field" in told(journal)
    assert not record_.shown(found).elements
    assert not np.any(np.all(record_.shown(found).frame == (255, 0, 0), axis=2))


def test_where_it_was_read_nothing_is_seen_even_if_it_is_read_otherwise_next_time(tmp_path: Path) -> None:
    plan = typing()
    record_, _ = record(tmp_path, plan)
    record_.learn(plan, seen("x", BOX, readings={place_of(plan): CODE}, read_in=(BOX,)))
    assert not record_.shown(seen("It is A7II-22 today", BOX)).elements


def test_a_doubtful_one_is_asked_without_its_signs_or_a_picture_of_it(tmp_path: Path) -> None:
    plan = typing()
    record_, journal = record(tmp_path, plan)
    doubtful = Doubtful(plan.screen[0], "What it says is not clear.", plan.reads, CODE, BOX)
    found = seen(f"{CODE} maybe", BOX, doubtful=doubtful)
    _, doubted = record_.question(1, plan, found, doubtful.reason)
    assert doubted is not None and doubted.secret and (doubted.text, doubted.picture) == ("", "")
    assert CODE not in told(journal)
    assert len(list((tmp_path / PICTURES).iterdir())) == 1, "of the screen, where its box is covered"


def test_what_the_person_says_is_typed_and_told_nowhere(tmp_path: Path) -> None:
    plan = typing()
    record_, journal = record(tmp_path, plan)
    doubtful = Doubtful(plan.screen[0], "What it says is not clear.", plan.reads, "", BOX)
    found = replace(seen("Somewhere", BOX, doubtful=doubtful), decision=None)

    class Person:
        def ask(self, question: Question, stopped: object) -> Answer:
            assert question.doubted is not None and question.doubted.secret
            return Answer("value", text=CODE)

    nobody: Any = None
    asking = Asking(
        cast("Any", Person()), record_, Guard((), Limits()), nobody, nobody, True, lambda: False,
        lambda: None, lambda *_: None,
    )  # fmt: skip
    answer = asking.ask(plan, found, doubtful.reason)
    assert what_it_says(found, answer) == CODE
    assert what_it_says(found, Answer("here", BOX.center)) == ""
    assert CODE not in told(journal) and "«secret_1»" in told(journal)


def test_words_around_tell_and_others_do_not() -> None:
    around = AroundSecrets(task_of(typing()))
    assert around.without(NOW) == "Enter the code «secret_1» into the field and press Submit."
    assert CODE not in around.without(f'Please type the code "{CODE}" here')
    assert CODE not in around.without(f"{CODE} into the field")
    misread = NOW.replace("into the field", "into thefield")
    assert CODE not in around.without(f"It is read as “{NOW}” and as “{NOW}”.")
    assert CODE not in around.without(f"It is read as “{misread}” and as “{NOW}”.")
    assert CODE not in around.without(f"It is read as “{NAMED}” and as “{NOW}”.")
    unlike = NOW.replace("the code", "the c0de")
    assert CODE not in around.without(f"It is read as “{unlike}” and as “{NOW}”.")
    assert CODE not in around.without(f"It is read as “{NOW}” and as “{unlike}”.")
    for other in (NAMED, "Enter the name", "into the field", "The code", ""):
        assert around.without(other) == other


# -- the demonstration


def test_the_named_line_stands_for_what_is_black() -> None:
    box, hidden = Box(20, 20, 300, 20), Box(120, 18, 60, 24)
    plan = typing(box=box.moved(5, 5), hidden=hidden.moved(5, 5))
    frame = np.full((100, 400, 3), 255, np.uint8)
    label = Element(Box(20, 60, 50, 18), "text", "Name")
    rest = (
        Element(Box(20, 20, 95, 20), "text", "Enter the code"),
        Element(Box(185, 21, 130, 19), "text", "into"),
    )
    assert with_hidden((*rest, label), frame, plan.reads, (5, 5)) == (*rest, label), "nothing is black here"
    hidden.crop(frame)[:] = 0
    assert with_hidden((*rest, label), frame, plan.reads, (5, 5)) == (label, Element(box, "text", NAMED))
    assert hidden_in(task_of(plan), "demos/a.lamrec") == plan.reads
    assert hidden_in(task_of(plan), "demos/b.lamrec") == ()


def test_all_of_a_paragraph_stands_in_the_stead_of_its_pieces() -> None:
    """What is read around the black part leaves words out: «Enter the username "ada"», and no «and»."""
    text = 'Enter the username "ada" and\nthe password "secret_1" into the\nfields and press login.'
    box, hidden = Box(20, 20, 300, 75), Box(140, 44, 80, 26)
    place = Place(0, box, text, Span(text.index("secret_1"), text.index("secret_1") + 8), hidden=hidden)
    frame = np.full((200, 400, 3), 255, np.uint8)
    hidden.crop(frame)[:] = 0
    pieces = (
        Element(Box(20, 20, 230, 50), "text", 'Enter the username "ada"\nthe password'),
        Element(Box(16, 14, 320, 92), "button", "fields and press login."),
    )
    below = Element(Box(20, 110, 90, 20), "text", "Username")
    assert with_hidden((*pieces, below), frame, [place], (0, 0)) == (below, Element(box, "text", text))


def test_a_screen_that_was_black_before_shows_no_sentence() -> None:
    plan = typing(box=Box(20, 20, 300, 20), hidden=Box(120, 18, 60, 24))
    assert with_hidden((), np.zeros((100, 400, 3), np.uint8), plan.reads, (0, 0)) == ()


def test_the_whole_word_is_covered_and_its_neighbours_are_not() -> None:
    frame = np.full((60, 400, 3), 255, np.uint8)
    for start, end in ((20, 80), (90, 150), (160, 220)):  # words of 10 px letters with gaps of 2 px
        for x in range(start, end, 12):
            Box(x, 22, 10, 14).crop(frame)[:] = 20
    element = Element(Box(20, 20, 200, 18), "text", "aaaaa bbbbb ccccc")
    [box] = boxes_of(frame, element, Span(6, 11))
    assert box.x <= 90 and box.right >= 150
    assert box.x > 78 and box.right < 162


def test_a_box_that_reaches_over_a_field_below_covers_the_word_alone() -> None:
    frame = np.full((80, 400, 3), 255, np.uint8)
    for start, end in ((20, 80), (90, 150), (160, 220)):
        for x in range(start, end, 12):
            Box(x, 22, 10, 14).crop(frame)[:] = 20
    cv2.rectangle(frame, (10, 50), (230, 79), (0, 0, 0), 2)
    element = Element(Box(20, 20, 200, 52), "text", "aaaaa bbbbb ccccc")
    [box] = boxes_of(frame, element, Span(6, 11))
    assert box.holds(Box(90, 22, 58, 14)) and box.bottom < 49
    assert box.x > 78 and box.right < 162


@pytest.mark.parametrize(("top", "height"), [(20, 62), (32, 60), (20, 75)])
def test_of_several_lines_the_one_that_says_it_is_covered(top: int, height: int) -> None:
    frame = np.full((120, 400, 3), 255, np.uint8)
    for line in (22, 44, 66):
        for start, end in ((20, 80), (90, 150), (160, 220)):
            for x in range(start, end, 12):
                Box(x, line, 10, 14).crop(frame)[:] = 20
                Box(x + 2, line + 2, 6, 10).crop(frame)[:] = 255
    element = Element(Box(20, top, 200, height), "text", "\n".join(["aaaaa bbbbb ccccc"] * 3))
    [box] = boxes_of(frame, element, Span(24, 29))
    assert box.holds(Box(90, 44, 58, 14)) and box.y > 36 and box.bottom < 66
    assert box.x > 78 and box.right < 162


def written(*lines: tuple[int, str]) -> NDArray[np.uint8]:
    """Lines of text at these heights."""
    picture = Image.new("RGB", (420, 150), "white")
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(16)
    for y, text in lines:
        pen.text((20, y), text, "black", font)
    return np.array(picture)


def test_of_lines_that_cannot_be_told_apart_all_are_covered() -> None:
    """Something is drawn above them that says nothing: which line is the second nobody knows."""
    frame = written((40, "Enter the code here now"), (68, "it is nathalie7"), (96, "WWWW MMMM WWWW"))
    for x in range(20, 170, 30):
        Box(x, 12, 20, 8).crop(frame)[:] = 0
    said = "Enter the code here now\nit is nathalie7\nWWWW MMMM WWWW"
    at = said.index("nathalie7")
    element = Element(Box(16, 8, 260, 110), "text", said)
    [box] = boxes_of(frame, element, Span(at, at + 9))
    assert box.y <= 40 and box.bottom >= 112


def test_the_first_letter_is_covered_where_another_line_is_much_wider() -> None:
    frame = written((40, "it is nathalie7"), (68, "WWWW MMMM WWWW MMMM"))
    plain = written((40, "it is"))
    element = Element(Box(18, 38, 230, 52), "text", "it is nathalie7\nWWWW MMMM WWWW MMMM")
    [box] = boxes_of(frame, element, Span(6, 15))
    box.crop(frame)[:] = 255
    assert (frame[:62] == plain[:62]).all(), "nothing of it is left, and nothing else is gone"


@pytest.mark.parametrize(("top", "bottom"), [(44, 60), (38, 52)])
def test_of_a_line_that_its_box_cuts_through_all_is_covered(top: int, bottom: int) -> None:
    frame = written((40, "Code: nathalie7"))
    element = Element(Box(18, top, 130, bottom - top), "text", "Code: nathalie7")
    [box] = boxes_of(frame, element, Span(6, 15))
    box.crop(frame)[:] = 255
    assert (frame == written((40, "Code:"))).all()


# -- right behind the recording


class Eyes:
    """Reads a line as long as nothing of it is black."""

    def __init__(self, box: Box, text: str, code: Box) -> None:
        self._line, self._code = Element(box, "text", text), code

    def parse(self, frame: Frame, region: Box | None = None) -> tuple[Element, ...]:
        """The line, or nothing."""
        middle = self._code.expanded(-2).crop(frame)
        return (self._line,) if middle.any() else ()

    def forget(self) -> None: ...

    def read(self, frame: Frame, box: Box) -> tuple[str, float]:
        return "", 0.0


def test_the_pictures_are_black_where_it_stood_in_all_of_them(tmp_path: Path) -> None:
    line, text = Box(100, 300, 8 * len(NOW), 18), NOW
    code = Box(line.x + 8 * text.index(CODE), line.y, 8 * len(CODE), 18)
    frame = np.full((800, 1280, 3), 250, np.uint8)
    frame[0, 0] = 1
    for at, sign in enumerate(text):
        if sign != " ":
            Box(line.x + 8 * at, line.y + 2, 7, 13).crop(frame)[:] = 30 + 5 * (at % 9)
    later = frame.copy()
    later[500:520, 200:260] = 90  # bullets, and whatever else
    clerk = Clerk().click(300, 400).hide("secret_1").click(90, 600)
    path = clerk.save(tmp_path)
    with_frames(path, [frame, frame, later])
    task = compile_task(tmp_path.name, tmp_path, path, None)
    found = with_secrets_shown(task, path, {"secret_1": CODE}, Eyes(line, text, code))
    value = found.steps[1].value
    assert value is not None and value.secret
    [place] = value.places
    assert place.text == NAMED and place.hidden is not None and place.hidden.holds(code)
    with Recording.open(path) as recording:
        pictures = [recording.frame(at) for at in recording.frame_ids()]
    assert len(pictures) == 2
    for picture in pictures:
        assert not place.hidden.crop(picture).any()
        assert Box(line.x, line.y, 60, 18).crop(picture).any()
    assert with_secrets_shown(task, path, {"secret_1": "other"}, Eyes(line, text, code)) == task


def with_frames(path: Path, frames: list[np.ndarray]) -> None:
    """Gives the recording these pictures, one before each of its steps."""
    with Recording.open(path) as recording:
        first = [step.events[0] for step in recording.steps()]
    db = sqlite3.connect(path)
    encoder = FrameEncoder()
    for at, (seq, frame) in enumerate(zip(first, frames, strict=True)):
        number, one = encoder.encode(pack(frame))
        if one is not None:
            row = (number, at, one.width, one.height, one.digest, one.base, one.tiles, one.data)
            db.execute("INSERT INTO frames VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        db.execute("UPDATE events SET frame_before = ? WHERE seq = ?", (number, seq))
    db.commit()
    db.close()

"""Pictures of what was done: around the place, and never of a secret."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from lam_desktop.execution.finding.located import Located
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.runs.journal import Journal
from lam_desktop.execution.screen.readiness import View
from lam_desktop.execution.screen.scope import Scope
from lam_desktop.execution.supervising.record import RunRecord
from lam_desktop.execution.supervising.scenes import SHOWN, WIDTH, Scenes
from lam_desktop.tasks.step import TaskStep, Value
from lam_desktop.types import Box, Candidate, Decision, Element, Frame, Observation, Window

FIELD = Box(900, 500, 200, 30)
WINDOW = Box(100, 100, 1700, 900)
CLICK = StepPlan(TaskStep(1, 0, "click", "Click"))
TYPE = StepPlan(TaskStep(2, 1, "type", "Type", value=Value("secret", "pin")))
RED = (255, 0, 0)


def screen(field: tuple[int, int, int] | None = None) -> Frame:
    """A grey desktop; the field may be filled with a colour that stands for letters."""
    frame = np.full((1080, 1920, 3), 200, np.uint8)
    if field is not None:
        FIELD.expanded(-4).crop(frame)[:] = field
    return frame


def look(frame: Frame, text: str = "", decided: bool = True) -> Located:
    candidate = Candidate(FIELD, "field", text, 0.99)
    decision = Decision(candidate, FIELD.center, 0.99, 0.97, 0.0, (candidate,), "It matches.")
    seen = Observation(frame, (Element(FIELD, "field", text),), WINDOW)
    body = Window("Order desk", "desk", "desk", WINDOW, window_id=1)
    scope = Scope(body, (), (body,), (body,))
    return Located(View(seen, scope, body, seen), decision if decided else None, None)


def read(folder: Path, name: str) -> Frame:
    picture = cv2.imread(str(folder / name))
    assert picture is not None
    return picture[:, :, ::-1].astype(np.uint8)


def reds(picture: Frame) -> int:
    """Pixels that are as red as what must not be seen."""
    return int(np.count_nonzero((picture[:, :, 0] > 200) & (picture[:, :, 1] < 80) & (picture[:, :, 2] < 80)))


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path)


def test_the_place_is_shown_as_large_as_it_can_be_read(journal: Journal) -> None:
    found = look(screen())
    (before,) = Scenes(journal).step(2, CLICK, found, None)
    picture = read(journal.folder, before)
    assert picture.shape[1] == WIDTH and abs(picture.shape[0] / picture.shape[1] - SHOWN[1] / SHOWN[0]) < 0.01
    assert before.endswith("row2-step01-before.webp") and (journal.folder / before).stat().st_size < 20_000


def test_at_the_edge_of_the_window_the_picture_stays_inside(journal: Journal) -> None:
    frame = screen()
    outside = np.ones(frame.shape[:2], bool)
    outside[WINDOW.y : WINDOW.bottom, WINDOW.x : WINDOW.right] = False
    frame[outside] = RED
    found = look(frame)
    at_edge = Candidate(Box(WINDOW.right - 40, WINDOW.y + 5, 30, 20), "button", "x", 0.99)
    assert found.decision is not None
    found = replace(found, decision=replace(found.decision, target=at_edge, candidates=(at_edge,)))
    (before,) = Scenes(journal).step(2, CLICK, found, None)
    assert reds(read(journal.folder, before)) == 0


def test_a_text_that_gives_a_secret_away_is_covered(journal: Journal) -> None:
    journal.keep_out("hunter22", "pin")
    shown = look(screen(RED), "hunter22", decided=False)
    for name in Scenes(journal).step(2, CLICK, shown, shown.view.program):
        assert reds(read(journal.folder, name)) == 0
    harmless = look(screen(RED), "harmless", decided=False)
    assert reds(read(journal.folder, Scenes(journal).step(3, CLICK, harmless, None)[0])) > 500


def test_where_a_secret_was_typed_nothing_is_shown_any_more(journal: Journal) -> None:
    """It may be seen in clear, and misread; and the next row may begin with it still there."""
    record = RunRecord(journal, journal.folder, "run")
    scenes = record._scenes
    journal.keep_out("hunter22", "pin")
    scenes.begin_row()
    empty, filled = look(screen(), decided=False), look(screen(RED), "hunt€r", decided=False)
    _, after = scenes.step(2, TYPE, empty, filled.view.program)
    assert reds(read(journal.folder, after)) == 0
    scenes.begin_row()
    before, after = scenes.step(3, CLICK, filled, filled.view.program)
    assert reds(read(journal.folder, before)) == reds(read(journal.folder, after)) == 0
    assert reds(read(journal.folder, record.picture("question", filled))) == 0


def test_other_programs_are_not_in_any_picture(journal: Journal) -> None:
    frame = screen()
    outside = np.ones(frame.shape[:2], bool)
    outside[WINDOW.y : WINDOW.bottom, WINDOW.x : WINDOW.right] = False
    frame[outside] = RED
    record = RunRecord(journal, journal.folder, "run")
    assert reds(read(journal.folder, record.picture("question", look(frame, decided=False)))) == 0
    nowhere = look(frame, decided=False)
    nowhere = replace(nowhere, view=View(nowhere.view.observation, None, None, nowhere.view.program))
    assert reds(read(journal.folder, record.picture("question", nowhere))) == 0


def test_a_window_off_the_screen_has_no_picture(journal: Journal) -> None:
    found = look(screen(), decided=False)
    body = Window("Order desk", "desk", "desk", Box(3000, 0, 100, 100), window_id=1)
    beyond = replace(found, view=replace(found.view, scope=Scope(body, (), (body,), (body,))))
    assert Scenes(journal).step(2, TYPE, beyond, None) == ()


def test_an_equal_name_keeps_its_kind_of_picture(journal: Journal) -> None:
    names = [Scenes(journal).step(2, CLICK, look(screen()), None)[0] for _ in range(2)]
    assert names[0] != names[1] and all(name.endswith(".webp") for name in names)


def test_another_size_of_the_screen_takes_nothing_down(journal: Journal) -> None:
    smaller = Observation(np.zeros((600, 800, 3), np.uint8), (), None)
    names = Scenes(journal).step(2, CLICK, look(screen()), smaller)
    assert len(names) == 1


def test_a_window_of_another_program_in_front_is_covered(journal: Journal) -> None:
    found = look(screen())
    frame, scope = found.view.observation.frame.copy(), found.view.scope
    assert scope is not None
    note = Box(WINDOW.x + 300, WINDOW.y + 200, 400, 200)
    note.crop(frame)[:] = RED
    other = Window("Mail", "mail", "mail", note, window_id=2)
    scope = replace(scope, desktop=(*scope.desktop, other))
    seen = replace(found.view.observation, frame=frame)
    found = replace(found, view=replace(found.view, observation=seen, scope=scope, program=seen))
    shown = RunRecord(journal, journal.folder, "run").shown(found)
    assert reds(frame) > 0 and reds(shown.frame) == 0
    assert np.array_equal(FIELD.crop(shown.frame), FIELD.crop(frame)), "what the agent works on is to be seen"
    assert not np.array_equal(shown.frame[:50, :50], frame[:50, :50]), "nor is the desktop around it"

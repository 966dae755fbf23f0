"""Teaching with the shipped weights: from corrections on the disk to what later runs rely on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
from PIL import Image, ImageDraw

from lam_desktop.cli.main import main
from lam_desktop.execution.finding.exemplars import MOST_KNOWN
from lam_desktop.minds import ShippedMinds
from lam_desktop.neighbours import element_at
from lam_desktop.protocols import Policy, ScreenParser
from lam_desktop.tasks.files import Files
from lam_desktop.tasks.storage import corrections as stored
from lam_desktop.tasks.storage.corrections import Correction, Corrections, ShownPlace
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.storage.taught import TaughtFile, print_of_step
from lam_desktop.tasks.task import Task
from lam_desktop.teaching.held_out import Figures
from lam_desktop.teaching.teach import TOO_MUCH, Lesson, TaughtStep, forget, teach
from lam_desktop.types import Frame, Observation
from tests.panel.making import COLUMNS, ROWS, WINDOW, Form, _font, make_task, rows_file
from tests.tasks.sealed_library import encrypted

SAVE = 7


@dataclass(frozen=True)
class Loaded:
    """The shipped minds, loaded once for all tests."""

    parser: ScreenParser
    policy: Policy
    weights: str
    loads: ClassVar[list[str]] = []

    def load(self, policy: str) -> tuple[ScreenParser, Policy, str]:
        self.loads.append(policy)
        return self.parser, self.policy, self.weights

    def check(self, policy: str) -> None: ...


@pytest.fixture(scope="module")
def minds() -> Loaded:
    return Loaded(*ShippedMinds().load("lam"))


@pytest.fixture
def task(home: Path) -> Task:
    return make_task(home, "orders", rows_file(home.parent))


def renamed(row: int, words: str, also: str = "") -> Frame:
    """The form of a row with another word on its button, and perhaps a further button beside it."""
    form = Form(dict(zip(COLUMNS, ROWS[row], strict=True)), at=(WINDOW.x + 40 * row, WINDOW.y + 12 * row))
    image = Image.fromarray(form.draw())
    draw, save = ImageDraw.Draw(image), form.box("Save")
    for box, said in ((save, words), (save.moved(180, 0), also)):
        if said:
            draw.rounded_rectangle((box.x, box.y, box.right, box.bottom), 5, fill="#2f6fb5")
            draw.text((box.x + 30, box.y + 8), said, font=_font(16), fill="white")
    return np.asarray(image, np.uint8)


def pointed(
    task: Task, minds: Loaded, row: int, words: str, also: str = "", beside: bool = False, done: bool = True
) -> Correction:
    """The person pointed at that button, or at the one beside it."""
    frame = renamed(row, words, also)
    at = WINDOW.x + 40 * row, WINDOW.y + 12 * row
    window = replace(WINDOW, x=at[0], y=at[1])
    seen = Observation(frame, minds.parser.parse(frame, window), window)
    point = Form(at=at).box("Save").moved(180 if beside else 0, 0).center
    element = element_at(seen.elements, point)
    assert element is not None
    values = dict(zip(ROWS[0], ROWS[row], strict=True))
    place = ShownPlace(seen.elements.index(element), point, print_of_step(task.steps[SAVE - 1]), values)
    did = ({"pointed": list(point), "on": element.text},)
    after = replace(seen, elements=())
    return Correction(
        row + 1, SAVE, "Click “Save”", "?", did, "tasks/orders/runs/1", seen, after, done, None, place
    )


def keep(task: Task, corrections: Sequence[Correction]) -> None:
    for one in corrections:
        Corrections(task.folder, task.files).add(one)


def test_with_nothing_to_learn_from_it_says_so_at_once(
    task: Task, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["teach", "orders"]) == 0
    assert "nothing to learn from yet" in capsys.readouterr().out
    assert main(["teach", "nothing", "--json"]) == 2
    capsys.readouterr()
    assert main(["teach", "orders", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["status"] == "done" and told["kept"] == [] and told["steps"] == []


def test_what_agrees_is_kept_with_its_figures(task: Task, home: Path, minds: Loaded) -> None:
    keep(task, [pointed(task, minds, row, "Archive") for row in (1, 2, 3)])
    lesson = teach(Library(home), "orders", minds)
    assert lesson.kept == ("0001", "0002", "0003") and not lesson.left_out
    [step] = lesson.steps
    assert (step.step, step.exemplars) == (SAVE, 3)
    assert step.before.wrong == step.after.wrong == 0 and step.after.right >= step.before.right
    taught = TaughtFile(task.folder, task.files).read()
    assert [one.row for one in taught.corrections] == [2, 3, 4] and taught.print


def test_what_contradicts_is_left_out_and_why_is_said(task: Task, home: Path, minds: Loaded) -> None:
    wrong = pointed(task, minds, 4, "Archive", "Discard", beside=True)
    keep(task, [*(pointed(task, minds, row, "Archive", "Discard") for row in (1, 2, 3)), wrong])
    lesson = teach(Library(home), "orders", minds)
    assert lesson.kept == ("0001", "0002", "0003")
    assert set(lesson.left_out) == {"0004"} and "not meant there" in lesson.left_out["0004"]
    assert all(one.after.wrong == 0 for one in lesson.steps)


def test_what_was_not_seen_to_go_on_teaches_nothing(task: Task, home: Path, minds: Loaded) -> None:
    minds.loads.clear()
    bound = pointed(task, minds, 2, "Archive")
    assert bound.place is not None
    gone = replace(bound, place=replace(bound.place, of="another step"))
    keep(task, [
        pointed(task, minds, 1, "Archive", done=False),
        replace(bound, place=replace(bound.place, bound="It follows the row.")),
        replace(bound, place=None),
        gone,
    ])  # fmt: skip
    lesson = teach(Library(home), "orders", minds)
    assert lesson.kept == () and minds.loads == []
    assert list(lesson.left_out.values())[::-1] == [
        "It was not seen that the row went on by it.", "It follows the row.",
        "It was not done with one click on something that was recognised.",
        "The task has no such step any more.",
    ]  # fmt: skip


def test_only_the_newest_of_a_step_are_asked(task: Task, home: Path, minds: Loaded) -> None:
    one = pointed(task, minds, 1, "Archive")
    keep(task, [one] * (MOST_KNOWN + 2))
    lesson = teach(Library(home), "orders", minds)
    assert len(lesson.kept) == MOST_KNOWN and set(lesson.left_out) == {"0001", "0002"}


def test_behind_damaged_ones_older_ones_count(task: Task, home: Path, minds: Loaded) -> None:
    one = pointed(task, minds, 1, "Archive")
    keep(task, [one] * (MOST_KNOWN + 2))
    (task.folder / "corrections" / "0005-before.png").write_bytes(b"no picture")
    lesson = teach(Library(home), "orders", minds)
    assert lesson.kept == ("0002", "0003", "0004", "0006")
    assert lesson.left_out == {
        "0001": "There are 4 newer ones of this step.",
        "0005": "Its screen is damaged.",
    }


def test_only_the_screens_of_what_may_teach_are_read(task: Task, home: Path, minds: Loaded) -> None:
    one = pointed(task, minds, 1, "Archive")
    keep(task, [replace(one, done=False), one, one])
    folder = task.folder / "corrections"
    for path in (*folder.glob("0001-*.png"), *folder.glob("*-after.png")):
        path.unlink(missing_ok=True)
    (folder / "0002-before.png").write_bytes(b"no picture")
    lesson = teach(Library(home), "orders", minds)
    assert lesson.kept == ("0003",)
    assert lesson.left_out == {
        "0001": "It was not seen that the row went on by it.", "0002": "Its screen is damaged.",
    }  # fmt: skip


def test_what_is_too_much_to_be_held_at_once_is_said(
    task: Task, home: Path, minds: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = pointed(task, minds, 1, "Archive")
    keep(task, [one] * 3)
    height, width = one.before.frame.shape[:2]
    monkeypatch.setattr(stored, "MOST_TAUGHT", 2 * height * width)
    lesson = teach(Library(home), "orders", minds)
    assert lesson.kept == ("0002", "0003") and lesson.left_out == {"0001": TOO_MUCH}


def test_what_could_not_be_tried_is_printed(
    task: Task, home: Path, minds: Loaded, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    steps = (TaughtStep(4, "Click “Save”", 2, Figures(1, 1, 0), Figures(2, 0, 0), untried=7),)
    lesson = Lesson(steps, ("0001", "0002"))
    monkeypatch.setattr("lam_desktop.teaching.teach.teach", lambda *_: lesson)
    assert main(["teach", "orders"]) == 0
    head, line = capsys.readouterr().out.splitlines()[3:5]
    at = head.index("could not be tried")
    assert line[at:].split()[0] == "7"


def test_showing_a_task_reads_no_picture_but_of_what_was_taught(
    task: Task, home: Path, minds: Loaded, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(task, [pointed(task, minds, row, "Archive") for row in (1, 2)])
    teach(Library(home), "orders", minds)
    keep(task, [pointed(task, minds, 3, "Archive", done=False)])
    read: list[str] = []
    once = Files.read

    def counted(files: Files, path: Path) -> bytes:
        read.extend([path.name] if path.parent.name == "corrections" and path.suffix == ".png" else [])
        return once(files, path)

    monkeypatch.setattr(Files, "read", counted)
    assert main(["show", "orders"]) == 0
    assert capsys.readouterr().out.count("rely on it") == 2
    assert sorted(read) == ["0001-before.png", "0002-before.png"]


def test_it_can_be_taken_back(
    task: Task, home: Path, minds: Loaded, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(task, [pointed(task, minds, 1, "Archive")])
    teach(Library(home), "orders", minds)
    assert main(["show", "orders"]) == 0
    assert "on “Archive”; later runs rely on it" in capsys.readouterr().out
    assert main(["teach", "orders", "--forget"]) == 0
    assert "taken back" in capsys.readouterr().out
    assert not TaughtFile(task.folder, task.files).read().kept and not forget(Library(home), "orders")
    assert len(Corrections(task.folder, task.files).all()) == 1
    assert main(["show", "orders"]) == 0 and "rely on it" not in capsys.readouterr().out


def test_what_was_taught_and_is_damaged_is_told_beside_the_task(
    task: Task, home: Path, minds: Loaded, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(task, [pointed(task, minds, 1, "Archive")])
    path = TaughtFile(task.folder, task.files).path
    path.parent.mkdir(exist_ok=True)
    path.write_text("{")
    assert main(["show", "orders", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told["corrections"]) == 1 and "--forget" in told["damaged"][0]


def test_in_an_encrypted_library_nothing_leaks(task: Task, home: Path, minds: Loaded) -> None:
    library = encrypted(home)
    sealed = library.open("orders")
    keep(sealed, [pointed(sealed, minds, 1, "Archive")])
    lesson = teach(library, "orders", minds)
    assert lesson.kept == ("0001",)
    path = sealed.folder / "policy" / "exemplars.json"
    assert b"correction" not in path.read_bytes()
    assert len(TaughtFile(sealed.folder, library.files).read().corrections) == 1

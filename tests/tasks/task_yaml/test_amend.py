"""What a person wrote into a task's file outlives what the product changes in it."""

from __future__ import annotations

import difflib
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lam_desktop.errors import UsageError
from lam_desktop.tasks.step import Target
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.types import Box
from tests.tasks.making import tasks
from tests.tasks.task_yaml.test_task_file import EXPECTED, example

PERSONAL = (
    "# mine\n\n"
    + EXPECTED.replace("zip: '01234'", "zip: 007   # a code, not a number\n    rest: no")
    .replace("customer: 李雷", 'customer: "李雷"')
    .replace("seconds_per_row: 300.0", "seconds_per_row: 300  # five minutes")
    .replace("understood: true", "understood: false  # look at it first")
    .replace("  - caption: Press Ctrl+S\n", "\n  # the save\n  - caption: 'Press Ctrl+S'\n")
    + "# the end\n"
)  # fmt: skip


def differing(old: str, new: str) -> list[str]:
    return [line for line in difflib.ndiff(old.splitlines(), new.splitlines()) if line[0] in "+-"]


def test_what_a_person_wrote_stays_where_the_targets_are_found(tmp_path: Path) -> None:
    path = tmp_path / task_file.FILE_NAME
    path.write_text(PERSONAL, encoding="utf-8")
    task = task_file.load(tmp_path)
    target = Target("Name", "field", Box(1, 2, 3, 4), "Customer")
    first = replace(task.steps[0], caption="Click the field: “Name”", target=target)
    found = replace(task, understood=True, steps=(first, *task.steps[1:]))
    task_file.save(found)

    assert task_file.load(tmp_path) == found
    assert sorted(differing(PERSONAL, path.read_text(encoding="utf-8"))) == [
        "+       box: [1, 2, 3, 4]",
        "+       label: Customer",
        "+       text: Name",
        "+   - caption: 'Click the field: “Name”'",
        "+ understood: true   # look at it first",
        "-       box: [300, 130, 200, 24]",
        "-       text: Müller",
        "-   - caption: Click the field showing “Müller”",
        "- understood: false  # look at it first",
    ]


def test_steps_that_are_gone_take_no_comment_of_others_with_them(tmp_path: Path) -> None:
    path = tmp_path / task_file.FILE_NAME
    text = EXPECTED.replace("  - caption: Press Ctrl+S\n", "  # the save\n  - caption: Press Ctrl+S # all\n")
    path.write_text(text, encoding="utf-8")
    task = task_file.load(tmp_path)
    at = next(at for at, step in enumerate(task.steps) if step.caption == "Press Ctrl+S")
    kept = [replace(one, number=number) for number, one in enumerate(task.steps[at - 1 :], start=1)]
    task_file.save(replace(task, steps=tuple(kept)))
    assert "  # the save\n  - caption: Press Ctrl+S # all\n" in path.read_text(encoding="utf-8")

    task = task_file.load(tmp_path)
    task_file.save(replace(task, steps=tuple(replace(one, number=1) for one in task.steps[1:2])))
    left = path.read_text(encoding="utf-8")
    assert "  - caption: Press Ctrl+S # all\n" in left and left.count("# the save") == 1
    assert task_file.load(tmp_path).steps[0].caption == "Press Ctrl+S"


def test_nothing_changed_leaves_every_letter(tmp_path: Path) -> None:
    path = tmp_path / task_file.FILE_NAME
    odd = PERSONAL.replace("windows:\n  - class", "windows:\n      -   class").replace(
        "    process", "          process", 1
    )
    path.write_text(odd, encoding="utf-8")
    task_file.save(task_file.load(tmp_path))
    assert path.read_text(encoding="utf-8") == odd


@pytest.mark.parametrize(
    "odd",
    [
        EXPECTED.replace("s: python3", "s: &p python3", 1).replace("s: python3", "s: *p"),
        EXPECTED.replace("understood: true", "understood: !!python/object:os.system true"),
        EXPECTED.replace("windows:", "windows: &w").replace("variables:", "variables: &v"),
        EXPECTED.replace("steps:", "%steps:"),
        "---\n" + EXPECTED + "...\n",
    ],
)  # fmt: skip
def test_odd_files_are_saved_too(tmp_path: Path, odd: str) -> None:
    path = tmp_path / task_file.FILE_NAME
    path.write_text(odd, encoding="utf-8")
    try:
        task = task_file.load(tmp_path)
    except UsageError:
        task = example(tmp_path)
    changed = replace(
        task, understood=False, steps=(replace(task.steps[0], kind="right_click"), *task.steps[1:])
    )
    task_file.save(changed)
    assert task_file.load(tmp_path) == changed


ANCHORED = PERSONAL.replace("s: python3", "s: &p python3", 1).replace("s: python3", "s: *p")


@pytest.mark.parametrize("of", ["limits", "step", "process"])
def test_comments_beside_anchors_stay(tmp_path: Path, of: str) -> None:
    """Also where what an alias shares is changed in one of its places."""
    path = tmp_path / task_file.FILE_NAME
    path.write_text(ANCHORED, encoding="utf-8")
    task = task_file.load(tmp_path)
    first = task.steps[0]
    assert first.window is not None
    changed = {
        "limits": replace(task, limits=replace(task.limits, watched_rows=7)),
        "step": replace(task, steps=(replace(first, caption="Another"), *task.steps[1:])),
        "process": replace(
            task, steps=(replace(first, window=replace(first.window, process="python4")), *task.steps[1:])
        ),
    }[of]
    task_file.save(changed)
    assert task_file.load(tmp_path) == changed
    kept = path.read_text(encoding="utf-8")
    for comment in ("# mine\n", "# a code, not a number", "# five minutes", "# the save\n", "# the end\n"):
        assert kept.count(comment) == 1, comment
    assert "could not stay" not in kept and "'Press Ctrl+S'" in kept


def test_what_a_mapping_shares_is_written_out_where_one_of_its_places_changes(tmp_path: Path) -> None:
    path = tmp_path / task_file.FILE_NAME
    text = PERSONAL.replace("\nsteps:", "\nsteps:  # of the day", 1)
    window = re.search(r"^ +window: *\n((?: +(?:class|process): .*\n)+)", text, re.MULTILINE)
    assert window is not None
    assert text.count(window[0]) >= 2
    first = window[0].replace("window:", "window: &w  # the program", 1)
    at = text.index(window[0]) + len(window[0])
    alias = window[0].split("window:")[0] + "window: *w\n"
    text = text[: at - len(window[0])] + first + text[at:].replace(window[0], alias)
    path.write_text(text, encoding="utf-8")
    task = task_file.load(tmp_path)
    step = task.steps[1]
    assert step.window is not None and step.window == task.steps[0].window
    other = replace(step, window=replace(step.window, process="other"))
    changed = replace(task, steps=(task.steps[0], other, *task.steps[2:]))
    task_file.save(changed)
    assert task_file.load(tmp_path) == changed
    kept = path.read_text(encoding="utf-8")
    assert "# of the day" in kept and "# the save" in kept and "could not stay" not in kept


def test_comments_of_a_file_that_is_written_anew_stand_at_its_end(tmp_path: Path) -> None:
    """It was damaged: nobody knows what belongs to what."""
    path = tmp_path / task_file.FILE_NAME
    path.write_text(PERSONAL.replace("steps:", "%steps:"), encoding="utf-8")
    task = example(tmp_path)
    task_file.save(task)
    assert task_file.load(tmp_path) == task
    kept = path.read_text(encoding="utf-8")
    assert kept.startswith(task_file.dumps(task))
    end = kept.removeprefix(task_file.dumps(task)).splitlines()
    assert "could not stay in their places" in end[1]
    lost = [
        "# a code, not a number",
        "# five minutes",
        "# look at it first",
        "# mine",
        "# the end",
        "# the save",
    ]
    assert sorted(end[2:]) == lost


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_every_change_arrives(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = tmp_path_factory.getbasetemp() / "amended"
    folder.mkdir(exist_ok=True)
    one, other = data.draw(tasks(folder)), data.draw(tasks(folder))
    mixed: Task = replace(one, understood=not one.understood, limits=other.limits, row=other.row)
    path = folder / task_file.FILE_NAME
    for changed in (mixed, other):
        path.write_text(f"# mine\n{task_file.dumps(one)}", encoding="utf-8")
        task_file.save(changed)
        assert task_file.load(folder) == changed

"""What a person wrote into a task's file outlives what the product changes in it."""

from __future__ import annotations

import difflib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lam_desktop.errors import UsageError
from lam_desktop.tasks import task_file
from lam_desktop.tasks.task import Target, Task
from lam_desktop.types import Box
from tests.tasks.making import tasks
from tests.tasks.test_task_file import EXPECTED, example

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
        "-   - caption: Click the field “Müller”",
        "- understood: false  # look at it first",
    ]


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


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
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

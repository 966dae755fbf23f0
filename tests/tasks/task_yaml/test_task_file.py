from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from lam_desktop.errors import EnvironmentFault, UsageError
from lam_desktop.tasks.provenance.values import written
from lam_desktop.tasks.step import Target, TaskStep, Value, WindowName
from lam_desktop.tasks.task import DemonstratedRow, Task
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.types import Box
from tests.tasks.making import tasks


def example(folder: Path) -> Task:
    desk = WindowName("orderdesk", "python3")
    return Task(
        name=folder.name,
        folder=folder,
        recording="demos/2026-01-15-101530.lamrec",
        steps=(
            TaskStep(
                1,
                0,
                "click",
                "Click the field showing “Müller”",
                desk,
                (320, 140),
                Target("Müller", "field", Box(300, 130, 200, 24)),
            ),
            TaskStep(
                2, 1, "type", "Type “李雷” (column customer)", desk, value=Value("row", "customer", "李雷")
            ),
            TaskStep(
                3,
                2,
                "type",
                "Type “05.03.2026” (column due, written dd.mm.yyyy)",
                desk,
                value=Value("row", "due", "05.03.2026", "%d.%m.%Y", "%Y-%m-%d"),
                doubt="05.03.2026 stands in the columns due and ordered; «due» was taken.",
            ),
            TaskStep(4, 3, "shortcut", "Press Ctrl+S", desk, keys=("ctrl", "s"), approval=True),
        ),
        row=DemonstratedRow("orders.csv", 1, {"customer": "李雷", "zip": "01234", "due": "2026-03-05"}),
        windows=(desk,),
        understood=True,
        screen=(1280, 800),
    )


EXPECTED = """\
version: 1
recording: demos/2026-01-15-101530.lamrec
understood: true
screen: [1280, 800]
row:
  file: orders.csv
  index: 1
  cells:
    customer: 李雷
    zip: '01234'
    due: '2026-03-05'
variables:
  - customer
  - due
windows:
  - class: orderdesk
    process: python3
limits:
  actions_per_row: 200
  seconds_per_row: 300.0
  wait_s: 20.0
  watched_rows: 3
steps:
  - caption: Click the field showing “Müller”
    kind: click
    approval: false
    window:
      class: orderdesk
      process: python3
    demonstrated: 0
    point: [320, 140]
    target:
      kind: field
      text: Müller
      box: [300, 130, 200, 24]
  - caption: Type “李雷” (column customer)
    kind: type
    value:
      source: row
      name: customer
      text: 李雷
    approval: false
    window:
      class: orderdesk
      process: python3
    demonstrated: 1
  - caption: Type “05.03.2026” (column due, written dd.mm.yyyy)
    kind: type
    doubt: 05.03.2026 stands in the columns due and ordered; «due» was taken.
    value:
      source: row
      name: due
      text: 05.03.2026
      form: '%d.%m.%Y'
      cell_form: '%Y-%m-%d'
    approval: false
    window:
      class: orderdesk
      process: python3
    demonstrated: 2
  - caption: Press Ctrl+S
    kind: shortcut
    keys: [ctrl, s]
    approval: true
    window:
      class: orderdesk
      process: python3
    demonstrated: 3
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "orders").mkdir()
    return tmp_path / "orders"


def edited(folder: Path, old: str, new: str) -> Path:
    """The example as the person left it after replacing `old` once."""
    path = task_file.save(example(folder))
    assert old in EXPECTED
    path.write_text(task_file.HEADER + EXPECTED.replace(old, new, 1), encoding="utf-8")
    return path


def test_the_file_reads_well(folder: Path) -> None:
    text = task_file.save(example(folder)).read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../../.task.schema.json\n# A task of LAM Desktop")
    assert text.removeprefix(task_file.HEADER) == EXPECTED


@given(st.data())
@settings(max_examples=60)
def test_every_task_comes_back_exactly(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = tmp_path_factory.getbasetemp() / "round-trip"
    folder.mkdir(exist_ok=True)
    task = data.draw(tasks(folder))
    (folder / task_file.FILE_NAME).unlink(missing_ok=True)
    path = task_file.save(task)
    assert task_file.load(folder) == task
    text = path.read_text(encoding="utf-8")
    assert task_file.dumps(task_file.load(folder)) == text
    yaml.safe_load(text)  # other programs read it, too


def test_a_small_change_is_a_small_difference(folder: Path) -> None:
    task = example(folder)
    steps = (*task.steps[:1], replace(task.steps[1], caption="Enter the customer"), *task.steps[2:])
    before = task_file.dumps(task).splitlines()
    after = task_file.dumps(replace(task, steps=steps)).splitlines()
    assert [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]] == [
        ("  - caption: Type “李雷” (column customer)", "  - caption: Enter the customer")
    ]


def test_the_name_is_the_folders(folder: Path) -> None:
    task_file.save(example(folder))
    renamed = folder.rename(folder.with_name("invoices"))
    assert task_file.load(renamed).name == "invoices"


def test_removed_steps_renumber_the_rest(folder: Path) -> None:
    edited(
        folder,
        EXPECTED[EXPECTED.index("  - caption: Type “李雷”") : EXPECTED.index("  - caption: Type “05")],
        "",
    )
    assert [(step.number, step.demonstrated) for step in task_file.load(folder).steps] == [
        (1, 0),
        (2, 2),
        (3, 3),
    ]


@pytest.mark.parametrize("text", ["007", "no", "2026-01-15", "1e3", "null", "12:30", "0x1F", "~"])
def test_unquoted_cells_stay_what_the_person_wrote(folder: Path, text: str) -> None:
    edited(folder, "zip: '01234'", f"zip: {text}")
    row = task_file.load(folder).row
    assert row is not None and row.cells["zip"] == text


def test_what_is_made_of_columns(folder: Path) -> None:
    made = "      write: '{customer}, {due | date d/m/yy from yyyy-mm-dd}'\n"
    edited(folder, "      name: customer\n", made)
    task = task_file.load(folder)
    value = task.steps[1].value
    assert value is not None and task.row is not None
    assert (value.columns, task.variables) == (("customer", "due"), ("customer", "due"))
    assert written(value, (1, task.row.cells)) == "李雷, 5/3/26"
    assert made in task_file.dumps(task)


FAULTS = [
    ("version: 1\n", "version: 2\n", ["newer version", "update"]),
    ("version: 1\n", "", ["«version» is missing"]),
    ("version: 1\n", "version: one\n", ["«version» is «one»", "whole number"]),
    ("kind: shortcut", "kind: shortcutt", ["step 4", "«kind»", "did you mean «shortcut»"]),
    ("kind: shortcut", "kind: fly", ["step 4", "«kind»", "must be one of click,"]),
    ("kind: shortcut", "kind: wait", ["step 4", "«text» is missing"]),
    ("kind: shortcut", "kind: wait\n    text: '…'", ["step 4", "«text» must have a letter"]),
    ("kind: shortcut", "kind: wait\n    text: Order {nr}", ["step 4", "«text» uses «nr»", "«variables»"]),
    ("kind: shortcut", "kind: shortcut\n    text: x", ["step 4", "«text» is not known"]),
    (
        "kind: shortcut",
        "kind: shortcut\n    when: {column: express, is: 'yes'}",
        ["step 4: when", "«column» uses «express»", "«variables»"],
    ),
    (
        "kind: shortcut",
        "kind: shortcut\n    when: {column: due}",
        ["step 4: when", "«column» needs one of is, is_not, empty, shown, not_shown", "has 0"],
    ),
    (
        "kind: shortcut",
        "kind: shortcut\n    when: {is: 'yes'}",
        ["step 4: when", "«is» needs a «column»"],
    ),
    (
        "kind: shortcut",
        "kind: shortcut\n    when: {column: due, shown: Due}",
        ["step 4: when", "«shown» stands beside «column»"],
    ),
    (
        "kind: shortcut",
        "kind: shortcut\n    when: {shown: Due, steps: 2}",
        ["step 4: when", "«steps» is 2, but only 1"],
    ),
    ("kind: shortcut", "kind: read", ["step 4", "«value» is missing"]),
    ("kind: shortcut", "kind: read\n    value: {source: row, name: due}", ["«source» must be screen"]),
    ("kind: shortcut", "kind: read\n    value: {source: screen, name: x}", ["step 4: value", "«places»"]),
    ("source: row", "source: read", ["step 2: value", "«source» is «read»", "write screen"]),
    ("source: row", "source: screen", ["step 2: value", "«places» is missing", "read somewhere"]),
    ("source: row", "source: clipboard", ["step 2: value", "is «clipboard»", "pastes", "choose row"]),
    ("source: row", "source: computed", ["step 2: value", "is «customer»", "one of today, number"]),
    ("    keys: [ctrl, s]\n", "", ["step 4", "«keys»", "is missing"]),
    ("keys: [ctrl, s]", "keys: []", ["step 4", "«keys»", "is empty"]),
    ("    point: [320, 140]\n", "", ["step 1", "«point» is missing"]),
    ("point: [320, 140]", "point: [320]", ["step 1", "«point»", "2 whole numbers"]),
    ("point: [320, 140]", "point: 320", ["step 1", "«point»", "a list"]),
    ("box: [300, 130, 200, 24]", "box: [300, 130, -1, 24]", ["step 1: target", "«box»", "negative"]),
    ("approval: true", "approval: maybe", ["step 4", "«approval»", "true or false"]),
    ("approval: true", "aproval: true", ["step 4", "«aproval» is not known", "«approval»"]),
    ("approval: true", "colour: red", ["step 4", "«colour» is not known", "remove it"]),
    ("source: row", "source: rows", ["step 2: value", "«source»", "did you mean «row»"]),
    ("name: customer", "name: custmer", ["step 2", "«custmer»", "«variables»", "«customer»"]),
    ("      name: customer\n", "", ["step 2: value", "«name» is missing"]),
    ("name: customer", "name: ''", ["step 2: value", "«name» is empty"]),
    ("form: '%d.%m.%Y'", "form: '%d.%m'", ["step 3: value", "«form»", "%d.%m.%Y"]),
    ("cell_form: '%Y-%m-%d'", "cell_form: ISO", ["step 3: value", "«cell_form»"]),
    ("      name: customer\n", "      write: Mr\n", ["step 2: value", "«write»", "uses no column"]),
    ("      name: customer\n", "      write: '{customer | shout}'\n", ["«write»", "«shout» is nothing"]),
    ("      name: customer\n", "      write: '{custmer}'\n", ["«write» uses «custmer»", "«customer»"]),
    (
        "      name: customer\n",
        "      name: due\n      write: '{due}'\n",
        ["«write»", "«name»", "keep one"],
    ),
    (
        "source: row\n",
        "source: row\n      empty: skip\n",
        ["step 2: value", "«empty»", "refuse, leave, clear"],
    ),
    (
        "    kind: click\n",
        "    kind: click\n    value: {source: row, name: due, empty: clear}\n",
        ["step 1: value", "«empty» is «clear»", "choose leave"],
    ),
    ("wait_s: 20.0", "wait_s: 0", ["limits", "«wait_s»", "above 0"]),
    ("wait_s: 20.0", "wait_s: .inf", ["limits", "«wait_s»", "above 0"]),
    ("index: 1", "index: 0", ["row", "«index»", "from 1"]),
    ("zip: '01234'", "zip: [1]", ["row", "«zip»", "one text"]),
    ("caption: Press Ctrl+S", "caption: {a: b}", ["step 4", "«caption»", "one text"]),
    ("windows:\n", "window:\n", ["«windows» is missing"]),
    ("steps:\n", "steps: none\n# ", ["line", "YAML"]),
    ("understood: true", "understood: true\nunderstood: false", ["«understood» stands twice", "line"]),
    ("understood: true", "understood: [", ["not valid YAML in line"]),
    ("understood: true", "? [a]\n: b", ["not valid YAML in line"]),
    ("understood: true", "understood: &a [*a]", ["not valid YAML in line"]),
    ("understood: true", "understood: \x07", ["not valid YAML in line ", "U+0007"]),
    ("understood: true", 'understood: "\\U00110000"', ["not valid YAML", "does not exist"]),
    ("understood: true", 'understood: "\\UFFFFFFFF"', ["not valid YAML", "does not exist"]),
    ("understood: true", 'understood: "\\ud800"', ["not valid YAML", "half a character"]),
    ("understood: true", "understood: " + "[" * 5000, ["not valid YAML in line ", "nested too deeply"]),
    ("screen: [1280, 800]", "screen: [0, -5]", ["line ", "«screen» is [0, -5]", "above 0"]),
]


@pytest.mark.parametrize(("old", "new", "words"), FAULTS)
def test_a_fault_names_its_line(folder: Path, old: str, new: str, words: list[str]) -> None:
    del words
    path = edited(folder, old, new)
    with pytest.raises(UsageError) as error:
        task_file.load(path.parent)
    told = str(error.value)
    found = re.search(r"line (\d+)", told)
    if found is None:  # of the file as a whole, or a check across its parts
        assert any(word in told for word in ("newer version", "«variables»", "not valid YAML"))
        return
    line = path.read_text(encoding="utf-8").splitlines()[int(found[1]) - 1]
    keys = re.findall(r"«(\w+)»", told)
    assert any(key in line for key in keys) or "is missing" in told or "YAML" in told


@pytest.mark.parametrize(("old", "new", "words"), FAULTS)
def test_a_fault_names_file_step_and_key_in_one_sentence(
    folder: Path, old: str, new: str, words: list[str]
) -> None:
    path = edited(folder, old, new)
    with pytest.raises(UsageError) as caught:
        task_file.load(folder)
    message = str(caught.value)
    assert message.startswith(str(path))
    assert "\n" not in message and message.endswith(".") and ".." not in message
    for word in words:
        assert word in message


def test_the_faults_of_a_file_are_told_at_once_up_to_five(folder: Path) -> None:
    path = edited(folder, "kind: shortcut", "kind: fly")
    text = path.read_text(encoding="utf-8").replace("source: row", "source: rows").replace("20.0", "0")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        task_file.load(folder)
    told = str(caught.value).splitlines()
    lines = [int(found[1]) for one in told if (found := re.search(r"task\.yaml, line (\d+): ", one))]
    assert len(told) == len(lines) == 4 and lines == sorted(lines)
    assert "«wait_s»" in told[0] and all(one.endswith(".") for one in told)

    path.write_text(text.replace("approval: ", "aproval: "), encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        task_file.load(folder)
    assert len(str(caught.value).splitlines()) == 5

    many = text[: text.index("steps:\n")] + "steps:\n" + "  - kind: fly\n" * 7
    path.write_text(many, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        task_file.load(folder)
    assert str(caught.value).splitlines()[5:] == ["And 3 more."]


@pytest.mark.parametrize("content", [b"", b"- a\n", b"just words", b"\xff\xfe\x00", b"[" * 500])
def test_what_is_no_task_at_all(folder: Path, content: bytes) -> None:
    (folder / "task.yaml").write_bytes(content)
    with pytest.raises(UsageError, match=r"task\.yaml"):
        task_file.load(folder)


def test_a_missing_file_is_bad_usage(folder: Path) -> None:
    with pytest.raises(UsageError, match="record the task again"):
        task_file.load(folder)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_content_gives_anything_but_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = tmp_path_factory.getbasetemp()
    (folder / "task.yaml").write_bytes(content)
    with pytest.raises((UsageError, EnvironmentFault)):  # the latter for what looks encrypted
        task_file.load(folder)


def test_a_failed_save_keeps_the_old_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = task_file.save(example(folder))
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(EnvironmentFault, match="No space left"):
        task_file.save(replace(example(folder), understood=False))
    assert path.read_bytes() == before
    assert [entry.name for entry in folder.iterdir()] == ["task.yaml"]

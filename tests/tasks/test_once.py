"""Steps that are done once, in `task.yaml`: where they may stand, what they may use, how they are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from lam_desktop.errors import UsageError
from lam_desktop.tasks.explaining.describe import describe_task, task_as_json
from lam_desktop.tasks.once import BEFORE_ROWS, BEHIND_ROWS, of_rows, parts_of, steps_of
from lam_desktop.tasks.provenance.irreversible import irreversible_steps
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.tasks.task_yaml.task_schema import task_schema
from tests.tasks.editing import as_an_editor_reads

HEAD = """version: 1
recording: demos/1.lamrec
understood: true
row: {file: orders.csv, index: 1, cells: {customer: Miller}}
variables: [customer]
windows: [{class: orders}]
steps:
"""
OPEN = "  - {caption: Open, kind: key, keys: [f2], demonstrated: 0, once: before}  # in the morning\n"
TYPE = (
    "  - {caption: Type, kind: type, value: {source: row, name: customer, text: Miller}, demonstrated: 1}\n"
)
SAVE = "  - {caption: Save, kind: key, keys: [enter], demonstrated: 2}\n"
CLOSE = "  - {caption: Close, kind: key, keys: [f9], demonstrated: 3, once: after}\n"
LINE = HEAD.count("\n")


def loaded(folder: Path, *steps: str) -> Task:
    (folder / task_file.FILE_NAME).write_text(HEAD + "".join(steps), encoding="utf-8")
    return task_file.load(folder)


def refused(folder: Path, *steps: str) -> str:
    with pytest.raises(UsageError) as told:
        loaded(folder, *steps)
    return str(told.value)


def test_which_steps_belong_to_a_row(tmp_path: Path) -> None:
    task = loaded(tmp_path, OPEN, TYPE, SAVE, CLOSE)
    assert parts_of(task) == (BEFORE_ROWS, BEHIND_ROWS)
    assert [[one.number for one in steps_of(task, row)] for row in (BEFORE_ROWS, 7, BEHIND_ROWS)] == [
        [1],
        [2, 3],
        [4],
    ]
    assert [one.number for one in of_rows(task).steps] == [2, 3]
    assert parts_of(loaded(tmp_path, TYPE, SAVE)) == ()


def test_what_a_person_wrote_about_it_stays(tmp_path: Path) -> None:
    task = loaded(tmp_path, OPEN, TYPE, SAVE, CLOSE)
    path = task_file.save(task)
    assert path.read_text(encoding="utf-8") == HEAD + OPEN + TYPE + SAVE + CLOSE
    assert task_file.load(tmp_path) == task
    again = tmp_path / "again"
    again.mkdir()
    (again / task_file.FILE_NAME).write_text(task_file.dumps(task), encoding="utf-8")
    assert [one.once for one in task_file.load(again).steps] == ["before", "", "", "after"]


def test_it_is_told(tmp_path: Path) -> None:
    task = loaded(tmp_path, OPEN, TYPE, SAVE, CLOSE)
    told = "\n".join(describe_task(task))
    assert "1. Open  [once, before the rows]" in told and "4. Close  [once, behind the rows]" in told
    assert [one.get("once") for one in task_as_json(task)["steps"]] == ["before", None, None, "after"]


def test_each_end_of_what_is_done_together_cannot_be_undone(tmp_path: Path) -> None:
    """What opens a form stores nothing yet; the last step of a row ends it, wherever it stands."""
    assert irreversible_steps(loaded(tmp_path, OPEN, TYPE, SAVE, CLOSE).steps) == {3, 4}
    shift = SAVE.replace("[enter]", "[f5]")
    assert irreversible_steps(loaded(tmp_path, OPEN, TYPE, shift, CLOSE).steps) == {3, 4}
    assert irreversible_steps(loaded(tmp_path, OPEN, TYPE, shift, SAVE).steps) == {4}


COUNTING = (
    "  - {caption: T, kind: type, value: {source: computed, name: number}, demonstrated: 1, once: before}\n"
)
TICKET = (
    "{source: screen, name: ticket, text: T1, places: [{demonstrated: 1, text: T1, characters: [0, 2],"
    " box: [0, 0, 9, 9]}]}"
)
READING = f"  - {{caption: Read, kind: read, value: {TICKET}, demonstrated: 1}}\n"
TYPES_IT = (
    "  - {caption: Type, kind: type, value: {source: screen, name: ticket, text: T1}, demonstrated: 3}\n"
)
COPY = "  - {caption: Copy, kind: shortcut, keys: [ctrl, c], demonstrated: 1}\n"
PASTE = (
    "  - {caption: Paste, kind: shortcut, keys: [ctrl, v], value: {source: clipboard, text: T1},"
    " demonstrated: 2}\n"
)
NOT_EQUALLY = "«source» is clipboard, but step 1, which copies for it, is not done equally often"


@pytest.mark.parametrize(
    ("steps", "line", "what"),
    [
        ((TYPE, OPEN, SAVE), 1, "«once» is before, but step 1, which each row does, stands before it"),
        ((TYPE, CLOSE, SAVE), 1, "«once» is after, but step 3, which each row does, stands behind it"),
        ((OPEN, CLOSE), 1, "«once» stands beside every step"),
        ((OPEN.replace("before", "always"), TYPE), 0, "«once»"),
        ((TYPE.replace("}\n", ", once: before}\n"), SAVE), 0, "«name» uses the column «customer» of the row"),
        ((COUNTING, SAVE), 0, "«name» is number, which counts the rows"),
        (
            (OPEN.replace("once", "when: {column: customer, is: x}, once"), TYPE), 0,
            "«column» uses the column «customer» of the row",
        ),
        (
            ("  - {kind: wait, text: 'Ready, {customer}', once: before}\n", TYPE), 0,
            "«text» uses the column «customer» of the row",
        ),
        (
            ("  - {kind: task, task: login, with: {user: '{customer}'}, once: before}\n", TYPE), 0,
            "«with» uses the column «customer» of the row",
        ),
        ((OPEN.replace("once", "when: {shown: x, steps: 2}, once"), TYPE), 0, "«steps» is 2, but these"),
        ((OPEN.replace("once", "optional: true, once"), TYPE), 0, "«optional» is true in the last of"),
        ((READING, SAVE, TYPES_IT.replace("}\n", ", once: after}\n")), 2, "«source» is screen, but that"),
        (
            (READING, SAVE, CLOSE.replace("once", "when: {read: ticket, is: x}, once")), 2,
            "«read» is «ticket», which is read anew for each row",
        ),
        ((COPY.replace("}\n", ", once: before}\n"), TYPE, PASTE), 2, NOT_EQUALLY),
        ((COPY, TYPE, PASTE.replace("2}\n", "2, once: after}\n")), 2, NOT_EQUALLY),
        ((TYPE, SAVE.replace("dem", "when: {read: tickt, is: x}, dem")), 1, "«read» is «tickt», which no"),
        (
            (READING, SAVE.replace("dem", "when: {read: tickt, is: x}, dem")), 1,
            "which no step of this task before it reads (did you mean «ticket»?)",
        ),
        ((TYPE.replace("dem", "when: {ticked: A, column: customer}, dem"),), 0, "the screen tells it"),
        ((READING, SAVE.replace("dem", "when: {read: ticket, shown: x}, dem")), 1, "the screen tells it"),
        (
            (READING, SAVE.replace("dem", "when: {read: ticket, column: customer, is: x}, dem")), 1,
            "«read» stands beside «column»",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_with_its_line(
    tmp_path: Path, steps: tuple[str, ...], line: int, what: str
) -> None:
    told = refused(tmp_path, *steps)
    assert f", line {LINE + line + 1}: " in told and what in told, told


def test_what_was_read_once_may_be_used_everywhere(tmp_path: Path) -> None:
    first = READING.replace("}\n", ", once: before}\n")
    ticked = SAVE.replace("dem", "when: {read: ticket, is: T1}, dem")
    task = loaded(tmp_path, first, TYPES_IT, ticked, TYPES_IT.replace("}\n", ", once: after}\n"))
    assert task.steps[2].when is not None and task.steps[2].when.reader == 1
    assert {place.recorded for value in task.read_values for place in value.places} == {("", 1, 0)}


def test_what_is_copied_and_pasted_equally_often_stays(tmp_path: Path) -> None:
    first = [one.replace("}\n", ", once: before}\n") for one in (COPY, PASTE)]
    assert parts_of(loaded(tmp_path, *first, COPY, TYPE, PASTE, CLOSE)) == (BEFORE_ROWS, BEHIND_ROWS)


def test_the_schema_knows_it(tmp_path: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    check = jsonschema.Draft202012Validator(task_schema())
    boxed = SAVE.replace("dem", "when: {ticked: Gift}, dem")
    read = SAVE.replace("dem", "when: {read: ticket, is_not: T1}, dem")
    assert not list(
        check.iter_errors(as_an_editor_reads(HEAD + OPEN + READING + TYPE + boxed + read + CLOSE))
    )
    for wrong in (
        OPEN.replace("before", "always"),
        SAVE.replace("dem", "when: {ticked: Gift, column: customer}, dem"),
        SAVE.replace("dem", "when: {read: ticket}, dem"),
    ):
        assert list(check.iter_errors(as_an_editor_reads(HEAD + wrong + TYPE))), wrong


def test_a_task_that_is_done_once_has_no_row(tmp_path: Path) -> None:
    library = Library(tmp_path)
    folders = {}
    for name in ("orders", "login"):
        (tmp_path / "tasks" / name / "demos").mkdir(parents=True)
        folders[name] = tmp_path / "tasks" / name
    call = "  - {kind: task, task: login, with: {customer: Clerk}, once: before}\n"
    loaded(folders["login"], TYPE, SAVE)
    loaded(folders["orders"], call, TYPE, SAVE, CLOSE)
    whole = library.whole("orders")
    assert [(one.label, one.once) for one in whole.steps] == [
        ("1.1", "before"), ("1.2", "before"), ("2", ""), ("3", ""), ("4", "after"),
    ]  # fmt: skip
    assert irreversible_steps(whole.steps) == {2, 4, 5}
    loaded(folders["orders"], call.replace("with: {customer: Clerk}, ", ""), TYPE, SAVE)
    with pytest.raises(
        UsageError, match=f"line {LINE + 1}: .*uses the column «customer» of the row, but it is done"
    ):
        library.whole("orders")
    loaded(folders["login"], OPEN, TYPE, SAVE)
    with pytest.raises(UsageError, match=f"line {LINE + 1}: .*which has steps with «once»"):
        library.whole("orders")

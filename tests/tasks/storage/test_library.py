from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from lam_desktop.errors import EnvironmentFault, UsageError
from lam_desktop.tasks.step import TaskStep
from lam_desktop.tasks.storage.library import Library, default_home
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.task_yaml import task_file


def everything(home: Path) -> list[str]:
    return sorted(path.relative_to(home).as_posix() for path in home.rglob("*"))


def record(library: Library, name: str, add: bool = False) -> Path:
    recording = library.create(name, add=add)
    recording.write_bytes(b"a demonstration")
    folder = library.folder(name)
    step = TaskStep(1, 0, "key", "Press Enter", keys=("enter",))
    task_file.save(Task(folder.name, folder, recording.relative_to(folder).as_posix(), (step,)))
    return recording


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path)


def test_home_follows_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LAM_HOME", str(tmp_path / "here"))
    assert default_home() == tmp_path / "here"
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("LAM_HOME", "~/lam")
    assert default_home() == tmp_path / "lam"
    monkeypatch.delenv("LAM_HOME")
    assert default_home() == tmp_path / ".local" / "share" / "lam"


def test_looking_makes_nothing(library: Library) -> None:
    assert library.names() == []
    assert not library.exists("orders")
    assert everything(library.home) == []


def test_a_recorded_task_is_found_again(library: Library) -> None:
    recording = record(library, "orders")
    assert library.names() == ["orders"]
    task = library.open("orders")
    assert (task.name, task.folder) == ("orders", library.folder("orders"))
    assert task.recording_path == recording
    assert [part for part in ("demos", "policy", "runs") if (task.folder / part).is_dir()] == [
        "demos",
        "policy",
        "runs",
    ]


def test_names_are_sorted_as_people_look_them_up(library: Library) -> None:
    for name in ("visits", "Orders", "marks", "录入"):
        record(library, name)
    (library.home / "tasks" / ".trash").mkdir()
    (library.home / "tasks" / "empty").mkdir()
    assert library.names() == ["marks", "Orders", "visits", "录入"]


def test_an_existing_name_needs_add(library: Library) -> None:
    first = record(library, "orders")
    with pytest.raises(UsageError, match=r"«orders» already; .*--add"):
        library.create("orders")
    second = record(library, "orders", add=True)
    assert second != first
    assert sorted(path.name for path in second.parent.iterdir()) == sorted([first.name, second.name])
    assert sorted([first, second]) == [first, second]


def test_discard_leaves_nothing_behind(library: Library) -> None:
    recording = library.create("orders")
    recording.write_bytes(b"no step")
    recording.with_name(recording.name + "-wal").write_bytes(b"log")
    library.discard("orders", recording)
    assert everything(library.home) == []


def test_what_was_shown_during_runs_has_its_place_and_goes_with_it(library: Library) -> None:
    recording = library.create("orders")
    kept = library.folder("orders") / "corrections"
    assert kept.is_dir()
    (kept / "1.json").write_text("{}")
    library.discard("orders", recording)
    assert everything(library.home)[-1] == "tasks/orders/corrections/1.json"
    (kept / "1.json").unlink()
    library.discard("orders", recording)
    assert everything(library.home) == []


def test_discard_spares_older_demonstrations_and_other_tasks(library: Library) -> None:
    record(library, "orders")
    record(library, "marks")
    before = everything(library.home)
    recording = library.create("orders", add=True)
    recording.write_bytes(b"no step")
    library.discard("orders", recording)
    assert everything(library.home) == before


def test_discard_removes_no_file_of_another_task(library: Library) -> None:
    record(library, "orders")
    other = record(library, "marks")
    with pytest.raises(UsageError, match="nothing was removed"):
        library.discard("orders", other)
    assert other.exists()


def test_a_recording_cut_short_is_no_task_but_is_kept(library: Library) -> None:
    cut = library.create("orders")
    cut.write_bytes(b"half")
    assert library.names() == []
    with pytest.raises(UsageError, match="cut short"):
        library.open("orders")
    again = record(library, "orders")
    assert cut.exists() and again != cut
    assert library.open("orders").recording_path == again


def test_an_unknown_task_is_refused_with_those_close_to_it(library: Library) -> None:
    with pytest.raises(UsageError, match="record it first: lam record orders"):
        library.open("orders")
    record(library, "Orders")
    record(library, "visits")
    with pytest.raises(UsageError, match="did you mean «Orders»?"):
        library.open("ordres")
    with pytest.raises(UsageError, match="`lam list` shows"):
        library.open("zzz")
    with pytest.raises(UsageError, match="the character /"):
        library.open("../etc")


def test_delete_removes_the_task_and_nothing_else(library: Library, tmp_path: Path) -> None:
    record(library, "orders")
    record(library, "marks")
    library.delete("orders")
    assert library.names() == ["marks"]
    assert not library.folder("orders").exists()
    with pytest.raises(UsageError):
        library.delete("orders")


def test_delete_of_a_linked_task_spares_what_it_links_to(library: Library, tmp_path: Path) -> None:
    record(library, "orders")
    elsewhere = tmp_path / "elsewhere"
    library.folder("orders").rename(elsewhere)
    library.folder("orders").symlink_to(elsewhere, target_is_directory=True)
    library.delete("orders")
    assert library.names() == []
    assert (elsewhere / "task.yaml").is_file()


def test_runs_are_unique_sorted_and_named_relative_to_the_library(library: Library) -> None:
    record(library, "orders")
    made = [library.new_run("orders") for _ in range(12)]
    assert len(set(made)) == 12
    assert library.runs("orders") == sorted(made)
    assert library.relative(made[0]) == f"tasks/orders/runs/{made[0].name}"
    with pytest.raises(UsageError):
        library.new_run("marks")


def _make_runs(home: str, count: int) -> list[str]:
    return [str(Library(Path(home)).new_run("orders")) for _ in range(count)]


def test_processes_never_share_a_run(library: Library) -> None:
    record(library, "orders")
    with multiprocessing.get_context("fork").Pool(3) as pool:
        made = pool.starmap(_make_runs, [(str(library.home), 8)] * 3)
    assert len({path for paths in made for path in paths}) == 24


def test_a_run_is_found_by_path_by_task_and_by_bare_name(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(library, "orders")
    record(library, "marks")
    run = library.new_run("orders")
    monkeypatch.chdir(library.home.parent)
    relative_to_here = run.relative_to(library.home.parent).as_posix()
    for text in (str(run), library.relative(run), f"orders/{run.name}", run.name, relative_to_here + "/"):
        assert library.find_run(text) == run
    with pytest.raises(UsageError, match="`lam runs` lists"):
        library.find_run("2001-01-01-000000")
    twin = library.folder("marks") / "runs" / run.name
    twin.mkdir()
    with pytest.raises(UsageError, match=f"marks/{run.name}, orders/{run.name}"):
        library.find_run(run.name)
    assert library.find_run(f"marks/{run.name}") == twin


def test_a_home_that_cannot_be_written_is_a_fault_of_the_environment(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(EnvironmentFault, match="set LAM_HOME"):
        Library(tmp_path / "file").create("orders")


def test_old_runs_go_and_younger_ones_stay(library: Library) -> None:
    record(library, "orders")
    new = library.new_run("orders")
    (new / "journal.jsonl").write_bytes(b"new")
    old = new.with_name("2020-01-31-101010")
    old.mkdir()
    (old / "journal.jsonl").write_bytes(b"old")
    renamed = new.with_name("the good one")
    renamed.mkdir()
    assert library.runs_before("orders", 30) == [old]
    library.delete_runs(library.runs_before("orders", 30))
    assert set(library.runs("orders")) == {new, renamed}
    library.delete_runs(library.runs("orders"))
    assert library.runs("orders") == [] and library.exists("orders")

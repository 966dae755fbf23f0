"""The living panel before a run: approvals, secrets, the check of the screen, rows once more."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.execution.runs.again import print_of
from lam_desktop.execution.runs.journal import Journal
from lam_desktop.panel.state import events
from lam_desktop.tasks.checks import FilesCheck, SqlCheck
from lam_desktop.tasks.provenance.rows import read_rows
from lam_desktop.tasks.step import NOWHERE, TaskStep
from lam_desktop.tasks.storage.approvals import Approvals
from lam_desktop.tasks.storage.kept_secrets import KeptSecrets
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task import Start
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.tasks.task_yaml.check_file import approved_text
from lam_desktop.tasks.task_yaml.start_file import approvable
from tests.fakes.keyring import MemoryKeyring
from tests.panel.living_panel import Living, children, journal
from tests.panel.making import DESK, make_login, make_task, rows_file

pytestmark = pytest.mark.slow

CHECKS = (FilesCheck(files="/srv/orders/{customer}.txt"),)


def with_checks(home: Path, rows: Path | None = None) -> str:
    task = replace(make_task(home, "orders", rows), checks=CHECKS)
    task_file.save(task)
    return approved_text(task.checks)


def test_checks_are_approved_letter_by_letter(living: Living, home: Path) -> None:
    text = with_checks(home)
    living.controller.open_run("orders")
    before = living.until(lambda state: bool(state.run.before.approval)).run.before
    assert (before.approval, before.sources) == (text, ("/srv/orders/{customer}.txt",))
    assert not Approvals(home).has("orders", text), "nothing is approved by looking"
    living.controller.approve("orders", text)
    living.until(lambda state: state.run.before.approval == "")
    assert Approvals(home).has("orders", text)


def test_checks_that_were_changed_while_they_were_read_are_not_approved(
    living: Living,
    home: Path,
) -> None:
    text = with_checks(home)
    living.controller.open_run("orders")
    living.until(lambda state: bool(state.run.before.approval))
    task = Library(home).open("orders")
    changed = replace(task, checks=(FilesCheck(files="/etc/{customer}"),))
    task_file.save(changed)
    living.controller.approve("orders", text)
    state = living.until(lambda state: state.banner is not None)
    assert state.banner is not None and "changed meanwhile" in state.banner.text
    assert state.run.before.approval == approved_text(changed.checks)
    assert not Approvals(home).has("orders", approved_text(changed.checks))


def test_checks_of_a_task_that_is_done_are_approved_as_its_own(living: Living, home: Path) -> None:
    text = with_checks(home)
    make_task(home, "other")
    outer = make_task(home, "outer")
    does = [TaskStep(at, NOWHERE, "task", "Do it", called=name) for at, name in ((1, "orders"), (2, "other"))]
    task_file.save(replace(outer, steps=(*does, replace(outer.steps[0], number=3)), row=None))
    living.controller.open_run("outer")
    before = living.until(lambda state: bool(state.run.before.approval)).run.before
    assert (before.approval, before.approval_of) == (text, "orders")
    living.controller.approve("orders", text)
    living.until(lambda state: state.run.before.approval == "")
    assert Approvals(home).has("orders", text) and living.state.banner is None


@pytest.mark.plays(runner=["--refuse", "The checks were not approved on this machine."])
def test_a_run_that_is_refused_finds_out_whether_approval_is_missing(
    living: Living,
    home: Path,
) -> None:
    text = with_checks(home)
    living.run("orders")
    state = living.until(lambda state: state.run.phase == "finished" and bool(state.run.before.approval))
    assert state.run.before.approval == text


def test_a_secret_is_kept_first_and_then_the_run_begins(
    living: Living,
    home: Path,
    tmp_path: Path,
    ring: MemoryKeyring,
) -> None:
    make_login(home)
    living.controller.open_run("login")
    state = living.until(lambda state: bool(state.run.task_steps) and state.run.before.keyring is not None)
    assert state.run.before.keyring, "the fake ring counts as one that encrypts"
    living.controller.start_run({"pin": "hünter2"}, keep=True)
    state = living.until(lambda state: state.run.phase == "finished")
    assert KeptSecrets(home).text("login", "pin") == "hünter2"
    assert state.run.kept_secrets == ("pin",) and "hünter2" not in repr(state)
    assert journal(tmp_path / "runner.log")[0] == {"secrets": {"pin": "hünter2"}}


def test_a_secret_that_the_keyring_refuses_starts_nothing(
    living: Living,
    home: Path,
    tmp_path: Path,
    ring: MemoryKeyring,
) -> None:
    make_login(home)
    living.controller.open_run("login")
    living.until(lambda state: bool(state.run.task_steps))
    ring.locked = True
    living.until(lambda state: state.run.before.keyring is not None)
    living.controller.close_banner()
    living.controller.start_run({"pin": "hünter2"}, keep=True)
    state = living.until(lambda state: state.banner is not None)
    assert state.banner is not None and "locked" in state.banner.text
    assert state.run.phase == "choosing" and not (tmp_path / "runner.log").exists()


def test_who_went_elsewhere_meanwhile_starts_nothing(
    living: Living,
    home: Path,
    tmp_path: Path,
    ring: MemoryKeyring,
) -> None:
    make_login(home)
    living.controller.open_run("login")
    living.until(lambda state: bool(state.run.task_steps))
    living.controller.start_run({"pin": "hünter2"}, keep=True)
    living.controller.navigate("library")
    living.until(lambda _: bool(ring.kept))
    living.until(lambda state: state.run.kept_secrets == ("pin",))
    assert living.state.run.phase == "choosing" and children() == []


def test_a_kept_secret_is_forgotten(living: Living, home: Path, ring: MemoryKeyring) -> None:
    make_login(home)
    KeptSecrets(home).keep("login", "pin", "hünter2")
    living.controller.review("login")
    living.until(lambda state: state.review.kept_secrets == ("pin",))
    living.controller.forget_secret("login", "pin")
    living.until(lambda state: state.review.kept_secrets == ())
    assert ring.kept == {}


@pytest.mark.parametrize("password", ["", ":geheim"])
def test_a_password_in_a_url_is_seen_before_it_is_approved(living: Living, home: Path, password: str) -> None:
    task = make_task(home, "orders")
    check = SqlCheck({}, 5.0, f"postgresql://me{password}@db/desk", "SELECT 1")
    task_file.save(replace(task, checks=(check,)))
    living.controller.open_run("orders")
    before = living.until(lambda state: bool(state.run.before.approval)).run.before
    assert before.in_clear == bool(password)
    (source,) = before.sources
    assert source == f"postgresql://me{':«the password»' if password else ''}@db/desk"


def test_a_password_of_a_called_task_is_kept_where_its_runs_look_for_it(
    living: Living,
    home: Path,
    ring: MemoryKeyring,
) -> None:
    inner = make_task(home, "orders")
    check = SqlCheck({}, 5.0, "postgresql://me@db/desk", "SELECT 1", "db")
    task_file.save(replace(inner, checks=(check,)))
    outer = make_task(home, "outer")
    does = TaskStep(1, NOWHERE, "task", "Do it", called="orders")
    task_file.save(replace(outer, steps=(does, replace(outer.steps[0], number=2)), row=None))
    living.controller.open_run("outer")
    state = living.until(lambda state: bool(state.run.task_steps) and state.run.before.keyring is not None)
    assert state.run.task_secrets == ("orders/db",)
    living.controller.start_run({"orders/db": "hünter2"}, keep=True)
    state = living.until(lambda state: state.run.phase == "finished")
    assert state.run.kept_secrets == ("orders/db",) and "hünter2" not in repr(state)
    assert KeptSecrets(home).text("orders", "db") == "hünter2" and len(ring.kept) == 1
    living.controller.review("outer")
    living.until(lambda state: state.review.kept_secrets == ("orders/db",))
    living.controller.forget_secret("outer", "orders/db")
    living.until(lambda state: state.review.kept_secrets == ())
    assert ring.kept == {}


def test_a_check_of_the_screen_comes_back_with_what_is_lost(
    living: Living,
    home: Path,
    tmp_path: Path,
) -> None:
    rows = rows_file(tmp_path)
    make_task(home, "orders", rows)
    living.controller.open_run("orders")
    living.until(lambda state: bool(state.run.rows_path) and bool(state.run.task_steps))
    stages: list[str] = []
    unsubscribe = living.store.subscribe(lambda state: stages.append(state.stage))
    living.controller.check_screen()
    state = living.until(lambda state: state.run.before.check_shown)
    unsubscribe()
    assert list(dict.fromkeys(stages)) == ["main", "away"] and stages[-1] == "main"
    assert journal(tmp_path / "runner.log") == [{"checked": 2}], "of the first chosen row; nothing is done"
    assert [one.number for one in state.run.before.asks] == [7]
    assert [one.what for one in state.run.before.differs] == ["keyboard"]
    living.controller.show_check(False)
    assert (living.state.run.first, living.state.run.last) == (2, 6), "what was chosen is chosen still"


def ran(home: Path, rows: Path, acted: int) -> str:
    """A run of all rows of which only row 1 ended well; something was done for row `acted`."""
    table = read_rows(rows)
    folder = Library(home).folder("orders") / "runs" / "1"
    with Journal(folder) as written:
        indices = [row.index for row in table.rows]
        facts = {"table": str(rows), "print": print_of(table.rows), "values": {}}
        written.write("run_started", task="orders", dry_run=False, rows=indices, **facts)
        written.write("row_finished", row=1, status="done")
        written.write("acting", row=acted)
    return Library(home).relative(folder)


def after_a_run(living: Living, home: Path, rows: Path, run: str) -> None:
    from lam_desktop.panel import wire

    living.controller.open_run("orders")
    living.until(lambda state: bool(state.run.task_steps) and bool(state.run.rows_path))
    for event in (events.RunRequested(), wire.Finished("failed", "It went wrong.", 5, run)):
        living.store.dispatch(event)


def test_rows_that_did_not_end_well_are_done_again_as_the_person_decides(
    living: Living,
    home: Path,
    tmp_path: Path,
) -> None:
    rows = rows_file(tmp_path)
    make_task(home, "orders", rows)
    run = ran(home, rows, acted=2)
    after_a_run(living, home, rows, run)
    living.controller.find_undone()
    again = living.until(lambda state: state.run.again is not None).run.again
    assert again is not None and (again.rows, again.unsure) == ((2, 3, 4, 5, 6), (2,))
    assert living.state.run.phase == "finished", "nothing begins before they decided"
    living.controller.run_again((2,))
    living.until(lambda state: state.run.phase == "finished" and state.run.status == "done")
    assert journal(tmp_path / "runner.log")[0] == {"again": run, "repeat": "2"}


def test_a_run_that_broke_off_is_gone_on_with_after_the_panel_was_closed(
    living: Living, home: Path, tmp_path: Path
) -> None:
    rows = rows_file(tmp_path)
    make_task(home, "orders", rows)
    folder = Library(home).home / ran(home, rows, acted=5)
    with Journal(folder) as written:
        written.write("row_started", row=3)
        written.write("acting", row=3, step=1, action={"type": "TypeText"})
    living.controller.open_run("orders")
    broke_off = living.until(lambda state: state.run.before.broke_off is not None).run.before.broke_off
    assert broke_off is not None
    assert (broke_off.goes_on, broke_off.unsure, broke_off.to_do) == (3, (5,), (2, 3, 4, 6))
    living.controller.choose_rows("")
    living.until(lambda state: not state.run.rows_path)
    living.controller.go_on_where_broke_off()
    run = living.until(lambda state: state.run.again is not None).run
    assert (run.rows_path, run.to_do) == (str(rows), (2, 3, 4, 6))
    living.controller.start_run()
    living.until(lambda state: state.run.phase == "finished")
    assert journal(tmp_path / "runner.log")[0] == {"again": "newest", "repeat": ""}


@pytest.mark.plays(runner=["--refuse", "Enough."])
def test_where_checks_tell_what_is_stored_nobody_is_asked(
    living: Living,
    home: Path,
    tmp_path: Path,
) -> None:
    rows = rows_file(tmp_path)
    with_checks(home, rows)
    after_a_run(living, home, rows, ran(home, rows, acted=2))
    living.controller.find_undone()
    run = living.until(lambda state: state.run.message == "Enough.").run
    assert run.again is not None and run.again.unsure == ()


def test_a_table_that_was_changed_since_is_not_run_again(
    living: Living,
    home: Path,
    tmp_path: Path,
) -> None:
    rows = rows_file(tmp_path)
    make_task(home, "orders", rows)
    run = ran(home, rows, acted=2)
    after_a_run(living, home, rows, run)
    rows.write_text(rows.read_text(encoding="utf-8").replace("120", "121"), encoding="utf-8")
    living.controller.find_undone()
    state = living.until(lambda state: state.banner is not None)
    assert state.banner is not None and "was changed since" in state.banner.text
    assert state.run.again is None


@pytest.mark.plays(runner=["--fail-row", "2"])
def test_a_run_goes_on_after_trouble_where_that_was_chosen(
    living: Living,
    home: Path,
    tmp_path: Path,
) -> None:
    rows = rows_file(tmp_path)
    make_task(home, "orders", rows)
    living.controller.open_run("orders")
    living.controller.choose_keep_going(True)
    living.until(lambda state: bool(state.run.rows_path) and bool(state.run.task_steps))
    living.controller.start_run()
    run = living.until(lambda state: state.run.phase == "finished").run
    assert [row.status for row in run.rows] == ["failed", "done", "done", "done", "done"]
    assert journal(tmp_path / "runner.log")[-1] == {"row": 6, "step": 7}


def test_a_program_that_would_be_started_is_approved_with_its_command(living: Living, home: Path) -> None:
    start = Start(("orderdesk", "--database", "/srv/our orders.db"), DESK)
    task = replace(make_task(home, "orders"), checks=CHECKS, starts=(start,))
    task_file.save(task)
    Approvals(home).give("orders", approved_text(CHECKS))
    living.controller.open_run("orders")
    before = living.until(lambda state: bool(state.run.before.approval)).run.before
    assert before.starts == ("orderdesk --database '/srv/our orders.db'",)
    assert before.sources == ("/srv/orders/{customer}.txt",)
    assert before.approval == approvable(task)["orders"].text, "what was approved before is not enough"
    living.controller.approve("orders", before.approval or "")
    living.until(lambda state: state.run.before.approval == "")
    assert Approvals(home).has("orders", before.approval or "")

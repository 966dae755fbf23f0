"""Tasks that do other tasks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.errors import LamBug, UsageError
from lam_desktop.execution.finding.plan import plan_row
from lam_desktop.execution.runs.autonomy import print_of_steps
from lam_desktop.tasks.checks import SqlCheck
from lam_desktop.tasks.explaining.describe import describe_task, task_as_json
from lam_desktop.tasks.provenance.checked_parts import checked_parts
from lam_desktop.tasks.provenance.oddities import odd_rows
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.secret_owners import is_typed, owner_of_secret
from lam_desktop.tasks.step import NOWHERE, EmptyCell, Place, Target, TaskStep, Value, WindowName
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.storage.whole import called, callers, whole
from lam_desktop.tasks.task import DemonstratedRow, Further, Task
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.tasks.task_yaml.start_file import Approvable, approvable
from lam_desktop.tasks.texts.spans import Span
from lam_desktop.tasks.when import When
from lam_desktop.types import Box

DESK, PORTAL = WindowName("desk", "python3"), WindowName("portal", "chromium")


def click(number: int, window: WindowName = DESK, **more) -> TaskStep:
    target = Target("", "field", Box(0, 0, 9, 9))
    return TaskStep(number, number - 1, "click", f"click {number}", window, (1, 1), target, **more)


def typed(number: int, column: str, text: str = "x", empty: EmptyCell = "refuse", **more) -> TaskStep:
    return TaskStep(number, number - 1, "type", "type", value=Value("row", column, text, empty=empty), **more)


def does(number: int, task: str, **more) -> TaskStep:
    return TaskStep(number, NOWHERE, "task", f"Do the task “{task}”", called=task, **more)


@pytest.fixture
def library(home: Path) -> Library:
    return Library(home)


def add(
    library: Library,
    name: str,
    *steps: TaskStep,
    row: Mapping[str, str] | None = None,
    windows: tuple[WindowName, ...] = (DESK,),
    **more,
) -> Task:
    library.create(name)
    shown = None if row is None else DemonstratedRow("o.csv", 1, dict(row))
    task = Task(name, library.folder(name), "demos/a.lamrec", steps, shown, windows, understood=True, **more)
    library.add(task)
    return library.open(name)


def login(library: Library, *more: TaskStep) -> Task:
    steps = click(1, PORTAL), typed(2, "user", "ada"), click(3, PORTAL), *more
    return add(library, "login", *steps, row={"user": "ada"}, windows=(PORTAL,))


def outer(library: Library, *, row: Mapping[str, str] | None = None, **more) -> Task:
    given = {"given": (("user", "{clerk}"),)} | more
    steps = click(1), does(2, "login", **given), typed(3, "name", "Kim")
    return add(library, "orders", *steps, row=row or {"clerk": "Ada", "name": "Kim"})


def test_its_steps_stand_in_the_place_of_the_step(library: Library) -> None:
    login(library)
    outer(library)
    task = library.whole("orders")
    assert [step.number for step in task.steps] == [1, 2, 3, 4, 5]
    assert [step.told_number for step in task.steps] == ["1", "2.1", "2.2", "2.3", "3"]
    assert [step.recording for step in task.steps] == ["", *["../login/demos/a.lamrec"] * 3, ""]
    assert task.path_of(task.steps[1].recording) == library.folder("login") / "demos" / "a.lamrec"
    assert [step.windows for step in task.steps] == [(DESK,), (PORTAL,), (PORTAL,), (PORTAL,), (DESK,)]
    assert task.windows == (DESK, PORTAL)
    assert task.columns == ("clerk", "name")
    assert [step.within[0].first for step in task.steps[1:4]] == [2, 2, 2] and task.steps[1].within[
        0
    ].last == 4
    assert task.row_shown(task.steps[1].recording) == DemonstratedRow("o.csv", 1, {"user": "ada"})


def test_windows_of_one_program_stay_told_apart_by_their_titles(library: Library) -> None:
    bank, shop = replace(PORTAL, title="Bank"), replace(PORTAL, title="Shop")
    add(library, "login", click(1, PORTAL), row={}, windows=(bank, shop))
    add(library, "orders", click(1), does(2, "login"), row={}, windows=(DESK, shop))
    titles = [(one.wm_class, one.title) for one in library.whole("orders").windows]
    assert titles == [(DESK.wm_class, ""), (PORTAL.wm_class, "Shop"), (PORTAL.wm_class, "Bank")]


def test_a_row_is_given_as_it_says(library: Library) -> None:
    login(library)
    outer(library, given=(("user", "{clerk | lower}@{name | initials}"),))
    plans = plan_row(library.whole("orders"), Row(4, {"clerk": "Bea", "name": "Jo Li"}))
    assert [plan.text for plan in plans if plan.step.kind == "type"] == ["bea@JL", "Jo Li"]
    assert plans[2].values == {"ada": "bea@JL"}


def test_a_column_that_is_not_given_goes_by_its_name(library: Library) -> None:
    login(library)
    outer(library, given=(), row={"user": "ada", "name": "Kim"})
    plans = plan_row(library.whole("orders"), Row(2, {"user": "bea", "name": "Jo"}))
    assert plans[2].text == "bea"


def test_a_condition_on_it_is_about_all_its_steps(library: Library) -> None:
    login(library)
    outer(library, when=When("is_not", "nobody", "clerk"))
    task = library.whole("orders")
    left = [bool(plan.left_out) for plan in plan_row(task, Row(1, {"clerk": "nobody", "name": "x"}))]
    assert left == [False, True, True, True, False]
    assert not any(plan.left_out for plan in plan_row(task, Row(1, {"clerk": "a", "name": "x"})))
    assert odd_rows(task, [Row(1, {"clerk": "nobody", "name": "x"})]) == ()


def test_a_condition_around_it_counts_its_steps(library: Library) -> None:
    add(library, "login", click(1), typed(2, "user", when=When("is", "x", "user")), row={"user": "u"})
    first = click(1, when=When("is", "yes", "sign", steps=2))
    steps = first, does(2, "login", given=(("user", "{a}"),)), click(3)
    add(library, "orders", *steps, row={"sign": "yes", "a": "x"})
    task = library.whole("orders")
    for cells, left in (
        ({"sign": "no", "a": "x"}, [True, True, True, False]),
        ({"sign": "yes", "a": "x"}, [False] * 4),
        ({"sign": "yes", "a": "q"}, [False, False, True, False]),
    ):
        assert [bool(plan.left_out) for plan in plan_row(task, Row(1, cells))] == left


def test_what_the_screen_says_of_it_is_asked_with_the_callers_row(library: Library) -> None:
    add(library, "login", click(1, when=When("shown", "PIN of {user}")), row={"user": "u"})
    outer(library, when=When("shown", "Hello {name}"))
    [_, plan, _] = plan_row(library.whole("orders"), Row(1, {"clerk": "bea", "name": "Jo"}))
    assert [(owner, text) for owner, _, text in plan.conditions] == [(2, "Hello Jo"), (2, "PIN of bea")]


def test_secrets_and_readings_keep_apart(library: Library) -> None:
    span = Span(0, 3)
    place = Place(0, Box(0, 0, 9, 9), "abc", span)
    reads = TaskStep(1, 0, "read", "read", DESK, value=Value("screen", "no", "abc", places=(place,)))
    secret = TaskStep(2, 1, "type", "type", value=Value("secret", "password"))
    add(library, "login", reads, secret, click(3))
    add(library, "orders", does(1, "login"), does(2, "login"), click(3))
    task = library.whole("orders")
    assert task.secrets == ("login/password",)
    first, second = plan_row(task, Row(1, {}))[0], plan_row(task, Row(1, {}))[3]
    assert first.reads != second.reads and first.reads[0].recorded == first.step.recorded
    assert [len(plan.reads) for plan in plan_row(task, Row(1, {}))] == [1, 0, 0, 1, 0, 0, 0]


def test_passwords_of_checks_belong_to_their_task(library: Library) -> None:
    def logs_in(name: str) -> SqlCheck:
        return SqlCheck({}, 1.0, "postgresql://me@db/desk", "SELECT COUNT(*) FROM t", name)

    secret = TaskStep(2, 1, "type", "type", value=Value("secret", "pin"))
    add(library, "pin", click(1), click(2))
    task_file.save(replace(library.open("pin"), checks=(logs_in("db"),)))
    add(library, "login", click(1), secret, does(3, "pin"), click(4))
    task_file.save(replace(library.open("login"), checks=(logs_in("pin"), logs_in("db"))))
    add(library, "orders", does(1, "login"), does(2, "login"), click(3))
    task_file.save(replace(library.open("orders"), checks=(logs_in("db"),)))
    assert library.open("login").secrets == ("pin", "db"), "typed, and to log in with, under one name"
    task = library.whole("orders")
    owners = {name: owner_of_secret(task, name) for name in task.secrets}
    assert owners == {
        "login/pin": ("login", "pin"), "db": ("orders", "db"), "login/db": ("login", "db"),
        "pin/db": ("pin", "db"),
    }  # fmt: skip
    assert [is_typed(task, name) for name in owners] == [True, False, False, False]
    parts = {one.task: [check.secret for check in one.checks] for one in checked_parts(task)}
    assert parts == {"orders": ["db"], "login": ["login/pin", "login/db"], "pin": ["pin/db"]}
    for name, asked in approvable(task).items():
        own = library.open(name)
        assert asked == Approvable(own.checks), "approved as the task itself has them"
    unasked = replace(task, checks=())
    assert owner_of_secret(unasked, "nobody") == ("orders", "nobody")


def test_tasks_in_tasks(library: Library) -> None:
    add(library, "pin", typed(1, "pin", "1"), row={"pin": "1"})
    add(library, "login", click(1), does(2, "pin", given=(("pin", "{user}-9"),)), row={"user": "u"})
    outer(library)
    task = library.whole("orders")
    assert [step.told_number for step in task.steps] == ["1", "2.1", "2.2.1", "3"]
    assert plan_row(task, Row(1, {"clerk": "k", "name": "n"}))[2].text == "k-9"
    assert task.columns == ("clerk", "name")
    assert called(library.open("orders"), library.open) == ("login", "pin")
    assert callers("pin", library.names(), library.open) == ("login",)


def line(library: Library, name: str, words: str) -> int:
    """Of the first line that has these words, counted from 1."""
    text = (library.folder(name) / "task.yaml").read_text(encoding="utf-8")
    return next(at for at, one in enumerate(text.splitlines(), start=1) if words in one)


def refused(library: Library, name: str) -> str:
    with pytest.raises(UsageError) as caught:
        library.whole(name)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_task_that_is_not_there_is_told_with_its_line(library: Library) -> None:
    add(library, "logon", click(1))
    outer(library)
    told = refused(library, "orders")
    assert f"line {line(library, 'orders', 'task: login')}" in told and "step 2: «task» is «login»" in told
    assert "did you mean «logon»?" in told


def test_no_task_does_itself(library: Library) -> None:
    add(library, "a", does(1, "b"), click(2))
    add(library, "b", does(1, "c"), click(2))
    add(library, "c", click(1), does(2, "a"), click(3))
    told = refused(library, "b")
    assert "«b» → «c» → «a» → «b»" in told and str(library.folder("a")) in told
    add(library, "self", does(1, "self"), click(2))
    assert "«self» → «self»" in refused(library, "self")


def test_a_chain_has_an_end(library: Library) -> None:
    add(library, "t9", click(1))
    for at in reversed(range(9)):
        add(library, f"t{at}", does(1, f"t{at + 1}"), click(2))
    assert len(library.whole("t1").steps) == 9
    assert "at most 8 tasks" in refused(library, "t0")


@pytest.mark.parametrize("name", ["../login", "a/b", "/etc", "..", ""])
def test_a_name_leads_nowhere_else(library: Library, name: str) -> None:
    login(library)
    outer(library)
    path = library.folder("orders") / "task.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("task: login", f"task: '{name}'"), encoding="utf-8"
    )
    at = line(library, "orders", "    task: ")
    with pytest.raises(UsageError, match=rf"line {at}.*step 2: «task» is «{name}», which is no task's name"):
        library.open("orders")


def test_columns_that_nothing_gives_or_needs(library: Library) -> None:
    login(library)
    outer(library, given=())
    told = refused(library, "orders")
    assert "needs the column «user» that the demonstrated row of «orders» does not have" in told
    assert f"line {line(library, 'orders', 'task: login')}" in told
    add(library, "more", does(1, "login", given=(("usr", "{a}"),)), click(2), row={"a": "b"})
    told = refused(library, "more")
    assert "«with» gives «usr», which the task «login» does not use (did you mean «user»?)" in told
    assert f"line {line(library, 'more', 'with:')}" in told


def test_a_column_that_is_misspelt_under_with_is_told_when_it_is_read(library: Library) -> None:
    outer(library)
    path = library.folder("orders") / "task.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("{clerk}", "{clark}"), encoding="utf-8")
    with pytest.raises(UsageError, match=r"«with» uses «clark», which «variables» does not list .*«clerk»"):
        library.open("orders")


def test_a_condition_of_several_steps_is_no_condition_of_a_task(library: Library) -> None:
    with pytest.raises(UsageError, match="beside «task» a condition is about all its steps"):
        outer(library, when=When("empty", "true", "clerk", steps=2))


def test_an_optional_task_begins_with_a_click(library: Library) -> None:
    add(library, "login", typed(1, "user"), click(2), row={"user": "u"})
    outer(library, optional=True)
    assert "«optional» is true, but «login» begins with no click" in refused(library, "orders")


def test_a_yes_is_asked_before_the_first_step_that_does_anything(library: Library) -> None:
    waits = TaskStep(1, NOWHERE, "wait", "wait", awaited="Ready")
    by_row = click(2, when=When("is", "yes", "pin", steps=2))
    empties = typed(4, "note", empty="leave")
    ticks = click(5, value=Value("constant", text="yes", form="yes/no"))
    steps = waits, by_row, click(3), empties, ticks, click(6, optional=True), click(7), click(8)
    cells = {"pin": "yes", "note": "x"}
    add(library, "login", *steps, row=cells)
    add(library, "orders", does(1, "login", approval=True), click(2), row=cells)
    found = [step.approval for step in library.whole("orders").steps]
    assert found == [False, *[True] * 6, False, False]
    add(library, "more", does(1, "inner"), click(2), row=cells)
    for more, asked in (({"when": When("is", "yes", "pin")}, [True, True]), ({}, [True, False])):
        task = replace(library.open("login"), name="inner", steps=(click(1),))
        outside = replace(library.open("more"), steps=(does(1, "inner", **more), click(2)))
        parts = {"inner": task, "more": outside}
        caller = replace(library.open("orders"), steps=(does(1, "more", approval=True, **more), click(2)))
        assert [step.approval for step in whole(caller, parts.__getitem__).steps] == [*asked, False]


def test_its_steps_count_for_what_was_earned(library: Library) -> None:
    login(library)
    outer(library)
    before = print_of_steps(library.whole("orders").steps)
    assert print_of_steps(library.whole("orders").steps) == before
    task = library.open("login")
    changed = (replace(task.steps[0], point=(50, 60)), *task.steps[1:])
    task_file.save(replace(task, steps=changed))
    assert print_of_steps(library.whole("orders").steps) != before
    task_file.save(replace(task, steps=(replace(task.steps[0], caption="Other words"), *task.steps[1:])))
    assert print_of_steps(library.whole("orders").steps) == before


def test_a_whole_is_never_written(library: Library) -> None:
    login(library)
    outer(library)
    with pytest.raises(LamBug):
        task_file.save(library.whole("orders"))


def test_it_is_told_with_its_steps(library: Library) -> None:
    login(library)
    task = outer(library, optional=True)
    told = "\n".join(describe_task(task, library.whole("orders")))
    assert "  2. Do the task “login”  [user: {clerk}]  [only where it comes]\n       2.1. click 1" in told
    plain = task_as_json(task, library.whole("orders"))["steps"][1]
    assert plain["task"] == "login" and [one["label"] for one in plain["steps"]] == ["2.1", "2.2", "2.3"]


def test_comments_beside_it_stay(library: Library) -> None:
    login(library)
    task = outer(library)
    path = library.folder("orders") / "task.yaml"
    text = path.read_text(encoding="utf-8").replace("task: login", "task: login  # as the clerk")
    path.write_text(text, encoding="utf-8")
    again = library.open("orders")
    assert again == task
    task_file.save(replace(again, steps=(replace(again.steps[0], optional=True), *again.steps[1:])))
    assert "task: login  # as the clerk" in path.read_text(encoding="utf-8")
    assert library.open("orders").steps[1] == task.steps[1]


def test_demonstrations_of_it_are_looked_at_first(library: Library) -> None:
    login(library)
    outer(library)
    task = library.open("login")
    task_file.save(replace(task, further=(Further("demos/b.lamrec"),)))
    whole = library.whole("orders")
    assert not whole.looked_at
    assert {one.recording for one in whole.further} == {"../login/demos/a.lamrec", "../login/demos/b.lamrec"}


def test_a_row_that_lacks_what_is_given_is_refused_in_a_sentence(library: Library) -> None:
    login(library)
    steps = does(1, "login", given=(("user", "{clerk}"),)), click(2)
    add(library, "orders", *steps)
    with pytest.raises(UsageError, match="Row 1: .*«clerk»"):
        plan_row(library.whole("orders"), Row(1, {}))
    add(library, "others", does(1, "login"), click(2))
    with pytest.raises(UsageError, match=r"[Rr]ow 1.*«user»"):
        plan_row(library.whole("others"), Row(1, {}))

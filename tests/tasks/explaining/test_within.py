"""A task of the library that is found within a new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.execution.finding.plan import plan_row
from lam_desktop.tasks.explaining.describe import describe_task
from lam_desktop.tasks.explaining.doubts import offers, open_doubts, settled
from lam_desktop.tasks.explaining.within import may_be_within, with_offers, with_offers_left
from lam_desktop.tasks.instead import Instead
from lam_desktop.tasks.provenance.compile import compile_task, understand
from lam_desktop.tasks.provenance.keyed_choices import Chosen
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.several.narrowing import with_further
from lam_desktop.tasks.step import NOWHERE, Place, Target, TaskStep, Value, WindowName
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task import DemonstratedRow, Further, Task
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.tasks.texts.spans import Span
from lam_desktop.tasks.when import When
from lam_desktop.types import Box, Element
from recorder.events import InputEvent, WindowFacts
from tests.tasks.recordings import DESK, OTHER, Clerk

SAVE = "  - caption: Click the button “Save”"
PORTAL = WindowFacts("Portal", "portal", "chromium", 51, (100, 50, 800, 600), 11, "normal")
PLACES = {"user": 100, "password": 140, "sign": 180, "customer": 300, "note": 340, "save": 380, "number": 420}
TARGETS = {
    "user": Target("", "field", Box(290, 90, 200, 24), "User"),
    "password": Target("", "field", Box(290, 130, 200, 24)),
    "sign": Target("Sign in", "button", Box(290, 170, 80, 24)),
    "customer": Target("", "field", Box(290, 290, 200, 24), "Customer"),
    "note": Target("", "field", Box(290, 330, 200, 24), "Note"),
    "save": Target("Save", "button", Box(290, 370, 80, 24)),
    "number": Target("TK-4711", "field", Box(290, 410, 200, 24), "Number"),
}


class Screen:
    """The same elements on each picture; `moved` and `named` are how they are this time."""

    def __init__(self, moved: int = 0, **named: Target) -> None:
        targets = (TARGETS | named).values()
        self._targets = [replace(one, box=one.box.moved(0, moved)) for one in targets]

    def look(self, step: TaskStep) -> Target | None:
        return next((one for one in self._targets if step.point and one.box.contains(*step.point)), None)

    def before(self, step: TaskStep) -> list[Element]:
        shown = [Element(one.box, one.kind, one.text) for one in self._targets]
        return [*shown, Element(Box(200, TARGETS["number"].box.y, 70, 24), "text", "Number")]

    def checked(self, step: TaskStep) -> tuple[bool | None, bool | None]:
        return None, None

    def came(self, step: TaskStep) -> list[str]:
        return []

    def chose(self, step: TaskStep) -> list[Chosen]:
        return []

    def after(self, step: TaskStep) -> list[Element]:
        return []

    def beside(self, step: TaskStep) -> dict[WindowName, list[Element]]:
        return {}


class Person(Clerk):
    """Clicks on what is called so, and types there."""

    def __init__(self, window: WindowFacts = DESK, moved: int = 0) -> None:
        super().__init__(window)
        self._moved = moved

    @property
    def events(self) -> list[InputEvent]:
        return self._events

    def on(self, name: str, text: str = "") -> Person:
        self.click(300, PLACES[name] + self._moved)
        self.type(text)
        return self

    def secretly(self, name: str) -> Person:
        self.on(name).hide("password")
        return self

    def keys(self, *keys: str) -> Person:
        self.press(*keys)
        return self

    def signing_in(self, user: str = "ada") -> Person:
        return self.on("user", user).secretly("password").on("sign")

    def entering(self, customer: str = "Miller") -> Person:
        return self.on("customer", customer).on("save")

    def copying(self) -> Person:
        return self.on("number").keys("ctrl", "a").keys("ctrl", "c")


@pytest.fixture
def library(home: Path) -> Library:
    return Library(home)


def add(
    library: Library,
    name: str,
    clerk: Clerk,
    row: Mapping[str, str] | None = None,
    screen: Screen | None = None,
) -> Task:
    """The task of this recording, looked at and kept."""
    library.create(name)
    path = clerk.save(library.folder(name))
    shown = None if row is None else DemonstratedRow("o.csv", 1, dict(row))
    task = understand(compile_task(name, library.folder(name), path, shown), screen or Screen())
    library.add(task)
    return library.open(name)


def offered(library: Library, task: Task) -> Task:
    """What is found of it in the library, kept in its file."""
    found = with_offers(task, {one: library.open(one) for one in library.names() if one != task.name})
    task_file.save(found)
    assert library.open(task.name) == found
    return found


def taken(library: Library, task: Task, place: int = 1) -> Task:
    """The first offer, answered with the reading at this place, kept and read again."""
    doubt = offers(task)[0]
    task_file.save(settled(task, doubt.step, doubt.meant[place].value))
    return library.open(task.name)


def test_what_a_task_begins_with_is_offered_and_then_is_one_step(library: Library) -> None:
    add(library, "login", Person().signing_in())
    task = offered(library, add(library, "orders", Person().signing_in().entering(), {"customer": "Miller"}))
    assert [step.instead for step in task.steps if step.instead] == [(Instead("login", 5),)]
    assert task.variables == ("password", "customer")
    told = "Steps 1 to 5 are the task “login”; as it is, they are done as they were recorded."
    assert f"  step 1: {told}" in describe_task(task)
    [doubt] = open_doubts(task, [Row(2, {"customer": "Smith"})])
    assert doubt.offers and not doubt.matters and [one.value for one in doubt.meant] == [
        Instead(), Instead("login", 5)
    ]  # fmt: skip

    path = task.folder / task_file.FILE_NAME
    text = path.read_text().replace("steps:\n", "steps:  # all of them\n")
    path.write_text(text.replace(SAVE, f"  # stored by this\n{SAVE}"))
    found = taken(library, library.open("orders"))
    assert [(step.number, step.kind) for step in found.steps] == [
        (1, "task"), (2, "click"), (3, "type"), (4, "click")
    ]  # fmt: skip
    assert found.steps[0] == TaskStep(1, NOWHERE, "task", "Do the task “login”", called="login")
    assert [step.demonstrated for step in found.steps[1:]] == [5, 6, 7]
    assert found.variables == ("customer",) and found.secrets == () and not offers(found)
    assert (found.windows, found.row, found.recording) == (task.windows, task.row, task.recording)
    kept = path.read_text()
    assert "steps:  # all of them" in kept and f"  # stored by this\n{SAVE}" in kept
    whole = library.whole("orders")
    assert [one.label for one in whole.steps] == ["1.1", "1.2", "1.3", "1.4", "1.5", "2", "3", "4"]
    assert whole.secrets == ("login/password",)


def test_who_wants_it_as_it_was_is_not_asked_again(library: Library) -> None:
    add(library, "login", Person().signing_in())
    task = offered(library, add(library, "orders", Person().signing_in().entering()))
    kept = taken(library, task, place=0)
    assert kept == replace(task, steps=(replace(task.steps[0], instead=()), *task.steps[1:]))
    assert not offers(with_offers_left(kept, library.open))


def test_it_may_stand_anywhere_and_twice(library: Library) -> None:
    add(library, "enter", Person().entering("Kim"), {"customer": "Kim"})
    clerk = Person().on("user", "x").entering("Ann").on("sign").entering("Bea")
    row = {"first": "Ann", "second": "Bea"}
    task = offered(library, add(library, "both", clerk, row))
    assert {step.number: step.instead for step in task.steps if step.instead} == {
        3: (Instead("enter", 3, (("customer", "{first}"),)),),
        7: (Instead("enter", 3, (("customer", "{second}"),)),),
    }
    once = taken(library, task)
    assert [step.number for step in once.steps if step.instead] == [5]
    assert once.steps[4].offered.startswith("Steps 5 to 7 are the task “enter”"), (
        "the numbers are those of now"
    )
    twice = taken(library, once)
    assert [step.kind for step in twice.steps] == ["click", "type", "task", "click", "task"]
    plans = plan_row(library.whole("both"), Row(1, {"first": "Cy", "second": "Di"}))
    assert [plan.text for plan in plans if plan.step.kind == "type"] == ["x", "Cy", "Di"]


@pytest.mark.parametrize(
    "theirs, ours, given",
    [
        (("ada", None), ("ada", None), ()),
        (("ada", {"user": "ada"}), ("bea", {"user": "bea"}), ()),
        (("ada", {"user": "ada"}), ("bea", {"clerk": "bea"}), (("user", "{clerk}"),)),
        (("ada", {"user": "ada"}), ("ada", None), (("user", "ada"),)),
        (("ada", {"user": "ada"}), ("bea", None), None),  # her password is not the one that is kept
        (("ada", {"user": "ada"}), ("b. cole", {"first": "bea", "last": "cole"}), None),
        (("ada", None), ("bea", None), None),
        (("ada", None), ("ada", {"clerk": "ada"}), None),
    ],
)
def test_values_are_handed_over_or_nothing_is_offered(library: Library, theirs, ours, given) -> None:
    add(library, "login", Person().signing_in(theirs[0]), theirs[1])
    new = add(library, "orders", Person().signing_in(ours[0]).entering("Miller Ltd"), ours[1])
    found = [step.instead for step in offered(library, new).steps if step.instead]
    made = new.steps[1].value
    if made is not None and made.pattern is not None:
        given = (("user", str(made.pattern)),)
    assert found == ([] if given is None else [(Instead("login", 5, given),)])


def test_a_column_that_nothing_says_is_no_offer(library: Library) -> None:
    login = add(library, "login", Person().signing_in())
    sign = replace(login.steps[-1], when=When("is", "yes", "sign"))
    task_file.save(replace(login, steps=(*login.steps[:-1], sign)))
    with_column = add(library, "orders", Person().signing_in().entering(), {"sign": "yes"})
    assert offers(offered(library, with_column))
    without = add(library, "more", Person().signing_in().entering(), {"other": "yes"})
    assert not offers(offered(library, without))


@pytest.mark.parametrize(
    "other",
    [
        Person().on("user", "ada").secretly("password").on("save"),
        Person(PORTAL).signing_in(),
        Person().on("user", "ada").on("password", "open").on("sign"),
        Person().signing_in().keys("enter"),
        Person().on("user"),
        Person().signing_in().entering(),
    ],
    ids=["other element", "other window", "no secret", "more steps", "one click", "all of it"],
)
def test_other_steps_are_no_offer(library: Library, other: Clerk) -> None:
    add(library, "login", other)
    task = offered(library, add(library, "orders", Person().signing_in().entering()))
    assert not offers(task)


def test_a_window_may_lie_elsewhere_but_not_the_field_in_it(library: Library) -> None:
    """The password's field has no words: it is known by where it stands from the others."""
    add(library, "login", Person(moved=90).signing_in(), screen=Screen(90))
    task = add(library, "orders", Person().signing_in().entering())
    assert offers(offered(library, task))
    lower = replace(TARGETS["password"], box=Box(290, 125, 200, 24))
    other = add(library, "lower", Person().signing_in().entering(), screen=Screen(password=lower))
    assert offers(offered(library, other))
    far = replace(TARGETS["password"], box=Box(290, 140, 500, 60))
    other = add(library, "far", Person().signing_in().entering(), screen=Screen(password=far))
    assert not offers(offered(library, other))


def test_the_longest_is_taken_and_equal_ones_are_offered_together(library: Library) -> None:
    add(library, "short", Person().on("user", "ada"))
    add(library, "login", Person().signing_in())
    add(library, "sign in", Person().signing_in())
    task = offered(library, add(library, "orders", Person().signing_in().entering()))
    [doubt] = offers(task)
    assert [one.value for one in doubt.meant] == [Instead(), Instead("login", 5), Instead("sign in", 5)]
    assert doubt.doubt.startswith("Steps 1 to 5 are one of the tasks “login”, “sign in”; ")
    assert taken(library, task, place=2).steps[0].called == "sign in"


def test_what_comes_sometimes_or_is_waited_for_may_lack(library: Library) -> None:
    login = add(library, "login", Person().on("user", "ada").on("number").on("sign"))
    waits = TaskStep(5, NOWHERE, "wait", "Wait", awaited="Welcome")
    user, name, dialog, sign = login.steps
    task_file.save(replace(login, steps=(user, name, replace(dialog, optional=True), sign, waits)))
    task = offered(library, add(library, "orders", Person().on("user", "ada").on("sign").on("note", "x")))
    assert task.steps[0].instead == (Instead("login", 3),)


def test_what_it_reads_and_the_task_types_is_handed_over(library: Library) -> None:
    add(library, "find", Person().copying())
    task = add(library, "orders", Person().copying().on("note", "TK-4711"))
    read = task.steps[2]
    assert read.kind == "read" and read.value is not None and read.value.name == "number"
    typing = replace(task.steps[4], value=replace(read.value, text="TK-4711"))
    task_file.save(replace(task, steps=(*task.steps[:4], typing)))
    task = offered(library, library.open("orders"))
    assert task.steps[0].instead == (Instead("find", 3, (), (("number", "number"),)),)
    found = taken(library, task)
    assert found.steps[2].value == Value("screen", "number", "TK-4711")
    whole = library.whole("orders").steps
    assert whole[4].value == whole[2].value, "it is read in the places of the other task"


def test_what_was_read_before_is_given_to_it(library: Library) -> None:
    add(library, "enter", Person().entering("Kim"), {"customer": "Kim"})
    task = add(library, "orders", Person().copying().entering("TK-4711"))
    read = task.steps[2].value
    assert read is not None
    typing = replace(task.steps[4], value=replace(read, text="TK-4711"))
    task_file.save(replace(task, steps=(*task.steps[:4], typing, task.steps[5])))
    found = taken(library, offered(library, library.open("orders")))
    assert found.steps[3].handed == (("customer", "{number}"),)
    assert library.whole("orders").steps[4].value is not None


def test_what_is_pasted_behind_it_is_copied_by_the_task_itself(library: Library) -> None:
    add(library, "find", Person().copying())
    pasting = offered(library, add(library, "orders", Person().copying().on("note").keys("ctrl", "v")))
    assert pasting.steps[-1].value == Value("clipboard") and not offers(pasting)


def test_what_it_copies_and_pastes_itself_is_its_own(library: Library) -> None:
    def copying() -> Person:
        return Person().copying().on("note").keys("ctrl", "v")

    add(library, "copy", copying())
    task = add(library, "orders", copying().on("customer").keys("ctrl", "v"))
    assert not offers(offered(library, task)), "the last step pastes it once more"
    assert offers(offered(library, add(library, "more", copying().entering())))


def test_what_is_read_before_one_of_its_steps_stays_with_the_task(library: Library) -> None:
    login = add(library, "login", Person().signing_in())
    task = add(library, "orders", Person().signing_in().entering())
    place = Place(1, Box(0, 0, 200, 20), "Order for Miller", Span(10, 16))
    read = replace(task.steps[6], value=Value("screen", "customer", "Miller", places=(place,)))
    needed = replace(task, steps=(*task.steps[:6], read, task.steps[7]))
    assert offers(with_offers(task, {"login": login})) and not offers(with_offers(needed, {"login": login}))


def test_a_condition_of_its_steps_stays_with_the_task(library: Library) -> None:
    login = add(library, "login", Person().signing_in())
    task = add(library, "orders", Person().on("note", "x").signing_in().entering())
    assert offers(with_offers(task, {"login": login}))
    for at, reach in ((4, 1), (1, 2)):
        steps = list(task.steps)
        steps[at] = replace(steps[at], when=When("shown", "Hello", steps=reach))
        assert not offers(with_offers(replace(task, steps=tuple(steps)), {"login": login}))


def test_no_task_is_done_that_does_this_one(library: Library) -> None:
    login = add(library, "login", Person().signing_in())
    task = add(library, "orders", Person().signing_in().entering())
    assert offers(with_offers(task, {"login": login}))
    again = TaskStep(6, NOWHERE, "task", "Do the task “orders”", called="orders")
    assert not offers(with_offers(task, {"login": replace(login, steps=(*login.steps, again))}))
    assert not offers(with_offers(task, {"orders": task}))


def test_an_offer_is_gone_with_what_it_was_about(library: Library) -> None:
    login = add(library, "login", Person().signing_in())
    task = offered(library, add(library, "orders", Person().signing_in().entering()))
    assert with_offers_left(task, library.open) == task
    task_file.save(replace(login, steps=login.steps[1:]))
    assert not offers(with_offers_left(task, library.open))
    library.delete("login")
    assert not offers(with_offers_left(task, library.open))
    shorter = replace(task, steps=task.steps[:3])
    assert not offers(with_offers_left(shorter, {"login": login}.__getitem__))


def test_an_offer_follows_what_a_person_says_of_its_values(library: Library) -> None:
    add(library, "enter", Person().entering("Kim"), {"customer": "Kim"})
    row = {"first": "5", "second": "5"}
    task = offered(library, add(library, "orders", Person().on("note", "x").entering("5"), row))
    assert task.steps[2].instead[0].given == (("customer", "{first}"),)
    known = with_offers_left(settled(task, 4, Value("row", "second", "5")), library.open)
    assert known.steps[2].instead[0].given == (("customer", "{second}"),)


def test_before_a_look_the_places_tell_whether_it_is_worth_one(library: Library) -> None:
    def recorded(name: str, clerk: Clerk) -> Task:
        folder = library.folder(name)
        return compile_task(name, folder, clerk.save(folder), None)

    task = recorded("orders", Person().signing_in().entering())
    assert may_be_within(task, recorded("login", Person(moved=90).signing_in("bea")))
    assert may_be_within(task, recorded("enter", Person().entering()))
    elsewhere = Person().on("user", "ada").secretly("save").on("sign")
    assert not may_be_within(task, recorded("elsewhere", elsewhere))
    assert not may_be_within(task, recorded("mail", Person(OTHER).signing_in()))
    assert not may_be_within(task, recorded("open", Person().on("user", "a").on("password", "b")))


@pytest.mark.parametrize("again", ["all of it", "behind it"])
def test_a_further_demonstration_may_begin_behind_what_the_other_task_does(
    library: Library, again: str
) -> None:
    add(library, "login", Person().signing_in().keys("ctrl", "l"))
    shown = Person().signing_in().keys("ctrl", "l").on("customer", "5").on("save")
    task = taken(library, offered(library, add(library, "orders", shown, {"quantity": "5", "priority": "5"})))
    assert task.steps[2].value is not None and task.steps[2].value.columns == ("quantity",)
    further = Person().signing_in().keys("ctrl", "l") if again == "all of it" else Person()
    (task.folder / "more").mkdir()
    path = further.on("customer", "4").on("save").save(task.folder / "more")
    row = DemonstratedRow("o.csv", 2, {"quantity": "8", "priority": "4"})
    known = with_further(task, Further(path.relative_to(task.folder).as_posix(), row))
    assert [step.kind for step in known.steps] == ["task", "click", "type", "click"]
    assert known.steps[2].value == Value("row", "priority", "5") and not any(
        one.optional for one in known.steps
    )

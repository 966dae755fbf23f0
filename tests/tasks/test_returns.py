"""What a called task reads from the screen, in the hands of the task that calls it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.errors import UsageError
from lam_desktop.execution.finding.plan import plan_row
from lam_desktop.execution.finding.read_values import read_values, said, with_readings
from lam_desktop.execution.runs.autonomy import print_of_steps
from lam_desktop.tasks.checks import FilesCheck
from lam_desktop.tasks.explaining.describe import describe_task, reading_told, task_as_json
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.step import NOWHERE, Place, TaskStep, Value
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.tasks.texts.patterns.pattern import parse_pattern
from lam_desktop.tasks.texts.spans import Span
from lam_desktop.tasks.when import When
from lam_desktop.types import Box
from tests.tasks.sealed_library import encrypted
from tests.tasks.storage.test_whole import DESK, add, click, does, line, refused

ROW = Row(1, {})


@pytest.fixture
def library(home: Path) -> Library:
    return Library(home)


def reads(number: int, name: str, text: str, **more) -> TaskStep:
    place = Place(number - 1, Box(0, 9 * number, 9, 9), text, Span(0, len(text)))
    value = Value("screen", name, text, places=(place,))
    return TaskStep(number, number - 1, "read", f"read {name}", DESK, value=value, **more)


def typed(number: int, name: str, text: str = "", **more) -> TaskStep:
    return TaskStep(
        number, number - 1, "type", f"type {name}", DESK, value=Value("screen", name, text, **more)
    )


def find(library: Library, *more: TaskStep) -> Task:
    return add(library, "find", reads(1, "number", "TK-1"), reads(2, "total", "19,50"), *more)


def outer(library: Library, *more: TaskStep, **returns: str) -> Task:
    given = tuple((returns or {"invoice": "number"}).items())
    steps = more or (typed(3, "invoice", "TK-0"),)
    return add(library, "enter", click(1), does(2, "find", returns=given), *steps)


def texts(task: Task, **read: str) -> list[str | None]:
    """What the typing steps type, where the screen says these in the places with these demonstrated texts."""
    places = {
        place: read[place.text] for value in task.read_values for place in value.places if place.text in read
    }
    return [with_readings(plan, places).text for plan in plan_row(task, ROW) if plan.step.kind == "type"]


def test_a_later_step_types_what_the_task_reads(library: Library) -> None:
    find(library)
    outer(library)
    task = library.whole("enter")
    [_, read, _, typing] = task.steps
    assert typing.value is not None and read.value is not None
    assert typing.value.places == read.value.places and typing.value.places[0].call == 2
    assert (typing.value.name, typing.value.text, read.value.name) == ("invoice", "TK-0", "invoice")
    plans = plan_row(task, ROW)
    assert [len(plan.reads) for plan in plans] == [0, 1, 1, 0], "it is read once, by the step that does so"
    place = read.value.places[0]
    assert with_readings(plans[3], {place: "TK-77"}).text == "TK-77"
    assert with_readings(plans[3], {place: "TK-77"}).values["TK-0"] == "TK-77"
    assert read_values(task, {place: "TK-77"}) == {"invoice": "TK-77"}


def test_it_is_made_of_what_was_read(library: Library) -> None:
    find(library)
    pattern = parse_pattern("{read | number 1234.50 from 1.234,50} EUR")
    outer(library, typed(3, "sum", pattern=pattern), sum="total")
    task = library.whole("enter")
    assert texts(task, **{"19,50": "1.250,75"}) == ["1250.75 EUR"]
    last = task.steps[-1].value
    assert last is not None and last.text == "19.50 EUR", (
        "made of the demonstrated reading, where none is said"
    )
    read = dict.fromkeys(last.places, "1.250,75")
    assert read_values(task, read) == {"sum": "1.250,75"}, "the table tells what was read"


def test_a_value_of_any_step_can_be_handed_over(library: Library) -> None:
    place = Place(0, Box(0, 0, 9, 9), "TK-1", Span(0, 4))
    unnamed = TaskStep(1, 0, "type", "type", value=Value("screen", "", "TK-1", places=(place,)))
    add(library, "find", unnamed, click(2))
    outer(library, invoice="TK-1")
    assert texts(library.whole("enter"), **{"TK-1": "TK-5"}) == ["TK-5", "TK-5"]


def test_each_call_reads_for_itself(library: Library) -> None:
    find(library)
    calls = does(1, "find", returns=(("old", "number"),)), does(2, "find", returns=(("new", "number"),))
    add(library, "enter", *calls, typed(3, "new"), typed(4, "old"))
    task = library.whole("enter")
    first, second = (step.value.places[0] for step in task.steps if step.kind == "read" and step.value and
                     step.value.text == "TK-1")  # fmt: skip
    plans = [with_readings(one, {first: "TK-5", second: "TK-6"}) for one in plan_row(task, ROW)]
    assert [one.text for one in plans if one.step.kind == "type"] == ["TK-6", "TK-5"]
    assert read_values(task, {first: "TK-5", second: "TK-6"}) == {"old": "TK-5", "new": "TK-6"}


def test_what_two_calls_read_under_one_name_is_told_twice(library: Library) -> None:
    find(library)
    add(library, "enter", does(1, "find"), does(2, "find"), click(3))
    task = library.whole("enter")
    read = {place: str(at) for at, value in enumerate(task.read_values) for place in value.places}
    assert read_values(task, read) == {"number": "0", "total": "1", "number 2": "2", "total 2": "3"}


def test_a_number_behind_a_name_is_one_that_no_other_has(library: Library) -> None:
    find(library)
    named = Place(0, Box(0, 0, 9, 9), "TK-3", Span(0, 4))
    own = TaskStep(3, 0, "read", "read", value=Value("screen", "total 2", "TK-3", places=(named,)))
    add(library, "enter", does(1, "find"), does(2, "find"), own, click(4))
    task = library.whole("enter")
    read = {place: str(at) for at, value in enumerate(task.read_values) for place in value.places}
    told = read_values(task, read)
    assert told == {"number": "0", "total": "1", "number 2": "2", "total 3": "3", "total 2": "4"}


def test_the_last_one_under_a_name_counts(library: Library) -> None:
    find(library)
    steps = (
        does(2, "find", returns=(("no", "number"),)),
        typed(3, "no"),
        reads(4, "no", "B-9"),
        typed(5, "no"),
    )
    add(
        library,
        "enter",
        reads(1, "no", "A-1"),
        *steps,
        does(6, "find", returns=(("no", "total"),)),
        typed(7, "no"),
    )
    task = library.whole("enter")
    assert texts(task, **{"A-1": "a", "TK-1": "b", "B-9": "c", "19,50": "d"}) == ["b", "c", "d"]
    again = library.open("enter")
    task_file.save(again)
    assert library.open("enter") == again


def test_it_goes_through_tasks_in_tasks(library: Library) -> None:
    find(library)
    middle = does(1, "find", returns=(("inner", "number"),)), typed(2, "inner")
    add(library, "middle", *middle)
    add(library, "enter", does(1, "middle", returns=(("invoice", "inner"),)), typed(2, "invoice"))
    task = library.whole("enter")
    assert texts(task, **{"TK-1": "TK-8"}) == ["TK-8", "TK-8"]
    add(library, "deep", does(1, "middle", returns=(("invoice", "number"),)), click(2))
    told = refused(library, "deep")
    assert "«invoice» is «number», which the task «middle» does not read from the screen" in told
    assert "it reads inner" in told


def test_a_name_that_it_does_not_read_is_told_with_its_line(library: Library) -> None:
    find(library)
    outer(library, total="total", invoice="numbr")
    told = refused(library, "enter")
    assert f"line {line(library, 'enter', 'invoice: numbr')}:" in told
    assert "step 2: returns: «invoice» is «numbr», which the task «find» does not read" in told, told
    assert "did you mean «number»?" in told


def test_a_name_that_nothing_hands_over_is_told_with_its_line(library: Library) -> None:
    find(library)
    outer(library)
    path = library.folder("enter") / "task.yaml"
    text = path.read_text(encoding="utf-8").replace("name: invoice\n", "name: invoise\n")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        library.open("enter")
    told = str(caught.value)
    assert f"line {line(library, 'enter', 'name: invoise')}:" in told
    assert "«name» is «invoise», which no step before it reads (did you mean «invoice»?)" in told


@pytest.mark.parametrize(
    ("returns", "what"), [("invoice: ''", "is empty"), ("[number]", "must be a list of keys")]
)
def test_what_is_no_name_is_told(library: Library, returns: str, what: str) -> None:
    find(library)
    outer(library)
    path = library.folder("enter") / "task.yaml"
    text = path.read_text(encoding="utf-8").replace("invoice: number", returns)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=what):
        library.open("enter")


def test_only_a_step_that_does_a_task_has_it(library: Library) -> None:
    find(library)
    path = library.folder("find") / "task.yaml"
    text = path.read_text(encoding="utf-8").replace(
        "  kind: read\n", "  kind: read\n    returns: {a: number}\n", 1
    )
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="«returns» is not known here"):
        library.open("find")


def test_it_is_told_in_words(library: Library) -> None:
    find(library)
    task = outer(library)
    steps = library.whole("enter")
    told = "\n".join(describe_task(task, steps))
    assert "2. Do the task “find”  [hands over number as invoice]" in told
    assert "2.1. read number  [handed over as invoice]" in told
    assert "3. type invoice  [read in step 2.1]" in told
    assert "invoice  read as number by the task “find”; here “TK-0”" in told, told
    assert task_as_json(task, steps)["steps"][1]["returns"] == {"invoice": "number"}
    assert [reading_told(steps, step) for step in steps.steps][1:] == [
        "handed over as invoice", "", "read in step 2.1",
    ]  # fmt: skip


def test_tasks_that_do_without_keep_what_was_earned(library: Library) -> None:
    find(library)
    task = outer(library)
    earned = print_of_steps(library.whole("enter").steps)
    without = replace(task, steps=(task.steps[0], replace(task.steps[1], returns=()), click(3)))
    task_file.save(without)
    assert print_of_steps(library.whole("enter").steps) != earned


def test_in_an_encrypted_library(home: Path) -> None:
    plain = Library(home)
    find(plain)
    outer(plain)
    library = encrypted(home)
    assert texts(library.whole("enter"), **{"TK-1": "TK-8"}) == ["TK-8"]
    broken = replace(library.open("enter").steps[1], returns=(("invoice", "nothing"),))
    steps = library.open("enter").steps
    task_file.save(replace(library.open("enter"), steps=(steps[0], broken, *steps[2:])))
    with pytest.raises(UsageError, match=r"line \d+: .*«invoice» is «nothing».*it reads number, total"):
        library.whole("enter")


def test_where_two_places_differ_nothing_is_typed(library: Library) -> None:
    place = Place(0, Box(0, 0, 9, 9), "TK-1", Span(0, 4))
    value = Value("screen", "number", "TK-1", places=(place, replace(place, box=Box(9, 9, 9, 9))))
    add(library, "find", TaskStep(1, 0, "read", "read", DESK, value=value))
    outer(library)
    last = library.whole("enter").steps[-1].value
    assert last is not None and said(last, dict(zip(last.places, "ab", strict=True))) is None


def test_before_a_task_was_looked_at_nobody_knows_what_it_reads(library: Library) -> None:
    """What was copied is only understood then."""
    task = find(library)
    copies = TaskStep(1, 0, "shortcut", "copy", DESK, keys=("ctrl", "c"))
    task_file.save(replace(task, understood=False, steps=(copies, *task.steps[1:])))
    outer(library)
    value = library.whole("enter").steps[-1].value
    assert value is not None and value.places == ()
    assert plan_row(library.whole("enter"), ROW)[-1].text is None
    task_file.save(task)
    assert texts(library.whole("enter"), **{"TK-1": "TK-8"}) == ["TK-8"]


def test_it_is_no_column(library: Library) -> None:
    find(library)
    wait = TaskStep(2, NOWHERE, "wait", "wait", awaited="Order {invoice}")
    with pytest.raises(UsageError, match=r"«text» uses «invoice».*which only a value"):
        add(library, "enter", does(1, "find", returns=(("invoice", "number"),)), wait, click(3))
        path = library.folder("enter") / "task.yaml"
        text = path.read_text(encoding="utf-8").replace("variables:\n  - invoice\n", "variables: []\n")
        path.write_text(text, encoding="utf-8")
        library.open("enter")


def store(library: Library, *more: TaskStep, **value) -> Task:
    typing = TaskStep(1, 0, "type", "type", value=Value("row", "number", "TK-2", **value))
    return add(library, "store", typing, *(more or (click(2),)), row={"number": "TK-2", "kind": "a"})


def passing(library: Library, text: str = "{invoice}") -> None:
    """A task that has one task read, and gives that to another one."""
    returned = does(1, "find", returns=(("invoice", "number"),))
    add(library, "both", returned, does(2, "store", handed=(("number", text),)), click(3), row={"kind": "b"})


@pytest.mark.parametrize(
    ("text", "says"), [("{invoice}", "TK-9"), ("{invoice | lower}", "tk-9"), ("No. {invoice}", "No. TK-9")]
)
def test_it_is_given_on_to_another_task(library: Library, text: str, says: str) -> None:
    find(library)
    store(library)
    passing(library, text)
    assert library.open("both").steps[1].handed == (("number", text),)
    assert library.open("both").variables == () and library.whole("both").columns == ()
    task = library.whole("both")
    typing = task.steps[2]
    assert typing.label == "2.1" and typing.value is not None and typing.value.name == "invoice"
    assert typing.value.places == task.steps[0].value.places  # type: ignore[union-attr]
    assert texts(task, **{"TK-1": "TK-9"}) == [says]
    assert f"[number: {text}]" in "\n".join(describe_task(library.open("both"), task))
    assert "2.1. type  [read in step 1.1]" in "\n".join(describe_task(library.open("both"), task))


def test_what_that_task_makes_of_it_stays(library: Library) -> None:
    find(library)
    add(
        library, "store", TaskStep(1, 0, "type", "type", value=Value("row", "", "tk-2", pattern=parse_pattern(
            "{number | lower}"))), click(2), row={"number": "TK-2"},
    )  # fmt: skip
    passing(library)
    assert texts(library.whole("both"), **{"TK-1": "TK-9"}) == ["tk-9"]
    task = library.open("both")
    steps = list(task.steps)
    steps[1] = replace(steps[1], handed=(("number", "{invoice | upper}"),))
    task_file.save(replace(task, steps=tuple(steps)))
    assert "makes something else of it; keep one of both" in refused(library, "both")


def test_in_a_chain_it_goes_by_the_name_of_the_outermost_task(library: Library) -> None:
    find(library)
    store(library)
    passing(library)
    add(library, "outermost", does(1, "both", returns=(("bill", "invoice"),)), typed(2, "bill"))
    task = library.whole("outermost")
    assert texts(task, **{"TK-1": "TK-9"}) == ["TK-9", "TK-9"]
    read = {place: "TK-9" for value in task.read_values for place in value.places if place.text == "TK-1"}
    assert read_values(task, read) == {"bill": "TK-9"}


@pytest.mark.parametrize(
    ("more", "what"),
    [
        (click(2, when=When("is", "x", "number")), "step 2.2 of the whole does not only type or choose it"),
        (TaskStep(2, NOWHERE, "wait", "wait", awaited="No. {number}"), "does not only type or choose it"),
        (does(2, "deeper"), "is of a task that it would have to be given on to"),
    ],
)
def test_what_is_done_with_it_beside_is_refused_with_the_line(
    library: Library, more: TaskStep, what: str
) -> None:
    find(library)
    deeper = TaskStep(1, 0, "type", "type", value=Value("row", "number", "TK-3"))
    add(library, "deeper", deeper, row={"number": "TK-3"})
    store(library, more, click(3))
    passing(library)
    told = refused(library, "both")
    assert f"line {line(library, 'both', 'number: ')}" in told and what in told, told
    assert "with: «number» gives what is read from the screen to «store», but " in told


def test_a_check_needs_what_is_known_before_the_row(library: Library) -> None:
    find(library)
    store(library)
    check = FilesCheck({"no": parse_pattern("{number}")}, files="/srv/{no}.txt")
    task_file.save(replace(library.open("store"), checks=(check,)))
    passing(library)
    assert "but a check needs it before it is read" in refused(library, "both")


def test_with_a_column_beside_it_it_is_refused(library: Library) -> None:
    find(library)
    store(library)
    with pytest.raises(UsageError, match=r"«number» is «\{invoice\} \{kind\}», but what is read"):
        passing(library, "{invoice} {kind}")
        library.open("both")

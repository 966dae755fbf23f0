from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.errors import UsageError
from lam_desktop.tasks.explaining.describe import describe_task
from lam_desktop.tasks.provenance.compile import compile_task, understand
from lam_desktop.tasks.provenance.values import written
from lam_desktop.tasks.several.aligning import Differ, aligned
from lam_desktop.tasks.several.narrowing import narrowed_choices, with_further
from lam_desktop.tasks.step import TaskStep
from lam_desktop.tasks.task import DemonstratedRow, Further, Task
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.tasks.when import When
from recorder.recording import Recording
from tests.tasks.provenance.test_compile import Eyes
from tests.tasks.recordings import Clerk


def typing(*texts: str) -> Clerk:
    clerk = Clerk()
    for at, text in enumerate(texts):
        clerk.click(300, 100 + 30 * at).type(text)
    return clerk.click(300, 500)


def saved(folder: Path, clerk: Clerk, name: str) -> str:
    path = clerk.save(folder)
    other = path.with_name(f"{name}.lamrec")
    path.rename(other)
    return f"demos/{other.name}"


def shown(folder: Path, *demonstrations: tuple[dict[str, str], Clerk]) -> Task:
    """The task of several demonstrations, each of its own row."""
    task: Task | None = None
    for at, (cells, clerk) in enumerate(demonstrations, start=1):
        row = DemonstratedRow("o.csv", at * 3, cells)
        recording = saved(folder, clerk, f"d{at}")
        if task is None:
            task = compile_task(folder.name, folder, folder / recording, row)
        else:
            task = with_further(task, Further(recording, row))
    assert task is not None
    return task


TWICE = {"customer": "Miller", "quantity": "5", "priority": "5"}
APART = {"customer": "Smith", "quantity": "8", "priority": "4"}


def test_a_second_demonstration_tells_which_column_it_is(tmp_path: Path) -> None:
    one = shown(tmp_path / "one", (TWICE, typing("Miller", "5")))
    assert one.steps[3].value is not None and one.steps[3].value.name == "quantity" and one.steps[3].doubt
    two = shown(tmp_path / "two", (TWICE, typing("Miller", "5")), (APART, typing("Smith", "4")))
    assert two.steps[3].value is not None and two.steps[3].value.name == "priority"
    assert two.steps[3].doubt == "" and "(column priority)" in two.steps[3].caption
    confirmed = shown(tmp_path / "three", (TWICE, typing("Miller", "5")), (APART, typing("Smith", "8")))
    assert confirmed.steps[3].value == one.steps[3].value and confirmed.steps[3].doubt == ""


def test_what_one_demonstration_leaves_constant_two_may_explain(tmp_path: Path) -> None:
    cells, other = {"name": "Maria Sorensen"}, {"name": "Peter van Dyk"}
    one = shown(tmp_path / "one", (cells, typing("Mar")))
    assert one.steps[1].value is not None and one.steps[1].value.source == "constant"
    two = shown(tmp_path / "two", (cells, typing("Mar")), (other, typing("Pet")))
    value = two.steps[1].value
    assert value is not None and str(value.pattern) == "{name | first 3 letters}"
    assert written(value, (7, {"name": "José Ortega"})) == "Jos"


def test_what_only_a_roundabout_way_explains_stays_in_doubt(tmp_path: Path) -> None:
    """Of 12.50 and 7.5 as 7.50 the one that adds a zero would make 13 to 130."""
    task = shown(tmp_path, ({"a": "12.50"}, typing("12.50")), ({"a": "7.5"}, typing("7.50")))
    assert task.steps[1].doubt


def test_one_in_row_one_is_settled_either_way(tmp_path: Path) -> None:
    cells = {"name": "Maria"}
    for typed, source in (("3", "constant"), ("6", "computed")):
        task = shown(tmp_path / typed, (cells, typing("3")), ({"name": "Peter"}, typing(typed)))
        value = task.steps[1].value
        assert value is not None and (value.source, task.steps[1].doubt) == (source, "")


def test_day_and_month_are_settled(tmp_path: Path) -> None:
    first = ({"due": "2026-04-04"}, typing("04/04/2026"))
    assert shown(tmp_path / "one", first).steps[1].doubt
    for text, present in (("06/05/2026", "30/12/2026"), ("05/06/2026", "12/30/2026")):
        task = shown(tmp_path / text[:2], first, ({"due": "2026-05-06"}, typing(text)))
        value = task.steps[1].value
        assert value is not None and written(value, (9, {"due": "2026-12-30"})) == present
        assert task.steps[1].doubt == ""


def test_what_nothing_explains_is_told_and_stays(tmp_path: Path) -> None:
    task = shown(tmp_path, ({"name": "Maria"}, typing("Maria")), ({"name": "Peter"}, typing("xyz")))
    assert task.steps[1].value is not None and task.steps[1].value.name == "name"
    assert "“Maria” in one demonstration and “xyz” in another" in task.steps[1].doubt


def test_a_third_demonstration_narrows_what_two_left_open(tmp_path: Path) -> None:
    rows = (
        {"a": "x1", "b": "x1", "c": "x1"},
        {"a": "y1", "b": "y1", "c": "n"},
        {"a": "m", "b": "z1", "c": "o"},
    )
    clerks = [typing(text) for text in ("x1", "y1", "z1")]
    two = shown(tmp_path / "two", *zip(rows[:2], clerks[:2], strict=True))
    assert two.steps[1].doubt
    clerks = [typing(text) for text in ("x1", "y1", "z1")]
    three = shown(tmp_path / "three", *zip(rows, clerks, strict=True))
    assert three.steps[1].value is not None and three.steps[1].value.name == "b" and not three.steps[1].doubt
    assert any("known by 3 demonstrations" in line for line in describe_task(three))


def test_it_is_kept_in_the_file(tmp_path: Path) -> None:
    task = shown(tmp_path, (TWICE, typing("Miller", "5")), (APART, typing("Smith", "4")))
    task_file.save(task)
    assert task_file.load(tmp_path) == task and not task.looked_at


# -- other steps


@pytest.mark.parametrize(
    ("with_it", "without", "said"),
    [
        ({"note": "call"}, {"note": ""}, "only where the column note is filled"),
        ({"express": "yes"}, {"express": "no"}, "only where the column express says “yes”"),
        ({"express": "1"}, {"express": "12"}, ""),
        ({"note": "call"}, {"note": "write"}, ""),
    ],
)
def test_a_column_that_goes_with_it_is_told_and_not_believed(
    tmp_path: Path, with_it: dict[str, str], without: dict[str, str], said: str
) -> None:
    asked = typing("Miller").click(600, 400).click(300, 500)
    shorter = typing("Smith").click(300, 500)
    task = shown(
        tmp_path, ({"customer": "Miller"} | with_it, asked), ({"customer": "Smith"} | without, shorter)
    )
    step = task.steps[3]
    assert step.optional and step.when is None
    assert (said in " ".join(step.doubts)) if said else not step.doubts


def test_clicks_that_come_sometimes_are_optional(tmp_path: Path) -> None:
    asked = typing("Miller").click(600, 400).click(300, 500)
    task = shown(tmp_path, (TWICE, asked), (APART, typing("Smith").click(300, 500)))
    assert [step.optional for step in task.steps] == [False, False, False, True, False]
    assert [step.also for step in task.steps] == [(), (), (("demos/d2.lamrec", 2),), (), ()]


@pytest.mark.parametrize(
    ("first", "further", "words"),
    [
        (typing("a"), typing("a").press("enter"), "Step 4 shown last comes only sometimes"),
        (
            typing("a"),
            Clerk().click(300, 100).press("enter").click(300, 500),
            "differ at step 2: a type, and a key",
        ),
        (
            typing("a", "b"),
            typing("a"),
            "only clicks before the last step, and a text that stands in its field",
        ),
        (typing("a").press("enter"), typing("a"), "Step 4 comes only sometimes"),
    ],
)
def test_other_steps_are_told_in_one_sentence(
    tmp_path: Path, first: Clerk, further: Clerk, words: str
) -> None:
    with pytest.raises(UsageError, match=r"^[^.]*\.$") as caught:
        shown(tmp_path, ({"x": "a"}, first), ({"x": "a"}, further))
    assert words in str(caught.value)


@pytest.mark.parametrize(("lacks", "at"), [("a", 1), ("b", 3), ("c", 5)])
def test_a_text_that_stood_in_its_field_is_optional(tmp_path: Path, lacks: str, at: int) -> None:
    """Its field is told by where the others lie, 30 pixels apart."""
    short = Clerk()
    for number, text in enumerate("abc"):
        if text != lacks:
            short = short.click(301, 100 + 30 * number).type(text)
    path = saved(tmp_path, typing(*"abc"), "d1")
    task = compile_task("x", tmp_path, tmp_path / path, None)
    further = Further(saved(tmp_path, short.click(300, 500), "d2"), None)
    with pytest.raises(UsageError, match="stands in its field already"):
        with_further(task, further)
    with pytest.raises(UsageError, match=f"Step {at + 1} comes only sometimes"):
        with_further(task, further, stood=lambda _click, _typing, _behind: False)
    asked: list[tuple[int, int, int]] = []

    def stood(click: TaskStep, text: TaskStep, behind: int) -> bool:
        asked.append((click.number, text.number, behind))
        return True

    found = with_further(task, further, stood=stood)
    assert asked == [(at, at + 1, at - 1)]
    assert [one.number for one in found.steps if one.optional] == [at, at + 1]
    assert "does not show it" in found.steps[at].doubt


def test_which_of_two_clicks_comes_sometimes_may_not_be_clear(tmp_path: Path) -> None:
    steps = []
    for at, clerk in enumerate(
        (Clerk().click(9, 9).click(9, 9).click(9, 300), Clerk().click(9, 9).click(9, 300))
    ):
        with Recording.open(tmp_path / saved(tmp_path, clerk, str(at))) as recording:
            steps.append(recording.steps())
    with pytest.raises(Differ, match="cannot be told which"):
        aligned(*steps)


# -- more steps


def asked(name: str, x: int = 600) -> Clerk:
    """With a dialog between the field and the last click."""
    return typing(name).click(x, 400).click(300, 500)


def usual(name: str) -> Clerk:
    return typing(name).click(300, 500)


def outline(task: Task) -> list[tuple[str, int, bool]]:
    return [(step.recording, step.demonstrated, step.optional) for step in task.steps]


def test_what_only_the_further_one_has_comes_sometimes(tmp_path: Path) -> None:
    task = shown(tmp_path, (TWICE, usual("Miller")), (APART, asked("Smith")))
    more = "demos/d2.lamrec"
    assert outline(task) == [
        ("", 0, False), ("", 1, False), ("", 2, False), (more, 3, True), ("", 3, False),
    ]  # fmt: skip
    assert [step.number for step in task.steps] == [1, 2, 3, 4, 5]
    assert task.steps[3].point == (600, 400)
    assert [step.also for step in task.steps] == [(), (), ((more, 2),), (), ()]
    task_file.save(task)
    assert task_file.load(tmp_path) == task
    assert "[only where it comes]" in "\n".join(describe_task(task))


def test_windows_that_a_person_has_told_apart_by_their_titles_stay(tmp_path: Path) -> None:
    task = shown(tmp_path, (TWICE, usual("Miller")))
    [window] = task.windows
    bank, shop = replace(window, title="Bank"), replace(window, title="Shop")
    further = Further(saved(tmp_path, asked("Smith"), "d2"), DemonstratedRow("o.csv", 6, APART))
    both = with_further(replace(task, windows=(bank, shop)), further)
    assert [step.optional for step in both.steps] == [False, False, False, True, False]
    assert [one.title for one in both.windows] == ["Bank", "Shop"]
    other = replace(window, wm_class="other")
    assert with_further(replace(task, windows=(other,)), further).windows == (other, window)


def test_what_a_column_says_of_it_is_told_the_other_way_round_too(tmp_path: Path) -> None:
    rows = {"customer": "Miller", "express": "no"}, {"customer": "Smith", "express": "yes"}
    task = shown(tmp_path, (rows[0], usual("Miller")), (rows[1], asked("Smith")))
    assert "done only where the column express says “yes”" in task.steps[3].doubts[0]


def test_each_may_have_what_the_other_lacks(tmp_path: Path) -> None:
    first = typing("Miller", "5").click(600, 400).click(300, 500)
    further = Clerk().click(300, 100).type("Smith").click(700, 300).click(300, 130).type("4")
    task = shown(tmp_path, (TWICE, first), (APART, further.click(300, 500).click(300, 500)))
    assert outline(task) == [
        ("", 0, False), ("", 1, False), ("demos/d2.lamrec", 2, True), ("", 2, False), ("", 3, False),
        ("", 4, False), ("", 5, True), ("", 6, False),
    ]  # fmt: skip
    assert task.steps[4].value is not None and task.steps[4].value.name == "priority"


@pytest.mark.parametrize("order", [("asked", "usual"), ("usual", "asked"), ("usual", "usual")])
def test_a_third_one_with_or_without_it_tells_more(tmp_path: Path, order: tuple[str, str]) -> None:
    make = {"asked": asked, "usual": usual}
    rows = ({"a": "x", "b": "x", "c": "x"}, {"a": "y", "b": "y", "c": "q"}, {"a": "z", "b": "w", "c": "w"})
    texts = ("x", "y", "w")
    kinds = ("usual", "asked", *order)
    cells = [*rows, {"a": "k", "b": "m", "c": "n"}]
    task = shown(
        tmp_path,
        *((one, make[kind](text)) for one, kind, text in zip(cells, kinds, [*texts, "m"], strict=True)),
    )
    assert [step.optional for step in task.steps] == [False, False, False, True, False]
    assert task.steps[1].value is not None and task.steps[1].value.name == "b"


def test_another_dialog_of_a_third_one_is_added_beside_the_first(tmp_path: Path) -> None:
    third = Clerk().click(300, 100).click(800, 200).type("Ada").click(300, 500).click(300, 500)
    task = shown(tmp_path, (TWICE, usual("Miller")), (APART, asked("Smith")), ({"customer": "Ada"}, third))
    assert outline(task) == [
        ("", 0, False), ("demos/d3.lamrec", 1, True), ("", 1, False), ("", 2, False),
        ("demos/d2.lamrec", 3, True), ("", 3, False),
    ]  # fmt: skip


def test_a_condition_around_it_is_about_it_too(tmp_path: Path) -> None:
    first = compile_task("t", tmp_path, tmp_path / saved(tmp_path, usual("Miller"), "d1"), None)
    steps = list(first.steps)
    steps[1] = replace(steps[1], when=When("shown", "Order", steps=3))
    steps[0] = replace(steps[0], when=When("shown", "Orders", steps=3))
    further = Further(saved(tmp_path, asked("Miller"), "d2"))
    task = with_further(replace(first, steps=tuple(steps)), further)
    assert [step.when and step.when.steps for step in task.steps[:2]] == [3, 4]


def test_which_click_is_the_further_ones_may_not_be_clear(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be told which"):
        shown(
            tmp_path,
            ({}, Clerk().click(9, 9).click(9, 300)),
            ({}, Clerk().click(9, 9).click(9, 9).click(9, 300)),
        )


def test_one_click_in_the_place_of_another_is_no_dialog(tmp_path: Path) -> None:
    first = Clerk().click(300, 100).type("a").click(300, 300, "right").click(300, 500)
    further = Clerk().click(300, 100).type("a").click(300, 300).click(300, 500)
    with pytest.raises(UsageError, match="differ at step 3: a right click, and a click"):
        shown(tmp_path, ({}, first), ({}, further))


def test_a_step_names_only_demonstrations_that_the_task_has(tmp_path: Path) -> None:
    task = shown(tmp_path, (TWICE, usual("Miller")), (APART, asked("Smith")))
    path = task_file.save(task)
    text = path.read_text(encoding="utf-8").replace(
        "    recording: demos/d2.lamrec\n    demonstrated", "    recording: demos/d3.lamrec\n    demonstrated"
    )
    path.write_text(text, encoding="utf-8")
    with pytest.raises(
        UsageError, match=r"line \d+.*step 4: «recording» is «demos/d3.lamrec», which «further»"
    ):
        task_file.load(tmp_path)


# -- choices


def test_a_choice_is_narrowed_once_it_was_looked_at(tmp_path: Path) -> None:
    cells, other = {"size": "L", "grade": "L"}, {"size": "M", "grade": "S"}
    choose = [Clerk().click(300, 100).click(320, 140).click(300, 500) for _ in range(2)]
    task = shown(tmp_path, (cells, choose[0]), (other, choose[1]))
    task = understand(task, Eyes(step1=("", "combo"), step2=("L", "list_item"), step3=("Save", "button")))
    assert task.steps[1].value is not None and task.steps[1].value.name == "size" and task.steps[1].doubt
    for text, column in (("M", "size"), ("S", "grade")):
        seen = narrowed_choices(task, task.further[0], {("", 0, 0): "", ("", 1, 0): text, ("", 2, 0): "Save"})
        assert seen.steps[1].value is not None and seen.steps[1].value.name == column
        assert seen.steps[1].doubt == "" and seen.steps[2] == task.steps[2]
    unknown = narrowed_choices(task, task.further[0], {("", 1, 0): "XXL"})
    assert "nothing was found" in unknown.steps[1].doubt

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.errors import UsageError
from lam_desktop.tasks.provenance.compile import compile_task, understand
from lam_desktop.tasks.provenance.copying import command_of
from lam_desktop.tasks.provenance.keyed_choices import Chosen
from lam_desktop.tasks.step import Target, TaskStep, Value, WindowName
from lam_desktop.tasks.task import DemonstratedRow, Task
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.types import Box, Element, ElementKind
from tests.tasks.recordings import DESK, OTHER, Clerk, popup

ROW = DemonstratedRow(
    "orders.csv",
    1,
    {"customer": "Müller", "quantity": "1", "priority": "1", "due": "2026-03-15", "shipping": "Express"}
    | {"gift": "yes", "express": "no"},
)


def compiled(folder: Path, clerk: Clerk, row: DemonstratedRow | None = ROW) -> Task:
    return compile_task("orders", folder, clerk.save(folder), row)


class Eyes:
    """Sees what the test says: by step number, the target and the states of its check box."""

    def __init__(
        self, **seen: tuple[str, ElementKind] | tuple[str, ElementKind, bool | None, bool | None]
    ) -> None:
        self._seen = {int(number.removeprefix("step")): what for number, what in seen.items()}
        self.looked: list[int] = []
        self.screens: dict[int, list[Element]] = {}
        """By step number; what stood there before."""
        self.news: dict[int, list[str]] = {}
        """By step number; the texts that came."""
        self.shows = False
        """Whether these are what a field or list shows."""
        self.names: dict[int, str] = {}
        """By step number; what names the field that shows them."""
        self.changed: dict[int, list[str]] = {}
        """By step number; the texts of what it changed."""
        self.left: dict[int, list[Element]] = {}
        """By step number; what stood there after it."""
        self.others: dict[int, dict[WindowName, list[Element]]] = {}
        """By step number; what other programs showed before."""

    def before(self, step: TaskStep) -> list[Element]:
        return self.screens.get(step.number, [])

    def came(self, step: TaskStep) -> list[str]:
        return self.news.get(step.number, [])

    def chose(self, step: TaskStep) -> list[Chosen]:
        name = self.names.get(step.number, "")
        return [Chosen(text, self.shows, name) for text in self.changed.get(step.number, [])]

    def after(self, step: TaskStep) -> list[Element]:
        return self.left.get(step.number, [])

    def beside(self, step: TaskStep) -> dict[WindowName, list[Element]]:
        return self.others.get(step.number, {})

    def look(self, step: TaskStep) -> Target | None:
        self.looked.append(step.number)
        what = self._seen.get(step.number)
        return None if what is None else Target(what[0], what[1], Box(10, 20, 30, 40))

    def checked(self, step: TaskStep) -> tuple[bool | None, bool | None]:
        what = self._seen[step.number]
        return (what[2], what[3]) if len(what) == 4 else (None, None)


def test_every_step_in_plain_words(tmp_path: Path) -> None:
    clerk = Clerk().click(320, 140).type("Müller").press("tab").type("15.3.2026").press("enter").type("hi ho")
    clerk.click(5, 6, "right").click(5, 6, "middle").drag((10, 10), (90, 90)).scroll(50, 60, -3)
    clerk.hide("password").press("ctrl", "shift", "s").click(500, 500, "back")
    task = compiled(tmp_path, clerk)
    assert [(step.kind, step.caption) for step in task.steps] == [
        ("click", "Click in the window “orderdesk”"),
        ("type", "Type “Müller” (column customer)"),
        ("key", "Press Tab"),
        ("type", "Type “15.3.2026” (column due, written d.m.yyyy)"),
        ("key", "Press Enter"),
        ("type", "Type “hi ho”"),
        ("right_click", "Right-click in the window “orderdesk”"),
        ("middle_click", "Middle-click in the window “orderdesk”"),
        ("drag", "Drag in the window “orderdesk”"),
        ("scroll", "Scroll 3 notches down in the window “orderdesk”"),
        ("type", "Type the secret “password”"),
        ("shortcut", "Press Ctrl+Shift+S"),
        ("shortcut", "Press Alt+Left"),
    ]
    assert [step.number for step in task.steps] == list(range(1, 14))
    assert [step.demonstrated for step in task.steps] == list(range(13))
    assert "button «back»" in task.steps[-1].doubt


def test_places_keys_and_values_are_those_of_the_recording(tmp_path: Path) -> None:
    clerk = (
        Clerk()
        .click(320, 140)
        .drag((10, 10), (90, 90), "right")
        .scroll(50, 60, -3)
        .hide("password")
        .press("ctrl", "s")
    )
    click, drag, scroll, secret, save = compiled(tmp_path, clerk).steps
    assert click.point == (320, 140) and click.value is None
    assert (drag.point, drag.end_point, drag.button) == ((10, 10), (90, 90), "right")
    assert drag.caption.endswith("with the right button")
    assert (scroll.point, scroll.scroll) == ((50, 60), (0, -3))
    assert secret.value == Value("secret", "password")
    assert (save.point, save.keys) == (None, ("ctrl", "s"))
    assert click.window == WindowName("orderdesk", "python3")


def test_the_task_survives_its_file(tmp_path: Path) -> None:
    clerk = (
        Clerk().click(320, 140).type("Müller").drag((1, 1), (99, 99)).scroll(5, 5, 2).hide("pin").press("esc")
    )
    task = replace(compiled(tmp_path, clerk), name=tmp_path.name)
    assert task.recording == "demos/shown.lamrec"
    assert task.screen == (1280, 800)
    task_file.save(task)
    assert task_file.load(tmp_path) == task


def test_a_text_in_two_columns_is_shared_out_and_told(tmp_path: Path) -> None:
    task = compiled(tmp_path, Clerk().type("1").press("tab").type("1"))
    assert [step.value.name for step in task.steps if step.value] == ["quantity", "priority"]
    assert [bool(step.doubt) for step in task.steps] == [True, False, True]
    assert task.variables == ("quantity", "priority")


def test_without_a_row_nothing_follows_one(tmp_path: Path) -> None:
    task = compiled(tmp_path, Clerk().type("Müller"), row=None)
    assert task.steps[0].value == Value("constant", text="Müller")
    assert task.row is None and task.variables == ()


def test_a_popup_belongs_to_its_programs_window(tmp_path: Path) -> None:
    clerk = Clerk().click(1, 1).click(400, 400, window=OTHER).click(310, 210, window=popup())
    clerk.click(310, 230, window=popup(OTHER, "tooltip", "menu"))
    task = compiled(tmp_path, clerk)
    desk, mail = WindowName("orderdesk", "python3"), WindowName("thunderbird", "thunderbird")
    assert [step.window for step in task.steps] == [desk, mail, desk, mail]
    assert task.windows == (desk, mail, WindowName("tooltip", "thunderbird"))


def test_a_popup_without_a_window_before_it_stands_for_itself(tmp_path: Path) -> None:
    task = compiled(tmp_path, Clerk().click(310, 210, window=popup(DESK, "panel")))
    assert task.windows == (WindowName("panel", "python3"),)


def test_what_cannot_become_a_task(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"Nothing was recorded for «orders».*record it again"):
        compiled(tmp_path, Clerk())
    (tmp_path / "demos" / "shown.lamrec").unlink()
    with pytest.raises(UsageError, match="button «button10»"):
        compiled(tmp_path, Clerk().click(1, 1, "button10"))
    with pytest.raises(UsageError, match="no recording"):
        compile_task("orders", tmp_path, tmp_path / "demos" / "gone.lamrec", None)
    (tmp_path / "demos" / "bad.lamrec").write_bytes(b"x" * 200)
    with pytest.raises(UsageError, match="not a recording"):
        compile_task("orders", tmp_path, tmp_path / "demos" / "bad.lamrec", None)


def test_targets_make_the_captions_better(tmp_path: Path) -> None:
    clerk = Clerk()
    for _ in range(9):
        clerk.click(1, 1)
    clerk.click(1, 1, "right").scroll(1, 1, 1).drag((1, 1), (50, 50)).press("enter")
    eyes = Eyes(
        step1=("Save", "button"), step2=("", "field"), step3=("Meier", "field"), step4=("Standard", "combo"),
        step5=("Pickup", "list_item"), step6=("Save as…", "menu_item"), step7=("", "icon"),
        step8=("Hello", "text"), step10=("B7", "cell"), step11=("", "combo"),
        step12=("Order 7\nMüller", "list_item"),
    )  # fmt: skip
    task = understand(compiled(tmp_path, clerk), eyes)
    assert [step.caption for step in task.steps] == [
        "Click the button “Save”",
        "Click the empty field",
        "Click the field showing “Meier”",
        "Click the list showing “Standard”",
        "Choose “Pickup”",
        "Choose “Save as…”",
        "Click the icon",
        "Click “Hello”",
        "Click in the window “orderdesk”",
        "Right-click the cell “B7”",
        "Scroll 1 notch up the list",
        "Drag the entry “Order 7 Müller”",
        "Press Enter",
    ]
    assert task.understood
    assert task.steps[0].target == Target("Save", "button", Box(10, 20, 30, 40))
    assert task.steps[8].target is None
    assert eyes.looked == list(range(1, 13))


@pytest.mark.parametrize("kind", ["list_item", "menu_item", "radio", "cell", "text"])
def test_a_chosen_entry_follows_the_row(tmp_path: Path, kind: ElementKind) -> None:
    task = understand(compiled(tmp_path, Clerk().click(1, 1)), Eyes(step1=("EXPRESS", kind)))
    assert task.steps[0].value == Value("row", "shipping", "Express")
    assert task.steps[0].caption == "Choose “Express” (column shipping)"
    assert task.variables == ("shipping",)


@pytest.mark.parametrize("kind", ["combo", "tab", "field", "header", "spin"])
def test_what_only_shows_a_text_does_not_follow_the_row(tmp_path: Path, kind: ElementKind) -> None:
    task = understand(compiled(tmp_path, Clerk().click(1, 1)), Eyes(step1=("Express", kind)))
    assert task.steps[0].value is None


def test_what_a_menu_calls_copying_copies_whatever_it_is_taken_for(tmp_path: Path) -> None:
    clerk = Clerk().click(1, 1).click(2, 2, window=popup()).click(3, 3, window=popup())
    eyes = Eyes(step1=("Copy", "field"), step2=("Copy Ctrl+C", "field"), step3=("Copy order", "field"))
    task = understand(compiled(tmp_path, clerk), eyes)
    assert [command_of(step) for step in task.steps] == [None, "copy", None]


def test_an_entry_that_the_row_names_is_no_command(tmp_path: Path) -> None:
    row = DemonstratedRow("kinds.csv", 1, {"kind": "Copy"})
    clerk = Clerk().click(1, 1).click(2, 2, window=popup())
    task = understand(compiled(tmp_path, clerk, row), Eyes(step1=("Kind", "combo"), step2=("Copy", "field")))
    assert task.steps[1].value == Value("row", "kind", "Copy") and command_of(task.steps[1]) is None


def test_in_a_popup_every_text_is_an_entry(tmp_path: Path) -> None:
    clerk = Clerk().click(1, 1).click(2, 2, window=popup()).click(3, 3, window=popup(kind="menu"))
    eyes = Eyes(step1=("Express", "combo"), step2=("Express", "combo"), step3=("Express", "icon"))
    task = understand(compiled(tmp_path, clerk), eyes)
    assert [step.value for step in task.steps] == [None, Value("row", "shipping", "Express"), None]


def test_entries_share_columns_with_what_was_typed(tmp_path: Path) -> None:
    task = compiled(tmp_path, Clerk().click(1, 1).type("1"))
    task = understand(task, Eyes(step1=("1", "list_item")))
    assert [step.value.name for step in task.steps if step.value] == ["priority", "quantity"]
    assert all(step.doubt for step in task.steps)


@pytest.mark.parametrize(
    ("before", "after", "state"),
    [(False, True, True), (None, True, True), (False, None, True), (True, None, False), (True, False, False)],
)
def test_a_check_box_keeps_the_state_that_was_seen(
    tmp_path: Path, before: bool | None, after: bool | None, state: bool
) -> None:
    eyes = Eyes(step1=("Remember me", "checkbox", before, after))
    step = understand(compiled(tmp_path, Clerk().click(1, 1), row=None), eyes).steps[0]
    assert step.value == Value("constant", text="yes" if state else "no", form="yes/no")
    assert step.caption == f"{'Tick' if state else 'Untick'} the check box “Remember me”"
    assert step.doubt == ""


def test_a_check_box_follows_its_column(tmp_path: Path) -> None:
    clerk = Clerk().click(1, 1).click(2, 2).click(3, 3)
    eyes = Eyes(
        step1=("As a gift", "checkbox", False, True),
        step2=("Express", "checkbox", True, True),
        step3=("Express delivery", "checkbox", False, True),
    )
    task = understand(compiled(tmp_path, clerk), eyes)
    assert [step.value for step in task.steps] == [
        Value("row", "gift", "yes", "yes/no"),
        Value("row", "express", "no", "yes/no"),
        Value("constant", text="yes", form="yes/no"),
    ]
    assert task.steps[0].caption == "Tick the check box “As a gift”, or not (column gift)"


@pytest.mark.parametrize("kind", ["checkbox", "button", "icon", "link"])
def test_an_entry_taken_for_something_else_follows_the_row_all_the_same(
    tmp_path: Path, kind: ElementKind
) -> None:
    row = DemonstratedRow("orders.csv", 1, {"customer": "Miller", "delivery": "Courier"})
    eyes = Eyes(step1=("Courier", kind, False, True))
    step = understand(compiled(tmp_path, Clerk().click(1, 1), row=row), eyes).steps[0]
    assert step.value == Value("row", "delivery", "Courier")
    assert "“Courier”" in step.doubt and "column delivery" in step.doubt


def test_a_name_is_no_entry(tmp_path: Path) -> None:
    row = DemonstratedRow(
        "orders.csv", 1, {"customer": "Miller", "state": "save", "from": "Ada", "to": "Ada"}
    )
    clerk = Clerk().click(1, 1).click(2, 2).click(3, 3).click(4, 4).type("Miller")
    eyes = Eyes(
        step1=("Save", "button"),
        step2=("Ada", "button"),
        step3=("Miller", "button"),
        step4=("Miller", "combo"),
    )
    task = understand(compiled(tmp_path, clerk, row=row), eyes)
    assert [step.value for step in task.steps] == [None] * 4 + [Value("row", "customer", "Miller")]


@pytest.mark.parametrize(("before", "after"), [(None, None), (True, True), (False, False)])
def test_a_state_nobody_saw_stays_a_plain_click_and_is_told(
    tmp_path: Path, before: bool | None, after: bool | None
) -> None:
    eyes = Eyes(step1=("Remember me", "checkbox", before, after))
    step = understand(compiled(tmp_path, Clerk().click(1, 1), row=None), eyes).steps[0]
    assert step.value is None
    assert "“Remember me” ended ticked" in step.doubt
    assert step.caption == "Click the check box “Remember me”"


def test_other_clicks_on_a_check_box_are_not_ticks(tmp_path: Path) -> None:
    eyes = Eyes(step1=("Gift", "checkbox", False, True))
    step = understand(compiled(tmp_path, Clerk().click(1, 1, "right")), eyes).steps[0]
    assert step.value is None and step.doubt == ""


def test_what_the_person_edited_stays(tmp_path: Path) -> None:
    task = compiled(tmp_path, Clerk().click(1, 1).click(2, 2))
    mine = replace(task.steps[0], caption="Express it", value=Value("constant", text="Express"))
    task = replace(task, steps=(mine, task.steps[1]))
    eyes = Eyes(step1=("Express", "list_item"), step2=("Save", "button"))
    once = understand(task, eyes)
    assert once.steps[0] == replace(mine, target=Target("Express", "list_item", Box(10, 20, 30, 40)))
    assert once.steps[1].caption == "Click the button “Save”"
    assert understand(once, eyes) == once


def test_a_recording_that_is_gone_cannot_be_understood(tmp_path: Path) -> None:
    task = compiled(tmp_path, Clerk().click(1, 1))
    task.recording_path.unlink()
    with pytest.raises(UsageError, match="no recording"):
        understand(task, Eyes())

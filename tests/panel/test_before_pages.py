"""What a person sees and presses before a run."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
)
from pytestqt.qtbot import QtBot

from lam_desktop.execution.machine.passport import Compared
from lam_desktop.panel import wire
from lam_desktop.panel.state import before_events, events
from lam_desktop.panel.state.run import RunState, reduce_run
from lam_desktop.panel.widgets.check_page import RunCheckPage
from lam_desktop.panel.widgets.run_choose import RunChoosePage
from lam_desktop.panel.widgets.run_result import RunResultPage
from lam_desktop.tasks.explaining.binding import Proposal, Proposed
from lam_desktop.tasks.explaining.doubts import Doubt, MeantAs
from lam_desktop.tasks.instead import Instead, told_instead
from lam_desktop.tasks.step import Value
from lam_desktop.tasks.task import DemonstratedRow
from tests.panel.finding import button, press, shown_texts
from tests.panel.intents import Heard
from tests.panel.test_before import DARK, FOUND, KEYS, LOST

STEPS = (events.StepView(1, "click", "Click “Save”"), events.StepView(2, "click", "Click “Close”"))
TABLE = events.RowsLoaded("/orders.csv", ("Customer",), (("A",), ("B",), ("C",)))
PREPARED = events.RunPrepared("orders", STEPS, ("Customer",))
CHECKS = "- kind: sql\n  database: /srv/orders.db\n  query: SELECT 1\n"
APPROVAL = before_events.ApprovalRead("orders", CHECKS, ("/srv/orders.db",))


def state(*happened: events.Event) -> RunState:
    run = reduce_run(RunState(), events.RunOpened("orders"))
    for event in (PREPARED, TABLE, *happened):
        run = reduce_run(run, event)
    return run


@pytest.fixture
def choose(qtbot: QtBot, heard: Heard) -> RunChoosePage:
    page = RunChoosePage(heard)
    qtbot.addWidget(page)
    page.resize(960, 620)
    page.show()
    return page


def test_what_is_not_as_recorded_stands_there_before_the_run(choose: RunChoosePage, heard: Heard) -> None:
    choose.show_state(state())
    assert "Comparing the screen with the recording…" in shown_texts(choose)
    choose.show_state(state(before_events.SurroundingsRead("orders", (KEYS, DARK))))
    told = "The window of desk is dark now and was light.\nThe keyboard layout is de now and was us."
    assert told in shown_texts(choose)
    press(choose, "check-screen")
    same = Compared("keyboard", "us", "us")
    choose.show_state(state(before_events.SurroundingsRead("orders", (same,))))
    assert any("as they were recorded" in text for text in shown_texts(choose))
    unknown = Compared("keyboard", None, "us")
    choose.show_state(state(before_events.SurroundingsRead("orders", (unknown,))))
    assert "The recording does not tell what was around the task" in shown_texts(choose)
    choose.show_state(state(before_events.SurroundingsRead("orders", (), "Wayland shows no screen.")))
    assert "Wayland shows no screen." in shown_texts(choose)
    assert heard.calls == [("check_screen", ())]


def checked(*steps: object) -> RunState:
    return state(
        before_events.ScreenCheckRequested(), wire.Ready((2,), 2), wire.Checked((KEYS,), steps),  # type: ignore[arg-type]
        wire.Finished("asked", "Said.", 3),
    )  # fmt: skip


def test_the_strip_says_what_a_check_found(choose: RunChoosePage, heard: Heard) -> None:
    choose.show_state(checked(FOUND, LOST))
    assert "The screen was checked: 1 step would not be found." in shown_texts(choose)
    press(choose, "show-check")
    choose.show_state(checked(FOUND))
    assert "The screen was checked: what it should show was found." in shown_texts(choose)
    assert heard.calls == [("show_check", (True,))]


def test_a_check_names_the_steps_and_shows_the_one_that_is_lost(qtbot: QtBot, heard: Heard) -> None:
    page = RunCheckPage(heard)
    qtbot.addWidget(page)
    page.show()
    page.show_state(checked(FOUND, LOST))
    steps = page.findChild(QListWidget, "checked-steps")
    assert steps is not None
    assert [steps.item(at).text() for at in range(2)] == [
        "1. Click “Save”\nFound, 97 % sure", "2. Click “Close”\nWould not be found: the agent would ask",
    ]  # fmt: skip
    assert steps.currentRow() == 1, "what needs the person is looked at first"
    texts = shown_texts(page)
    assert "It is not there." in texts and "1 step would not be found" in texts
    assert "The keyboard layout is de now and was us." in texts
    qtbot.keyClick(steps, Qt.Key.Key_Up)
    assert "Found, 97 % sure" in shown_texts(page) and "It is not there." not in shown_texts(page)
    for name in ("check-again", "check-done"):
        press(page, name)
    assert heard.calls == [("check_screen", ()), ("show_check", (False,))]


def test_nothing_runs_before_its_checks_were_approved_as_they_stand(
    choose: RunChoosePage, heard: Heard
) -> None:
    choose.show_state(state(APPROVAL))
    begin = button(choose, "start-run")
    assert not begin.isEnabled() and "Approve" in begin.toolTip()
    text = choose.findChild(QPlainTextEdit, "approval-text")
    assert text is not None and text.isReadOnly()
    assert text.toPlainText() == CHECKS.rstrip("\n")
    assert "• /srv/orders.db" in shown_texts(choose)
    approve = button(choose, "approve")
    assert not approve.isDefault() and not approve.hasFocus()
    press(choose, "approve")
    assert heard.calls == [("approve", ("orders", CHECKS))]
    choose.show_state(state(before_events.ApprovalRead("orders")))
    assert button(choose, "start-run").isEnabled()
    hidden = choose.findChild(QPushButton, "approve")
    assert hidden is not None and not hidden.isVisible()


def test_a_password_that_stands_in_a_check_is_told(choose: RunChoosePage) -> None:
    for in_clear in (False, True):
        text = f"{CHECKS}# {in_clear}\n"
        choose.show_state(state(replace(APPROVAL, text=text, in_clear=in_clear)))
        told = any("the keyring keeps it" in one for one in shown_texts(choose))
        assert told == in_clear


def test_no_line_of_a_check_hides_below_an_edge_and_no_sign_is_unseen(
    choose: RunChoosePage, qtbot: QtBot
) -> None:
    lines = "\n".join(f"- line {number}" for number in range(60))
    hostile = f"{lines}\n- url: http://good.example\u202e/evil\u200b\n- {'x' * 400}\n"
    choose.show_state(state(replace(APPROVAL, text=hostile)))
    text = choose.findChild(QPlainTextEdit, "approval-text")
    assert text is not None
    qtbot.waitUntil(lambda: text.verticalScrollBar().maximum() == 0)
    assert text.horizontalScrollBar().maximum() == 0
    assert "good.example⟨U+202E⟩/evil⟨U+200B⟩" in text.toPlainText()
    assert any(one.startswith("Signs that are not seen") for one in shown_texts(choose))
    approve = button(choose, "approve")
    bottom = text.mapTo(choose, text.rect().bottomLeft()).y()
    assert approve.mapTo(choose, approve.rect().topLeft()).y() > bottom, "whoever approves has passed it all"


def secret(choose: RunChoosePage, *happened: events.Event) -> tuple[QLineEdit, QCheckBox]:
    choose.show_state(state(replace(PREPARED, secrets=("pin",)), *happened))
    field, keep = choose.findChild(QLineEdit, "secret-pin"), choose.findChild(QCheckBox, "keep-secrets")
    assert field is not None and keep is not None
    return field, keep


def test_without_a_keyring_that_encrypts_nothing_can_be_kept(choose: RunChoosePage, heard: Heard) -> None:
    field, keep = secret(choose, before_events.KeyringFound())
    assert keep.isVisible() and not keep.isEnabled()
    assert "no keyring here that encrypts" in keep.accessibleDescription()
    secret(choose, before_events.KeyringFound(problem="The keyring is locked: unlock it."))
    assert "The keyring is locked: unlock it." in shown_texts(choose)
    field.setText("hunter2")
    press(choose, "start-run")
    assert heard.calls == [("start_run", ({"pin": "hunter2"},))] and field.text() == ""


def test_a_secret_is_kept_only_where_the_person_ticks_it(choose: RunChoosePage, heard: Heard) -> None:
    field, keep = secret(choose, before_events.KeyringFound("Wallet"))
    assert keep.isEnabled() and not keep.isChecked(), "off until somebody wants it"
    field.setText("hunter2")
    keep.click()
    press(choose, "start-run")
    assert heard.calls == [("start_run", ({"pin": "hunter2"}, "keep"))]
    assert field.text() == "hunter2", "it is needed again where the keyring refuses"
    secret(choose, before_events.KeyringFound("Wallet"), before_events.SecretsKept("orders", ("pin",)))
    assert field.text() == "" and not keep.isVisible()
    assert button(choose, "start-run").isEnabled()


def test_going_on_after_trouble_is_a_choice(choose: RunChoosePage, heard: Heard) -> None:
    choose.show_state(state())
    going = choose.findChild(QCheckBox, "keep-going")
    assert going is not None and not going.isChecked()
    going.click()
    choose.show_state(state(before_events.KeepGoingChosen(True)))
    assert going.isChecked() and heard.calls == [("choose_keep_going", (True,))]


@pytest.fixture
def result(qtbot: QtBot, heard: Heard) -> RunResultPage:
    page = RunResultPage(heard)
    qtbot.addWidget(page)
    page.resize(960, 620)
    page.show()
    return page


def troubled(*more: events.Event) -> RunState:
    rows = [wire.RowFinished(row, how, 2, 0, 2.0) for row, how in ((1, "done"), (2, "failed"), (3, "asked"))]
    end = wire.Finished("failed", "It went wrong.", 5, "runs/1", "runs/1/orders-results.csv")
    return state(events.RunRequested(), wire.Ready((1, 2, 3), 2), *rows, end, *more)


def test_rows_in_trouble_can_be_done_again(result: RunResultPage, heard: Heard) -> None:
    result.show_state(troubled())
    assert button(result, "run-undone").text() == "Do the 2 rows again that did not end well"
    press(result, "run-undone")
    assert heard.calls == [("find_undone", ())]


def test_a_row_that_may_be_stored_is_done_again_only_where_it_is_ticked(
    result: RunResultPage, heard: Heard
) -> None:
    again = before_events.Again("runs/1", (2, 3), (2,))
    result.show_state(troubled(before_events.AgainChosen(again)))
    rows = result.findChild(QListWidget, "unsure-rows")
    assert rows is not None and rows.hasFocus()
    assert [rows.item(0).text(), rows.item(0).checkState()] == ["2  ·  B", Qt.CheckState.Unchecked]
    assert button(result, "again-decided").text() == "Do 1 row again"
    press(result, "again-decided")
    QTest.keyClick(rows, Qt.Key.Key_Space)
    assert button(result, "again-decided").text() == "Do 2 rows again"
    press(result, "again-decided")
    press(result, "again-cancel")
    assert heard.calls == [("run_again", ((),)), ("run_again", ((2,),)), ("drop_again", ())]
    only = before_events.Again("runs/1", (2,), (2,))
    result.show_state(troubled(before_events.AgainChosen(only)))
    assert not button(result, "again-decided").isEnabled(), "nothing is left to do"


def test_a_run_that_was_refused_leads_to_its_checks(result: RunResultPage, heard: Heard) -> None:
    refused = wire.Finished("error", "Not approved: say lam approve orders.", 2)
    result.show_state(state(events.RunRequested(), refused))
    hidden = result.findChild(QPushButton, "read-checks")
    assert hidden is not None and not hidden.isVisible()
    result.show_state(state(events.RunRequested(), refused, APPROVAL))
    assert not any("lam approve" in text for text in shown_texts(result)), "nobody here types commands"
    press(result, "read-checks")
    assert heard.calls == [("open_run", ("orders",))]


def test_forgetting_a_secret_asks_first(qtbot: QtBot, heard: Heard) -> None:
    from lam_desktop.panel.state.panel import PanelState, reduce
    from lam_desktop.panel.widgets.main_window import MainWindow

    window = MainWindow(heard, lambda: None)
    qtbot.addWidget(window)
    window.show()
    panel = PanelState()
    for event in (
        events.ReviewOpened("orders"), events.StepsLoaded("orders", STEPS, secrets=("pin", "password")),
        before_events.SecretsKept("orders", ("pin",)),
    ):  # fmt: skip
        panel = reduce(panel, event)
    window.show_state(panel)
    assert "The secret “password” is kept nowhere; each run asks for it." in shown_texts(window)
    assert window.findChild(QPushButton, "forget:password") is None
    press(window, "forget:pin")
    (box,) = window.findChildren(QMessageBox)
    assert heard.calls == []
    {one.text(): one for one in box.findChildren(QPushButton)}["Forget"].click()
    press(window, "share-task")
    assert heard.calls == [("forget_secret", ("orders", "pin")), ("open_share", ("orders",))]


def doubted(*, matters: bool = True) -> Doubt:
    meant = (
        MeantAs(Value("row", "Due", "3"), "3", ((1, "3"), (4, "9"))),
        MeantAs(Value("constant", text="3"), "3", ((1, "3"), (4, None))),
    )
    return Doubt(2, "Type “3”", "“3” also stands in the column No; Due was taken.", 1, meant, matters)


def test_a_doubt_of_a_task_that_is_done_is_asked_with_its_name(choose: RunChoosePage, heard: Heard) -> None:
    doubt = replace(doubted(), task="login", label="1.2")
    choose.show_state(state(before_events.DoubtsRead("orders", (doubted(), doubt))))
    assert not button(choose, "start-run").isEnabled()
    assert {"Step 2: Type “3”", "Step 1.2, of the task “login”: Type “3”"} <= set(shown_texts(choose))
    press(choose, "meant-1.2-2")
    press(choose, "meant-2-1")
    assert heard.calls == [
        ("settle_doubt", (2, doubt.doubt, doubt.meant[1].value, "login")),
        ("settle_doubt", (2, doubt.doubt, doubt.meant[0].value)),
    ]


def test_a_task_that_some_steps_are_is_offered_and_holds_nothing_up(
    choose: RunChoosePage, heard: Heard
) -> None:
    ways = (Instead(), Instead("login", 4, (("user", "{clerk}"),)))
    doubt = Doubt(
        1, "Click the field “User”", told_instead(1, ways[1:]), 1, tuple(MeantAs(way, None) for way in ways),
        matters=False,
    )  # fmt: skip
    choose.show_state(state(before_events.DoubtsRead("orders", (doubt,))))
    assert button(choose, "start-run").isEnabled()
    texts = set(shown_texts(choose))
    assert {doubt.doubt, "done as they were recorded (taken so far)"} <= texts
    assert "done by the task “login”, given user “{clerk}”" in texts
    assert "The chosen rows do not differ in it." not in texts
    press(choose, "meant-1-2")
    assert heard.calls == [("settle_doubt", (1, doubt.doubt, ways[1]))]


def test_nothing_runs_before_it_is_said_what_is_meant(choose: RunChoosePage, heard: Heard) -> None:
    doubt = doubted()
    choose.show_state(state(before_events.DoubtsRead("orders", (doubt,))))
    begin = button(choose, "start-run")
    assert not begin.isEnabled() and "meant" in begin.toolTip()
    texts = shown_texts(choose)
    assert "Step 2: Type “3”" in texts and doubt.doubt in texts
    assert {"column Due (taken so far)", "the same in every row"} <= set(texts)
    assert {"row 1: “3”   row 4: “9”", "row 1: “3”   row 4: nothing"} <= set(texts)
    press(choose, "meant-2-2")
    assert heard.calls == [("settle_doubt", (2, doubt.doubt, doubt.meant[1].value))]
    choose.show_state(state(before_events.DoubtsRead("orders", (doubted(matters=False),))))
    assert begin.isEnabled() and "The chosen rows do not differ in it." in shown_texts(choose)
    choose.show_state(state(before_events.DoubtsRead("orders", ())))
    assert begin.isEnabled() and "Step 2: Type “3”" not in shown_texts(choose)
    assert not state(before_events.DoubtsRead("marks", (doubt,))).before.doubts


def proposal(*, sure: bool = True) -> Proposal:
    def meant(column: str, *says: str) -> MeantAs:
        return MeantAs(Value("row", column, "12"), says[0], tuple(enumerate(says, start=1)))

    kept = MeantAs(Value("constant", text="12"), "12", ((1, "12"), (2, "12")))
    ways = (meant("quantity", "5", "6"), meant("boxes", "7", "8"), kept)
    why = "row 3 says “12” in several columns"
    one = Proposed(4, "Type “12”", "Quantity", "12", ways, why, sure)
    return Proposal("/orders.csv", DemonstratedRow("/orders.csv", 3, {}), (), (one,), ("gift",))


def unbound(one: Proposal) -> RunState:
    prepared = events.RunPrepared("orders", STEPS, ())
    return state(prepared, before_events.ProposalRead("orders", "/orders.csv", one))


def test_columns_are_proposed_and_what_is_open_is_chosen_first(choose: RunChoosePage, heard: Heard) -> None:
    choose.show_state(unbound(proposal(sure=False)))
    begin, keep = button(choose, "start-run"), button(choose, "bind-rows")
    assert not begin.isEnabled() and not keep.isEnabled()
    combo = choose.findChild(QComboBox, "comes-from-4")
    assert combo is not None and combo.currentIndex() == -1
    assert [combo.itemText(at) for at in range(3)] == ["column quantity", "column boxes", "stays as it is"]
    assert {"Quantity", "“12”", "row 3 says “12” in several columns"} <= set(shown_texts(choose))
    combo.setCurrentIndex(2)
    assert not keep.isEnabled(), "then no step would follow the table"
    combo.setCurrentIndex(1)
    assert "row 1: “7”\nrow 2: “8”" in shown_texts(choose)
    press(choose, "bind-rows")
    assert heard.calls == [("bind_rows", ({4: 1},))]
    choose.show_state(unbound(proposal()))
    assert keep.isEnabled() and "No step uses: gift" in shown_texts(choose)
    choose.show_state(state())
    assert begin.isEnabled() and "“12”" not in shown_texts(choose)


def test_of_rows_that_say_the_same_the_person_names_the_one_that_was_shown(
    choose: RunChoosePage, heard: Heard
) -> None:
    choose.show_state(unbound(replace(proposal(), row=None, tied=(3, 5), proposed=())))
    press(choose, "shown-5")
    press(choose, "shown-0")
    assert heard.calls == [("name_shown_row", (5,)), ("name_shown_row", (0,))]
    assert not button(choose, "start-run").isEnabled()
    other = before_events.ProposalRead("orders", "/other.csv", proposal())
    assert state(other).before.proposal is None, "of another table"
    assert reduce_run(unbound(proposal()), events.RowsCleared()).before.proposal is None


def test_a_run_that_broke_off_amid_a_row_goes_on_there(choose: RunChoosePage, heard: Heard) -> None:
    again = before_events.Again("", (2, 3), (3,), (), goes_on=2, table="/home/clerk/orders.csv")
    choose.show_state(state(before_events.BrokeOffRead("orders", again)))
    assert "The last run broke off amid row 2 of orders.csv." in shown_texts(choose)
    press(choose, "go-on-there")
    assert heard.calls == [("go_on_where_broke_off", ())]
    choose.show_state(state(before_events.BrokeOffRead("orders", again), before_events.AgainChosen(again)))
    texts = "\n".join(shown_texts(choose))
    assert "Row 2 goes on at the step where it broke off." in texts and "stored already: 3" in texts
    assert "broke off amid" not in texts and button(choose, "start-run").text() == "Run 1 row"


def test_a_run_without_a_table_that_broke_off_goes_on_there(choose: RunChoosePage, heard: Heard) -> None:
    again = before_events.Again("", (1,), (), (), goes_on=1)
    off = (events.RowsCleared(), before_events.BrokeOffRead("orders", again))
    choose.show_state(state(*off))
    assert "The last run broke off amid its steps." in shown_texts(choose)
    press(choose, "go-on-there")
    assert heard.calls == [("go_on_where_broke_off", ())]
    choose.show_state(state(*off, before_events.AgainChosen(again)))
    assert button(choose, "start-run").text() == "Go on there"
    heard.calls.clear()
    press(choose, "begin-anew")
    assert heard.calls == [("drop_again", ())]
    choose.show_state(state(*off, before_events.AgainChosen(again), events.InstructionChosen("Another one")))
    assert button(choose, "start-run").text() == "Run once", "another sentence is another run"


def test_a_program_that_would_be_started_is_named_before_it_is_approved(choose: RunChoosePage) -> None:
    command = "orderdesk --database '/srv/our\u202eorders.db'"
    choose.show_state(state(replace(APPROVAL, sources=(), starts=(command,))))
    told = shown_texts(choose)
    assert "Programs to start that you have not approved" in told
    assert "Before the first row “orders” starts programs that are not open:" in told
    assert "• orderdesk --database '/srv/our⟨U+202E⟩orders.db'" in told
    assert not button(choose, "start-run").isEnabled()
    choose.show_state(state(replace(APPROVAL, text="other", starts=("desk",))))
    told = shown_texts(choose)
    assert any(
        "starts programs that are not open, and before and after each row it asks" in one for one in told
    )
    assert any(one.startswith("• desk\n• ") for one in told)

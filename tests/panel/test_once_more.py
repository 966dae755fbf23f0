"""After a run without a table that did not end well: what the result page offers, and what comes of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from lam_desktop.panel import wire
from lam_desktop.panel.state import before_events, events
from lam_desktop.panel.state.before_events import OnceMoreRead
from lam_desktop.panel.state.run import RunState, reduce_run
from lam_desktop.panel.widgets.run_choose import RunChoosePage
from lam_desktop.panel.widgets.run_result import RunResultPage
from lam_desktop.tasks.provenance.instructions import row_of
from lam_desktop.tasks.step import Value
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.tasks.texts.patterns.pattern import parse_pattern
from tests.panel.finding import button, press, shown_texts
from tests.panel.intents import Heard
from tests.panel.living_panel import Living, journal
from tests.panel.making import make_login, make_task

RUN = "tasks/orders/runs/1"
SAVE = events.StepView(7, "click", "Click “Save”")
PREPARED = events.RunPrepared("orders", (SAVE,))
STOPPED = wire.Finished("stopped", "Stopped by you.", 4, RUN)
MAY_BE_DONE = (
    "Step 7 (Click “Save”) may be done already, and must not be done twice: look in the program first."
)


def ended(*happened: events.Event, end: wire.Finished = STOPPED) -> RunState:
    run = reduce_run(RunState(), events.RunOpened("orders"))
    for event in (PREPARED, events.RunRequested(), wire.Ready((1,), 7), end, *happened):
        run = reduce_run(run, event)
    return run


@pytest.fixture
def result(qtbot: QtBot, heard: Heard) -> RunResultPage:
    page = RunResultPage(heard)
    qtbot.addWidget(page)
    page.resize(960, 620)
    page.show()
    return page


def offered(page: RunResultPage) -> list[str]:
    buttons = (page.findChild(QPushButton, name) for name in ("go-on", "do-anew"))
    return [one.objectName() for one in buttons if one is not None and one.isVisibleTo(page)]


def looks(page: RunResultPage) -> bool:
    return any("look in the program" in text for text in shown_texts(page))


def test_it_goes_on_or_begins_anew_as_the_person_wants(result: RunResultPage, heard: Heard) -> None:
    result.show_state(ended())
    assert offered(result) == [], "nothing is offered before it is known"
    result.show_state(ended(OnceMoreRead("orders", RUN, anew=True, goes_on=True)))
    assert offered(result) == ["go-on", "do-anew"] and not looks(result)
    press(result, "go-on")
    press(result, "do-anew")
    assert heard.calls == [("find_undone", ()), ("do_anew", ())]


def test_what_must_not_be_done_twice_is_looked_for_first(result: RunResultPage) -> None:
    look = OnceMoreRead("orders", RUN, goes_on=True, must_look=True, at_stake=(("7", "Click “Save”"),))
    result.show_state(ended(look))
    assert offered(result) == ["go-on"] and MAY_BE_DONE in shown_texts(result)
    many = tuple((str(number), "Click “Save”") for number in range(1, 9))
    result.show_state(ended(replace(look, at_stake=many)))
    assert any("3 (Click “Save”), …" in text for text in shown_texts(result))
    result.show_state(ended(replace(look, goes_on=False, at_stake=())))
    assert offered(result) == [] and looks(result)


def test_why_it_cannot_be_told_is_said(result: RunResultPage) -> None:
    result.show_state(ended(OnceMoreRead("orders", RUN, problem="The journal is damaged.")))
    assert offered(result) == [] and "The journal is damaged." in shown_texts(result)


@pytest.mark.parametrize(
    "end",
    [
        wire.Finished("done", "Done.", 0, RUN),
        wire.Finished("error", "Refused.", 2),
        wire.Finished("stopped", "Stopped by you.", 4, "tasks/orders/runs/2"),
    ],
)
def test_nothing_is_offered_of_another_run_or_one_that_ended_well_or_never_began(
    end: wire.Finished, result: RunResultPage
) -> None:
    result.show_state(ended(OnceMoreRead("orders", RUN, anew=True, goes_on=True), end=end))
    assert offered(result) == []


def test_what_was_found_of_one_run_is_forgotten_with_the_next() -> None:
    more = OnceMoreRead("orders", RUN, anew=True)
    assert ended(more).once_more == more
    assert ended(more, events.RunRequested()).once_more is None


def test_the_page_before_says_that_all_of_it_is_done_once_more(qtbot: QtBot, heard: Heard) -> None:
    page = RunChoosePage(heard)
    qtbot.addWidget(page)
    page.resize(960, 620)
    page.show()
    again = before_events.AgainChosen(before_events.Again(RUN, (1,), anew=True))
    page.show_state(ended(again, events.RunOpened("orders")))
    assert button(page, "start-run").text() == "Run once"
    assert any("is done once more, with the same words" in text for text in shown_texts(page))
    press(page, "begin-anew")
    assert heard.calls == [("drop_again", ())]


def with_sentence(home: Path) -> None:
    task = make_task(home, "orders")
    named = Value("row", text="24", pattern=parse_pattern("{instruction | words between order and pens}"))
    steps = tuple(replace(step, value=named) if step.number == 6 else step for step in task.steps)
    task_file.save(replace(task, steps=steps, row=row_of("Order 24 pens for Ann")))


def broken_off(living: Living, sentence: str) -> OnceMoreRead:
    living.controller.open_run("orders")
    living.until(lambda state: bool(state.run.task_instruction))
    living.controller.choose_instruction(sentence)
    living.controller.start_run()
    run = living.until(lambda state: state.run.once_more is not None).run
    assert run.phase == "finished" and run.once_more is not None
    return run.once_more


@pytest.mark.slow
@pytest.mark.plays(runner=["--breaks-off", "6"])
def test_it_is_done_again_with_the_same_sentence(living: Living, home: Path, tmp_path: Path) -> None:
    with_sentence(home)
    more = broken_off(living, "Order 5 pens for Bo")
    assert (more.anew, more.goes_on, more.must_look) == (True, True, False)
    living.controller.do_anew()
    run = living.until(lambda state: state.run.phase == "finished" and state.run.status == "done").run
    assert (run.rows[0].label, run.once_more) == ("Order 5 pens for Bo", None)
    assert {"anew": more.run} in journal(tmp_path / "runner.log")


@pytest.mark.slow
@pytest.mark.plays(runner=["--breaks-off", "7"])
def test_where_it_may_be_stored_it_only_goes_on(living: Living, home: Path, tmp_path: Path) -> None:
    with_sentence(home)
    more = broken_off(living, "Order 5 pens for Bo")
    assert (more.anew, more.goes_on, more.must_look) == (False, True, True)
    assert more.at_stake == (("7", "Click “Save”"),)
    living.controller.do_anew()
    assert living.state.run.phase == "finished", "it is not to be had by the back door"
    living.controller.find_undone()
    living.until(lambda state: state.run.phase == "finished" and state.run.status == "done")
    assert {"again": more.run, "repeat": ""} in journal(tmp_path / "runner.log")
    assert not any("anew" in entry for entry in journal(tmp_path / "runner.log"))


@pytest.mark.slow
@pytest.mark.plays(runner=["--breaks-off", "1"])
def test_secrets_are_asked_for_once_more(living: Living, home: Path, tmp_path: Path) -> None:
    make_login(home)
    living.controller.open_run("login")
    living.until(lambda state: bool(state.run.task_secrets))
    living.controller.start_run({"pin": "1234"})
    more = living.until(lambda state: state.run.once_more is not None).run.once_more
    assert more is not None and more.anew
    living.controller.do_anew()
    state = living.until(lambda state: state.run.phase == "choosing")
    assert state.run.again is not None and state.run.again.anew
    living.controller.start_run({"pin": "1234"})
    living.until(lambda state: state.run.phase == "finished" and state.run.status == "done")
    assert {"anew": more.run} in journal(tmp_path / "runner.log")

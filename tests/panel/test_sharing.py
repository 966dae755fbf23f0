"""A copy to give away: its state, its page, and a child that makes one."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QLineEdit, QProgressBar, QRadioButton, QTableView
from pytestqt.qtbot import QtBot

from lam_desktop.panel.controller import Controller
from lam_desktop.panel.state import share_events
from lam_desktop.panel.state.sharing import ShareState, reduce_sharing
from lam_desktop.panel.widgets.share_page import SharePage
from lam_desktop.panel.workers import Programs
from lam_desktop.tasks.storage.library import Library
from tests.panel.finding import button, press, shown_texts
from tests.panel.intents import Heard
from tests.panel.living_panel import Living, children
from tests.panel.making import make_task

ASKED = share_events.ShareRequested(share_events.ShareRequest("orders", "/tmp/orders.zip"))
MASKED = (
    share_events.MaskedKind("phone number", 1, 4, "0…"),
    share_events.MaskedKind("named with --mask", 2, 0, ""),
)
SHARED = share_events.Shared("/tmp/orders.zip", "orders/shared.html", MASKED, 9, ("2 runs", "1 check"))


def after(*happened: share_events.ShareEvent, folder: str = "/tmp") -> ShareState:
    state = reduce_sharing(ShareState(), share_events.ShareOpened("orders", folder))
    for event in happened:
        state = reduce_sharing(state, event)
    return state


def test_both_rounds_through_the_pictures_are_one_way_forward() -> None:
    told = [f"Reading picture {n} of 4" for n in range(1, 5)]
    told += [f"Looking again at picture {n} of 4" for n in range(1, 5)]
    shares = [after(ASKED, share_events.ShareProgressed(text)).share for text in told]
    assert shares == [0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875]
    assert after(ASKED).share is None
    loading = share_events.ShareProgressed("Loading the model.")
    assert after(ASKED, share_events.ShareProgressed(told[2]), loading).share == 0.25


def test_a_copy_that_is_being_made_is_not_disturbed() -> None:
    working = after(ASKED, share_events.ShareOpened("marks", "/tmp"), ASKED)
    assert (working.phase, working.task) == ("working", "orders")
    stopping = reduce_sharing(working, share_events.ShareStopping())
    late = reduce_sharing(stopping, share_events.ShareProgressed("Reading picture 2 of 4"))
    assert (late.phase, late.note) == ("stopping", "Stopping.")
    assert reduce_sharing(late, share_events.ShareStopped()) == after()
    failed = reduce_sharing(working, share_events.ShareFailed("The disk is full."))
    assert (failed.phase, failed.problem) == ("choosing", "The disk is full.")
    assert reduce_sharing(failed, ASKED).problem == ""


@pytest.fixture
def page(qtbot: QtBot, heard: Heard) -> SharePage:
    page = SharePage(heard)
    qtbot.addWidget(page)
    page.resize(900, 600)
    page.show()
    return page


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The pages that a browser was asked to show."""
    pages: list[Path] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: pages.append(Path(QUrl(url).toLocalFile())) or True
    )
    return pages


def field(page: SharePage, name: str) -> QLineEdit:
    found = page.findChild(QLineEdit, name)
    assert found is not None
    return found


def choose(page: SharePage, kind: type[QCheckBox] | type[QRadioButton], name: str) -> None:
    one = page.findChild(kind, name)
    assert isinstance(one, QCheckBox | QRadioButton) and one.isEnabled()
    one.click()


def test_what_is_asked_for_is_what_the_form_says(page: SharePage, heard: Heard, tmp_path: Path) -> None:
    (tmp_path / "orders-shared.zip").touch()
    page.show_state(after(folder=str(tmp_path)), was_run=True)
    out = field(page, "share-out")
    assert out.text() == str(tmp_path / "orders-shared-2.zip"), "no place that is taken"
    choose(page, QRadioButton, "share-folder")
    assert out.text() == str(tmp_path / "orders-shared-2")
    choose(page, QRadioButton, "share-zip")
    field(page, "share-mask").setText("Sorensen; K-4711 ;")
    choose(page, QCheckBox, "share-run")
    choose(page, QCheckBox, "share-strict")
    press(page, "share-make")
    request = share_events.ShareRequest(
        "orders", str(tmp_path / "orders-shared-2.zip"), ("Sorensen", "K-4711"), (), True, True
    )
    assert heard.calls == [("share", (request,))]


def test_a_place_that_is_taken_is_refused_before_anything_is_loaded(page: SharePage, tmp_path: Path) -> None:
    page.show_state(after(folder=str(tmp_path)), was_run=False)
    assert button(page, "share-make").isEnabled()
    field(page, "share-out").setText(str(tmp_path))
    assert not button(page, "share-make").isEnabled()
    assert any("exists already" in text for text in shown_texts(page))
    field(page, "share-out").setText("~nobodyhere/orders.zip")
    assert not button(page, "share-make").isEnabled()
    assert any("home of a person unknown here" in text for text in shown_texts(page))
    run = page.findChild(QCheckBox, "share-run")
    assert run is not None and not run.isEnabled(), "it was never run"


def test_progress_and_what_was_masked_are_shown(page: SharePage, heard: Heard) -> None:
    page.show_state(after(ASKED, share_events.ShareProgressed("Reading picture 3 of 4")), was_run=False)
    bar = page.findChild(QProgressBar)
    assert bar is not None and bar.value() == bar.maximum() // 4
    assert "Reading picture 3 of 4" in shown_texts(page)
    press(page, "cancel-share")
    page.show_state(after(ASKED, SHARED), was_run=False)
    texts = shown_texts(page)
    assert "/tmp/orders.zip" in texts and "Not in the copy: 2 runs, 1 check." in texts
    table = page.findChild(QTableView, "masked")
    assert table is not None
    rows = [[table.model().index(row, column).data() for column in range(4)] for row in range(2)]
    assert rows == [["phone number", "1", "4", "0…"], ["named by you", "2", "0", ""]]
    press(page, "open-shared")
    assert heard.calls == [("stop_share", ()), ("open_shared", ())]


def test_a_child_makes_the_copy_and_its_page_comes_out_of_the_zip(
    living: Living, home: Path, tmp_path: Path, opened: list[Path]
) -> None:
    make_task(home, "orders")
    living.controller.open_share("orders")
    assert (living.state.screen, living.state.sharing.task) == ("share", "orders")
    out = tmp_path / "orders.zip"
    living.controller.share(share_events.ShareRequest("orders", str(out), ("-x", "Miller")))
    assert living.state.sharing.phase == "working"
    sharing = living.until(lambda state: state.sharing.phase == "done").sharing
    assert sharing.shared is not None and zipfile.is_zipfile(out)
    assert [(one.kind, one.texts) for one in sharing.shared.masked][1] == ("named with --mask", 2)
    living.controller.open_shared()
    living.until(lambda _: bool(opened))
    assert opened[0].read_text() == "<p>masked</p>"
    living.controller.close()
    assert not opened[0].exists(), "what was unpacked to be looked at does not stay"


def test_a_report_goes_into_a_folder_and_has_no_zip(page: SharePage, heard: Heard, tmp_path: Path) -> None:
    page.show_state(after(folder=str(tmp_path)), was_run=True)
    opened = share_events.ShareOpened("orders", str(tmp_path), "tasks/orders/runs/1")
    page.show_state(reduce_sharing(ShareState(), opened), was_run=True)
    assert field(page, "share-out").text() == str(tmp_path / "orders-report")
    for kind, name in ((QRadioButton, "share-zip"), (QRadioButton, "share-folder"), (QCheckBox, "share-run")):
        one = page.findChild(kind, name)
        assert isinstance(one, QRadioButton | QCheckBox) and not one.isVisible()
    assert any("The run and its own report stay" in text for text in shown_texts(page))
    field(page, "share-mask").setText("Sorensen")
    press(page, "share-make")
    press(page, "back")
    request = share_events.ShareRequest(
        "orders", str(tmp_path / "orders-report"), ("Sorensen",), run="tasks/orders/runs/1"
    )
    assert heard.calls == [("share", (request,)), ("navigate", ("run",))]
    page.show_state(after(folder=str(tmp_path)), was_run=True)
    assert field(page, "share-out").text() == str(tmp_path / "orders-shared.zip")


def test_a_child_makes_the_copy_of_a_report(
    living: Living, home: Path, tmp_path: Path, opened: list[Path]
) -> None:
    make_task(home, "orders")
    living.controller.open_share("orders")
    living.store.dispatch(share_events.ShareOpened("orders", str(tmp_path), "tasks/orders/runs/1"))
    out = tmp_path / "for the boss"
    request = share_events.ShareRequest("orders", str(out), ("Miller",), run="tasks/orders/runs/1")
    living.controller.share(request)
    sharing = living.until(lambda state: state.sharing.phase == "done").sharing
    assert sharing.shared is not None and sharing.shared.copy == str(out)
    assert sharing.shared.names == 3
    assert [one.texts for one in sharing.shared.masked] == [1] and sharing.shared.left_out == ()
    living.controller.open_shared()
    living.until(lambda _: bool(opened))
    assert opened[0].read_text() == "<p>tasks/orders/runs/1</p>"


@pytest.mark.plays(lam=["--hold"])
def test_a_copy_can_be_given_up(living: Living, home: Path, tmp_path: Path) -> None:
    make_task(home, "orders")
    living.controller.open_share("orders")
    living.controller.share(share_events.ShareRequest("orders", str(tmp_path / "orders.zip")))
    living.until(lambda state: state.sharing.note == "Reading picture 1 of 2")
    living.controller.open_share("marks")
    assert living.state.sharing.task == "orders", "the one that is being made is shown"
    living.controller.stop_share()
    living.until(lambda state: state.sharing.phase == "choosing")
    assert (living.state.sharing.problem, children()) == ("", [])


@pytest.mark.e2e
def test_the_real_command_leaves_nothing_of_a_copy_that_was_given_up(
    living: Living, home: Path, tmp_path: Path
) -> None:
    make_task(home, "orders")
    living.controller.close()
    living.controller = Controller(Library(home), living.store, Programs())
    living.controller.open_share("orders")
    folder = tmp_path / "out"
    folder.mkdir()
    living.controller.share(share_events.ShareRequest("orders", str(folder / "orders.zip")))
    living.until(lambda state: state.sharing.note.startswith("Reading picture"))
    assert list(folder.iterdir()), "what is being made lies there"
    living.controller.stop_share()
    living.until(lambda state: state.sharing.phase == "choosing")
    assert (list(folder.iterdir()), living.state.sharing.problem) == ([], "")


def test_why_no_copy_was_made_is_told(living: Living, home: Path, tmp_path: Path) -> None:
    make_task(home, "orders")
    living.controller.open_share("orders")
    living.controller.share(share_events.ShareRequest("orders", str(tmp_path / "nowhere" / "orders.zip")))
    state = living.until(lambda state: bool(state.sharing.problem))
    assert "made" in state.sharing.problem or "No copy" in state.sharing.problem

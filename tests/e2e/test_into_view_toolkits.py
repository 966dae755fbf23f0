"""A target outside of what a window shows is scrolled into view in each toolkit, and no value is changed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lam_desktop.data.corpus.tk import python_with_tk
from lam_desktop.office.accessible import DEBIAN_PYTHON
from lam_desktop.office.clerk import Clerk
from tests.cli.calling import Outcome
from tests.e2e.browser import Browser
from tests.e2e.harness import Office, journal, wait_for, write_rows
from tests.e2e.programs.long_forms import CHOICES, COUNTS, KINDS, LAST, STORE
from tests.e2e.programs.pages import Shop

pytestmark = pytest.mark.e2e

PROGRAM = Path(__file__).parent / "programs" / "long_forms.py"
TASK = "remarks"
ROWS = [{"remark": "Deliver at noon"}, {"remark": "Ring twice"}]
WAIT = ("--wait", "2")


@dataclass
class Forms:
    """A desktop with a library in which the task is recorded anew for each program."""

    office: Office
    folder: Path
    process: subprocess.Popen[Any] | None = None

    @property
    def state(self) -> dict[str, Any]:
        """What the program told last."""
        return json.loads((self.folder / "state.json").read_text(encoding="utf-8"))

    def open(self, toolkit: str, kind: str, geometry: str) -> None:
        """Shows a form in a new window, after closing the old one."""
        if self.process is not None:
            self.office.desktop.stop(self.process)
        told = self.folder / "state.json"
        told.unlink(missing_ok=True)
        python = {"tk": python_with_tk(), "qt": sys.executable, "gtk": DEBIAN_PYTHON}[toolkit]
        self.process = self.office.desktop.start(
            str(python), str(PROGRAM), toolkit, kind, str(told), geometry
        )
        wait_for(told.exists, "the form to tell its layout")
        self.office.settled()

    def middle(self, name: str) -> tuple[int, int]:
        x, y, w, h = self.state["places"][name]
        return x + w // 2, y + h // 2

    def record(self, task: str) -> Path:
        """Shows the task with the first row."""
        rows = write_rows(self.folder / f"{task}.csv", ROWS)

        def act(clerk: Clerk) -> None:
            clerk.click(*self.middle(LAST))
            clerk.type(ROWS[0]["remark"])
            clerk.click(*self.middle(STORE))
            wait_for(lambda: self.state["stored"], "the order to be stored")
            self.office.settled()

        self.office.record(task, act, "--rows", f"{rows}:1")
        return rows

    def window(self) -> np.ndarray:
        """What the program's window shows."""
        x, y, w, h = self.office.window(title="Orders").geometry
        return self.office.desktop.screenshot()[y : y + h, x : x + w].astype(np.int16)

    def turned(self, outcome: Outcome) -> list[dict[str, Any]]:
        """How the wheel was turned."""
        home = Path(self.office.desktop.environment["LAM_HOME"])
        return [one for one in journal(home, outcome) if one["kind"] == "scrolling"]


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Generator[Forms]:
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("into-view-toolkits")
        patch.setenv("LAM_HOME", str(folder / "home"))
        with Office() as office:
            yield Forms(office, folder)


def _same(before: np.ndarray, after: np.ndarray) -> bool:
    """Whether a window shows what it did, but for a caret."""
    return before.shape == after.shape and float(np.mean(np.abs(before - after).max(axis=2) > 20)) < 0.001


FIRST_VALUES = dict.fromkeys(KINDS, CHOICES[2]) | {name: str(8 + at) for at, name in enumerate(COUNTS)}


@pytest.mark.parametrize(
    ("toolkit", "kind", "tall", "short"),
    [
        ("tk", "bound", "440x600+60+40", "440x280+300+220"),
        ("qt", "form", "420x720+60+40", "420x300+300+220"),
        pytest.param("gtk", "form", "420x730+60+20", "420x300+300+220", marks=pytest.mark.proof),
        pytest.param("tk", "everywhere", "440x600+60+40", "440x280+300+220", marks=pytest.mark.proof),
        pytest.param("tk", "wide", "920x600+60+40", "440x560+300+120", marks=pytest.mark.proof),
        pytest.param("qt", "nested", "420x740+60+30", "420x300+300+220", marks=pytest.mark.proof),
        pytest.param("qt", "list", "420x740+60+30", "420x300+300+220", marks=pytest.mark.proof),
        pytest.param("qt", "wide", "980x560+60+40", "420x560+300+120", marks=pytest.mark.proof),
    ],
)
def test_a_row_is_entered_in_a_smaller_window(
    forms: Forms, toolkit: str, kind: str, tall: str, short: str
) -> None:
    task = f"{toolkit}-{kind}"
    forms.open(toolkit, kind, tall)
    rows = forms.record(task)
    forms.open(toolkit, kind, short)
    outcome = forms.office.run(task, "--rows", f"{rows}:2", *WAIT)
    assert outcome.code == 0, (outcome.message, forms.state)
    [stored] = forms.state["stored"]
    assert stored[LAST] == ROWS[1]["remark"]
    assert {name: stored[name] for name in FIRST_VALUES} == FIRST_VALUES
    assert forms.turned(outcome)


@pytest.mark.proof
@pytest.mark.parametrize(
    ("toolkit", "kind", "tall", "short"),
    [
        ("tk", "everywhere", "440x600+60+40", "440x280+300+220"),
        ("qt", "form", "420x720+60+40", "420x300+300+220"),
        ("qt", "nested", "420x740+60+30", "420x300+300+220"),
        ("qt", "wide", "980x560+60+40", "420x560+300+120"),
        ("gtk", "form", "420x730+60+20", "420x300+300+220"),
    ],
)
def test_what_is_nowhere_is_asked_about_and_the_window_is_as_it_was(
    forms: Forms, toolkit: str, kind: str, tall: str, short: str
) -> None:
    task = f"{toolkit}-{kind}-gone"
    forms.open(toolkit, kind, tall)
    rows = forms.record(task)
    forms.open(toolkit, f"{kind}-gone", short)
    before = forms.window()
    outcome = forms.office.run(task, "--rows", f"{rows}:2", *WAIT)
    forms.office.settled()
    assert outcome.code == 3 and LAST in outcome.message
    assert forms.state["stored"] == [] and {"down", "up"} <= {one["way"] for one in forms.turned(outcome)}
    assert {name: forms.state["values"][name] for name in FIRST_VALUES} == FIRST_VALUES
    assert _same(before, forms.window())


@pytest.mark.proof
def test_a_map_that_the_wheel_enlarges_is_left_as_it_was(forms: Forms) -> None:
    forms.open("tk", "map", "700x500+60+40")
    rows = forms.record("tk-map")
    forms.open("tk", "map", "500x400+300+220")
    before = forms.window()
    outcome = forms.office.run("tk-map", "--rows", f"{rows}:2", *WAIT)
    forms.office.settled()
    assert outcome.code == 3 and forms.state["stored"] == []
    assert "zoom" in forms.state["turned"]
    assert _same(before, forms.window())


@pytest.mark.proof
def test_of_two_panes_in_a_page_the_one_with_the_target_is_scrolled(forms: Forms) -> None:
    with Shop() as shop:
        browser = Browser(forms.office, shop, forms.folder / "profile", "two_panes.html", "Orders")
        browser.open(60, 30, 760, 740)
        rows = write_rows(forms.folder / "panes.csv", ROWS)

        def act(clerk: Clerk) -> None:
            clerk.click(*browser.middle("remark"))
            clerk.type(ROWS[0]["remark"])
            clerk.click(*browser.middle("Store order"))
            wait_for(lambda: shop.sent, "the order to be stored")
            forms.office.settled()

        forms.office.record("panes", act, "--rows", f"{rows}:1")
        [first] = shop.sent
        browser.open(330, 120, 720, 460)
        shop.sent.clear()
        outcome = forms.office.run("panes", "--rows", f"{rows}:2", *WAIT)
        assert outcome.code == 0, outcome.message
        assert shop.sent == [first | {"remark": ROWS[1]["remark"]}]
        assert forms.turned(outcome)
        browser.close()

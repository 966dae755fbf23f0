"""The report as a person sees it in a browser: its filter for trouble, and its light and dark looks."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from lam_desktop.execution.runs.journal import Journal
from lam_desktop.execution.runs.supervision import RowStarted
from lam_desktop.execution.supervising.record import RunRecord
from lam_desktop.reporting.facts import facts_of
from lam_desktop.reporting.page import page
from lam_desktop.tasks.provenance.rows import Row
from tests.execution.test_executor import Desk, Watcher

pytestmark = pytest.mark.slow

if not (shutil.which("chromium") and shutil.which("chromedriver")):
    pytest.skip("needs the Debian package chromium-driver", allow_module_level=True)

ROWS = tuple(
    Row(index, {"customer": name, "quantity": str(index), "express": "no"})
    for index, name in enumerate(("Smith", "Jones", "Kim", "Lee", "Moss"), start=2)
)
UNSURE = (3, 5)
"""Rows at which the agent would have to ask."""
LEAST_CONTRAST = 4.5
"""Between text and ground, for people who see less well (WCAG 2.2, level AA)."""
CONTRASTS = r"""
const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
const colour = text => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = text; canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data]; };
const light = rgb => { const [r, g, b] = rgb.map(v => v / 255).map(v =>
  v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
const ground = one => { for (; one; one = one.parentElement) {
  const found = colour(getComputedStyle(one).backgroundColor); if (found[3] === 255) return found; }
  return [255, 0, 255, 255]; };
const found = [];
for (const one of document.querySelectorAll("body *")) {
  const says = [...one.childNodes].some(each => each.nodeType === 3 && each.data.trim());
  if (!says || !one.checkVisibility({visibilityProperty: true}) || one.closest("script")) continue;
  const ink = light(colour(getComputedStyle(one).color).slice(0, 3)), under = light(ground(one).slice(0, 3));
  const ratio = (Math.max(ink, under) + .05) / (Math.min(ink, under) + .05);
  found.push([ratio, one.tagName + "." + one.className + ": " + one.textContent.trim().slice(0, 40)]);
}
return [found, ground(document.body)];
"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    profile = tmp_path_factory.mktemp("profile")
    for flag in (
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
        "--disable-background-networking", "--window-size=1200,900", f"--user-data-dir={profile}",
    ):  # fmt: skip
        options.add_argument(flag)
    options.binary_location = cast(str, shutil.which("chromium"))
    driver = webdriver.Chrome(options, Service(shutil.which("chromedriver")))
    yield driver
    driver.quit()


@pytest.fixture(params=["en", "zh"])
def report(request: pytest.FixtureRequest, tmp_path: Path, browser: Any) -> Any:
    """The browser with the report of a run of five rows, two of which were asked about."""
    desk, watcher = Desk(tmp_path / "run"), Watcher()
    desk.keep_going = True

    def row() -> int:
        return [one.row for one in watcher.events if isinstance(one, RowStarted)][-1]

    with Journal(desk.folder) as journal:
        record = RunRecord(journal, desk.folder, "run")
        record.write(
            "run_started", task="orders", mode="auto", policy="lam", rows=[one.index for one in ROWS]
        )
    result = desk.run(ROWS, "auto", watcher, lambda _: 0.6 if row() in UNSURE else 1.0)
    with Journal(desk.folder) as journal:
        record = RunRecord(journal, desk.folder, "run")
        record.write("run_finished", status=result.status, message=result.message, seconds=4.0)
    told = page(facts_of(desk.folder), desk.folder, request.param)
    path = tmp_path / "report.html"
    path.write_text(told, encoding="utf-8")
    browser.get(path.as_uri())
    return browser


def rows_seen(browser: Any) -> list[str]:
    """What the rows in view say first, in order."""
    found = browser.find_elements("css selector", ".row")
    return [one.find_element("css selector", ".name").text for one in found if one.is_displayed()]


def press(browser: Any, button: str) -> None:
    browser.find_element("css selector", f"button[{button}]").click()


def pressed(browser: Any) -> list[str]:
    found = browser.find_elements("css selector", "button[aria-pressed=true]")
    return [one.get_attribute("data-show") for one in found]


def test_the_filter_leaves_the_rows_in_trouble(report: Any) -> None:
    everything = rows_seen(report)
    assert len(everything) == len(ROWS) and pressed(report) == [""]
    press(report, "data-show=trouble")
    assert rows_seen(report) == [everything[row - ROWS[0].index] for row in UNSURE]
    assert pressed(report) == ["trouble"]
    press(report, "data-show=''")
    assert rows_seen(report) == everything and pressed(report) == [""]


def test_rows_open_and_close_together_and_their_pictures_are_there(report: Any) -> None:
    def steps_seen() -> int:
        return sum(one.is_displayed() for one in report.find_elements("css selector", ".step"))

    opened = steps_seen()
    assert opened > 0, "rows in trouble are open"
    press(report, "data-open='1'")
    assert steps_seen() > opened
    pictures = report.find_elements("css selector", "img")
    loaded = report.execute_async_script(
        "const done = arguments[1]; Promise.all(arguments[0].map(one => { one.loading = 'eager';"
        " return one.decode().then(() => one.naturalWidth); })).then(done, () => done([]));",
        pictures,
    )
    assert pictures and len(loaded) == len(pictures) and min(loaded) > 0
    press(report, "data-open=''")
    assert steps_seen() == 0


def test_nothing_is_fetched_and_nothing_goes_wrong(report: Any) -> None:
    press(report, "data-show=trouble")
    assert report.execute_script("return performance.getEntriesByType('resource').length") == 0
    assert [one for one in report.get_log("browser") if one["level"] == "SEVERE"] == []


@pytest.mark.parametrize("look", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(report: Any, look: str) -> None:
    feature = {"name": "prefers-color-scheme", "value": look}
    report.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    press(report, "data-open='1'")
    for shown in ("trouble", ""):
        press(report, f"data-show='{shown}'")
        texts, ground = report.execute_script(CONTRASTS)
        assert len(texts) > 40
        assert (sum(ground[:3]) < 3 * 128) == (look == "dark"), "the page has this look"
        assert [one for one in texts if one[0] < LEAST_CONTRAST] == []

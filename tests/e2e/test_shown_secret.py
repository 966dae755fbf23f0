"""A code that a page shows goes into a password field: each time the one that stands there, left nowhere."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from lam_desktop.errors import ExitCode
from lam_desktop.office.clerk import Clerk
from tests.cli.calling import Outcome
from tests.e2e.browser import Browser
from tests.e2e.harness import FOUND_S, Office, acted, wait_for
from tests.e2e.programs.pages import Shop
from tests.e2e.saying import PLACES, SAYING
from tests.e2e.secret_search import leaks
from tests.e2e.test_secrets import EASY

pytestmark = pytest.mark.e2e
TASK = "confirm"
SENTENCE = 'Please enter the name "Gus" and the code "{}" into the fields and press Confirm.'


def new_codes(seed: str, count: int) -> list[str]:
    """Codes of eight signs that stand nowhere yet."""
    chosen = random.Random(f"shown secrets/{seed}")
    return ["".join(chosen.choice(EASY) for _ in range(8)) for _ in range(count)]


def shown(office: Office, browser: Browser, shop: Shop, code: str) -> Outcome:
    """Records how a person enters what the page says."""

    def act(clerk: Clerk) -> None:
        office.settled()  # nobody begins before the page says what to enter
        clerk.click(*browser.middle("name"))
        clerk.type("Gus")
        office.settled()
        clerk.click(*browser.middle("code"))
        clerk.type(code)
        clerk.click(*browser.middle("Confirm"))
        wait_for(lambda: shop.sent, "what was entered")
        office.settled()

    return office.record(TASK, act, limit_s=FOUND_S)


def repeated(home: Path, folder: Path, at_work: Callable[[str], str]) -> None:
    """`at_work` makes the sentence of a code."""
    codes = new_codes("codes", 3)
    said = folder / "said"
    said.mkdir()
    with Office(accessibility=True) as office, Shop() as shop:
        browser = Browser(office, shop, folder / "profile", "one_time_code.html", "Confirm it is you")
        shop.addition = SAYING.format(at_work(codes[0]))
        browser.open(*PLACES[0])
        outcomes = [shown(office, browser, shop, codes[0])]
        assert shop.sent == [{"name": "Gus", "code": codes[0]}], "it was really entered"
        told = office.call("show", TASK, "--json")
        values = [step.get("value") or {} for step in told.report["steps"]]
        assert [one["source"] for one in values if one.get("name") == "secret_1"] == ["screen"], told.report
        for at, code in enumerate(codes[1:]):
            shop.sent.clear()
            shop.addition = SAYING.format(at_work(code))
            browser.open(*PLACES[1 - at])
            outcome = office.run(TASK)
            outcomes.append(outcome)
            if outcome.code == ExitCode.DONE:
                assert shop.sent == [{"name": "Gus", "code": code}]
            else:  # right or asked, never wrong
                assert outcome.code == ExitCode.ASKED and shop.sent == [], outcome.report
                assert not any(one["action"].get("secret") for one in acted(home, outcome))
        runs = [one.report["run"] for one in outcomes[1:]]
        outcomes += [
            office.call("report", run, "--out", str(said / f"{at}.html")) for at, run in enumerate(runs)
        ]
    print("\nshown secret:", [one.report["status"] for one in outcomes[1:3]])
    for at, outcome in enumerate(outcomes):
        (said / f"{at}.txt").write_text(outcome.out + outcome.err, encoding="utf-8")
    shutil.rmtree(folder / "profile")
    found = [leak for code in codes for leak in leaks(code, [home, said])]
    assert found == [], "\n".join(found[:20])
    assert [one.code for one in outcomes[1:3]] == [ExitCode.DONE] * 2, [one.message for one in outcomes[1:3]]


def test_a_code_in_a_sentence(home: Path, tmp_path: Path) -> None:
    repeated(home, tmp_path, SENTENCE.format)

"""A web page that says in a sentence what to do: shown once, repeated on a page that says something else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lam_desktop.errors import ExitCode
from lam_desktop.office.clerk import Clerk
from tests.e2e.browser import Browser
from tests.e2e.harness import Office, acted, journal, wait_for
from tests.e2e.programs.pages import Shop

TASK = "told"
PLACES = ((60, 30, 760, 700), (330, 50, 820, 720))
"""Of the browser's window while recording, and later: x, y, width, height."""
SAYING = (
    '<p id="told">{}</p><script>document.querySelector("h1").after(document.querySelector("#told"))</script>'
)


def repeated(
    tmp_path: Path,
    home: Path,
    page: tuple[str, str],
    enter: Callable[[Clerk, Browser, str], None],
    sentence: str,
    texts: tuple[str, str],
    step: int,
) -> list[dict[str, str]]:
    """What reached the program on the second page: nothing, if the agent asked before it did the step.

    `page`: file and title; `sentence` is put into it with the first of the `texts`, then with the second.
    """
    shown, now = texts
    with Office() as office, Shop() as shop:
        browser = Browser(office, shop, tmp_path / "profile", *page)
        shop.addition = SAYING.format(sentence.format(shown))
        browser.open(*PLACES[0])

        def act(clerk: Clerk) -> None:
            enter(clerk, browser, shown)
            wait_for(lambda: shop.sent, "what was entered")
            office.settled()

        office.record(TASK, act)
        shop.sent.clear()
        shop.addition = SAYING.format(sentence.format(now))
        browser.open(*PLACES[1])
        outcome = office.run(TASK)
        value = office.call("show", TASK, "--json").report["steps"][step - 1]["value"]
        assert (value["source"], value["text"]) == ("screen", shown)
        if outcome.code == ExitCode.DONE:
            assert len(shop.sent) == 1
        else:
            assert outcome.code == ExitCode.ASKED and shown in outcome.message, outcome.report
            [question] = [entry for entry in journal(home, outcome) if entry["kind"] == "asked"]
            assert question["step"] == step and len(acted(home, outcome)) == step - 1
            assert shop.sent == []
        return list(shop.sent)

"""A task that was recorded with the steps of another one, and then is done by that one, on a real program."""

from __future__ import annotations

from pathlib import Path

import pytest

from lam_desktop.cli.instead import settle_instead
from lam_desktop.cli.main import main
from lam_desktop.errors import ExitCode
from lam_desktop.office.clerk import Clerk
from lam_desktop.tasks.instead import Instead
from lam_desktop.tasks.storage.library import Library
from tests.cli.answering import answering
from tests.e2e.browser import Browser
from tests.e2e.contacts import PLACES, ROWS
from tests.e2e.harness import Office, wait_for, write_rows
from tests.e2e.programs.pages import Shop
from tests.e2e.test_task_in_task import CLERKS, GATE, LOGIN, PINS

pytestmark = pytest.mark.e2e
TASK = "contact"


def test_who_signs_in_again_is_asked_and_the_task_does_it(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    people = [{"user": clerk, "pin": pin} for clerk, pin in zip(CLERKS, PINS, strict=True)]
    signs = [{"clerk": one["user"], "pin": one["pin"]} for one in people]
    contacts = [row | sign for row, sign in zip(ROWS, signs, strict=True)]
    table = write_rows(tmp_path / "contacts.csv", contacts)
    logins = write_rows(tmp_path / "people.csv", people)
    with Office() as office, Shop() as shop:
        browser = Browser(office, shop, tmp_path / "profile", "contact.html", "Contacts")
        shop.addition = GATE

        def sign_in(clerk: Clerk, who: dict[str, str]) -> None:
            for name in ("user", "pin"):
                clerk.click(*browser.middle(name))
                clerk.type(who[name])
            clerk.click(*browser.middle("sign"))
            wait_for(lambda: shop.layout["name"][2], "the form to come")
            office.settled()

        def enter(clerk: Clerk) -> None:
            sign_in(clerk, people[1])
            for name in ("name", "phone"):
                clerk.click(*browser.middle(name))
                clerk.type(contacts[1][name])
            clerk.click(*browser.middle("Save contact"))
            wait_for(lambda: shop.layout["user"][2] and len(shop.sent) == 3, "the contact to be stored")
            office.settled()

        browser.open(*PLACES[0])
        office.record(LOGIN, lambda clerk: sign_in(clerk, people[0]), "--rows", f"{logins}:1")
        browser.open(*PLACES[1])
        office.record(TASK, enter, "--rows", f"{table}:2")
        # Nobody has looked at the first one yet. A damaged task disturbs nobody.
        damaged = Library(home).create("damaged").parents[1] / "task.yaml"
        damaged.write_bytes(b"version: 1\nsteps: \xff\xfe")
        told = "Steps 1 to 5 are the task “login”; as it is, they are done as they were recorded."
        answering(monkeypatch, "s")
        assert main(["run", TASK, "--rows", f"{table}:3"]) == ExitCode.STOPPED
        assert told in capsys.readouterr().out, "a run looks, and asks, before it does anything"
        shown = office.call("show", TASK)
        assert shown.code == 0 and f"step 1: {told}" in shown.out, shown
        assert Library(home).open(LOGIN).looked_at
        assert Library(home).open(TASK).steps[0].instead == (Instead(LOGIN, 5, (("user", "{clerk}"),)),)

        said: list[str] = []
        answering(monkeypatch, "2")
        assert settle_instead(Library(home), TASK, said.append)
        assert "  2  done by the task “login”, given user “{clerk}”" in said
        task = Library(home).open(TASK)
        assert [step.kind for step in task.steps] == ["task", "click", "type", "click", "type", "click"]

        browser.open(*PLACES[0])
        shop.sent.clear()
        outcome = office.run(TASK, "--rows", f"{table}:3-4")
        assert outcome.code == 0, outcome.report
        assert shop.sent == [people[2], ROWS[2], people[3], ROWS[3]]

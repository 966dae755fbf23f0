"""A task that signs in by another task, for each row with another name, on a real program."""

from __future__ import annotations

import json
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.errors import ExitCode
from lam_desktop.office.clerk import Clerk
from lam_desktop.tasks.checks import HttpCheck
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task_yaml.task_file import save
from lam_desktop.tasks.texts.patterns.pattern import parse_pattern
from tests.e2e.browser import Browser
from tests.e2e.contacts import PLACES, ROWS
from tests.e2e.harness import ALONE, Office, wait_for, write_rows
from tests.e2e.programs.pages import Shop

pytestmark = pytest.mark.e2e
LOGIN, TASK = "login", "signed"
CLERKS = ("sorensen", "ngozi", "baptiste", "ivanova")
PINS = ("4711", "2038", "5150", "6621")
GATE = """
<style>
  #gate { display: grid; grid-template-columns: max-content 220px; gap: 12px 16px; margin-top: 30px }
  #gate input { font: inherit; padding: 5px 8px } #gate button { font: inherit; padding: 7px 20px }
</style>
<p id="who">Nobody is signed in.</p>
<div id="gate"><label for="user">User</label><input type="text" id="user" name="user" autocomplete="off">
  <label for="pin">PIN</label><input type="text" id="pin" name="pin" autocomplete="off">
  <span></span><button type="button" name="sign">Sign in</button></div>
<script>
  const gate = document.getElementById("gate"), entry = document.querySelector("form");
  const show = inside => {
    gate.style.display = inside ? "none" : "grid";
    entry.style.display = inside ? "grid" : "none";
    setTimeout(layout, 150);
  };
  document.querySelector("[name=sign]").addEventListener("click", async () => {
    await fetch("/login", {method: "POST", body: new URLSearchParams({user: user.value, pin: pin.value})});
    who.textContent = "Signed in.";
    said.textContent = user.value = pin.value = "";
    show(true);
  });
  new MutationObserver(() => {
    if (!said.textContent) return;
    who.textContent = "Nobody is signed in.";
    show(false);
  }).observe(said, {childList: true});
  show(false);
</script>
"""
STEP = "  - kind: task\n    task: login  # as each clerk\n    with: {user: '{clerk}'}\n"


def test_each_row_signs_in_first(tmp_path: Path, home: Path) -> None:
    people = [{"user": clerk, "pin": pin} for clerk, pin in zip(CLERKS, PINS, strict=True)]
    contacts = [
        {**row, "clerk": clerk, "pin": pin} for row, clerk, pin in zip(ROWS, CLERKS, PINS, strict=True)
    ]
    table, logins = (
        write_rows(tmp_path / "contacts.csv", contacts),
        write_rows(tmp_path / "people.csv", people),
    )
    with Office() as office, Shop() as shop:
        browser = Browser(office, shop, tmp_path / "profile", "contact.html", "Contacts")
        shop.addition = GATE

        def sign_in(clerk: Clerk) -> None:
            for name in ("user", "pin"):
                clerk.click(*browser.middle(name))
                clerk.type(people[0][name])
            clerk.click(*browser.middle("sign"))
            wait_for(lambda: shop.layout["name"][2], "the form to come")
            office.settled()

        def enter(clerk: Clerk) -> None:
            for name in ("name", "phone"):
                clerk.click(*browser.middle(name))
                clerk.type(contacts[0][name])
            clerk.click(*browser.middle("Save contact"))
            wait_for(lambda: shop.layout["user"][2] and len(shop.sent) == 2, "the contact to be stored")
            office.settled()

        browser.open(*PLACES[0])
        office.record(LOGIN, sign_in, "--rows", f"{logins}:1")
        office.record(TASK, enter, "--rows", f"{table}:1")
        assert shop.sent == [people[0], ROWS[0]]
        path = Library(home).folder(TASK) / "task.yaml"
        text = path.read_text(encoding="utf-8").replace("steps:\n", "steps:\n" + STEP, 1)
        path.write_text(text.replace("variables:\n", "variables:\n  - clerk\n", 1), encoding="utf-8")
        login = Library(home).open(LOGIN)
        values = {name: parse_pattern(f"{{{name}}}") for name in people[0]}
        url = shop.address("sent?user={user}&pin={pin}")
        save(replace(login, checks=(HttpCheck(values, 2.0, url, "/count"),)))
        told = office.call("show", TASK).out
        assert "1. Do the task “login”" in told and "1.2. Type “sorensen” (column user)" in told, told

        browser.open(*PLACES[1])
        shop.sent.clear()
        shop.clicks.clear()
        refused = office.run(TASK, "--rows", f"{table}:2")
        assert refused.code == ExitCode.USAGE and f"lam approve {LOGIN}" in refused.message, refused
        assert office.call("approve", LOGIN, "--yes", "--json").code == 0
        at_work = office.start("run", TASK, "--rows", f"{table}:2-4", *ALONE)
        done = [one for at in (1, 2) for one in (people[at], ROWS[at])]
        wait_for(
            lambda: shop.sent == done or at_work.process.poll() is not None, "two rows to be stored", 170.0
        )
        wait_for(
            lambda: shop.clicks[-1:] == ["pin"] or at_work.process.poll() is not None, "the third to begin"
        )
        at_work.signal(signal.SIGKILL)
        at_work.process.wait(10.0)
        assert shop.sent == done, (shop.sent, at_work.finished(5.0))
        going_on = office.run(TASK, "--resume")
        assert going_on.code == 0, going_on.report
        assert shop.sent == [*done, people[3], ROWS[3]]
        entries = (home / going_on.report["run"] / "journal.jsonl").read_text(encoding="utf-8").splitlines()
        journal = [json.loads(one) for one in entries]
        [went_on] = [one for one in journal if one["kind"] == "went_on"]
        assert went_on["step"] in (3, 4), went_on
        confirmed = [one for one in journal if one["kind"] == "checked" and one["when"] == "behind"]
        assert [(one["task"], one["row"], one["ok"]) for one in confirmed] == [(LOGIN, 4, True)]
        [understood] = [one for one in journal if one["kind"] == "understood"]
        assert [one.get("label") for one in understood["steps"]][:2] == ["1.1", "1.2"]
        page = office.call("report", going_on.report["run"], "--out", str(tmp_path / "report"))
        assert page.code == 0, page
        assert "# as each clerk" in path.read_text(encoding="utf-8")

        forgotten = office.call("forget", LOGIN, "--json")
        assert (
            forgotten.code == 2
            and "which «signed» does and cannot run without" in forgotten.report["message"]
        )
        shared = office.call("share", TASK, "--out", str(tmp_path / "given"), "--json")
        assert shared.code == 2 and "does the task «login» in step 1" in shared.report["message"]

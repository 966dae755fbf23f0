"""Pictures of what comes before a run, after it and of sharing, to be looked at.

`python -m tests.panel.gallery_before FOLDER [--size 1024x768] [--scale 1.5]` opens a virtual desktop and
takes them in a light and a dark theme, in English and 简体中文.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from lam_desktop.office.virtual import VirtualDesktop
from lam_desktop.tasks.explaining.binding import Proposal, propose
from lam_desktop.tasks.explaining.doubts import Doubt, MeantAs
from lam_desktop.tasks.provenance.rows import read_rows
from lam_desktop.tasks.step import Value
from lam_desktop.tasks.task import DemonstratedRow
from lam_desktop.tasks.when import Due, When
from tests.tasks.books import write_book
from tests.tasks.explaining.test_binding import shown, table

LABELS = ("Customer:", "", "Due date", "Gift")
CHECKS = """\
- kind: sql
  database: /srv/desk/orders.db
  query: SELECT COUNT(*) FROM orders WHERE customer = :customer AND due = :due
  values:
    customer: '{Customer}'
    due: '{Delivery | date yyyy-mm-dd from dd.mm.yyyy}'
- kind: http
  url: https://desk.example/api/orders?customer={customer}
  at: /orders
  values:
    customer: '{Customer}'
"""
SOURCES = ("/srv/desk/orders.db", "https://desk.example/api/orders?customer={customer}")


def main() -> int:
    """Writes all pictures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", default="1024x768")
    parser.add_argument("--scale", default="1")
    parser.add_argument("--only", default="", help="pictures whose names begin so")
    parser.add_argument("--inside", nargs=2)
    options = parser.parse_args()
    if options.inside:
        theme, language = options.inside
        return inside(options.folder, theme, language, options.only)
    options.folder.mkdir(parents=True, exist_ok=True)
    width, height = map(int, options.size.split("x"))
    with VirtualDesktop((width, height)) as desktop:
        for theme in ("light", "dark"):
            for language in ("en", "zh"):
                argv = (sys.executable, "-m", "tests.panel.gallery_before", str(options.folder))
                argv += ("--only", options.only, "--inside", theme, language)
                process = desktop.start(*argv, extra={"QT_SCALE_FACTOR": options.scale})
                if code := process.wait(120):
                    return code
    return 0


def inside(folder: Path, theme_name: str, language: str, only: str) -> int:
    """Runs on the virtual desktop."""
    import mss
    import mss.tools
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QMessageBox

    from lam_desktop.execution.machine.passport import Compared
    from lam_desktop.execution.machine.start_check import CheckedStep
    from lam_desktop.panel import reading, wire
    from lam_desktop.panel.app import dress
    from lam_desktop.panel.language import speak
    from lam_desktop.panel.runner import NONE_LEFT
    from lam_desktop.panel.state import (
        before_events,
        events,
        privacy_events,
        receive_events,
        share_events,
        taking_events,
    )
    from lam_desktop.panel.state.store import Store
    from lam_desktop.panel.widgets.record_dialog import RecordDialog
    from lam_desktop.panel.widgets.shell import Shell
    from lam_desktop.panel.widgets.theme import DARK, LIGHT
    from lam_desktop.receiving.needs import needs_of
    from lam_desktop.tasks.storage.library import Library
    from recorder.exclusions import WindowPattern
    from tests.panel.intents import Heard
    from tests.panel.making import COLUMNS, ROWS, Form, make_task, rows_file

    application = QApplication(["lam-desktop"])
    dress(application, DARK if theme_name == "dark" else LIGHT)
    speak(application, "zh" if language == "zh" else "en")
    home = Path(tempfile.mkdtemp(prefix="gallery-"))
    rows = rows_file(home)
    name = "Enter orders"
    make_task(home, name, rows)
    task = reading.read_task(Library(home), name, lambda: False)
    (card,) = reading.read_cards(Library(home), lambda: False, cut=True)
    store = Store()
    shell = Shell(store, Heard(), application.quit)
    grabber = mss.MSS()

    def shoot(what: str) -> None:
        if not what.startswith(only):
            return
        QTest.qWait(350)
        shot = grabber.grab(grabber.monitors[0])
        mss.tools.to_png(shot.rgb, shot.size, output=str(folder / f"{theme_name}-{language}-{what}.png"))

    tell = store.dispatch
    last = events.LastRun(datetime.now().astimezone(), "done", 38, 38)
    tell(events.LibraryLoaded((replace(card, last_run=last),)))
    tell(events.RunOpened(name))
    tell(events.RunPrepared(name, task.steps, COLUMNS))
    loaded = reading.read_table(rows, Library(home).open(name))
    tell(loaded)
    tell(events.RangeChosen(2, 6))
    shoot("01-comparing")
    same = (
        Compared("screen", "1280 x 800", "1280 x 800"),
        Compared("keyboard", "us", "us"),
        Compared("theme", "light", None, program="orderdesk"),
    )
    tell(before_events.SurroundingsRead(name, same))
    tell(before_events.ApprovalRead(name))
    shoot("02-as-recorded")
    other = (
        Compared("screen", "1280 x 800", "1024 x 768", True, True, "Recorded at 1280 x 800, now 1024 x 768."),
        Compared("scale", "100%", "150%", True, True, "Programs are drawn at 150% now and were 100%."),
        Compared("keyboard", "us", "de", True, False, "The keyboard layout is de now and was us."),
        Compared("theme", "light", "dark", True, True, "The window of orderdesk is dark.", "orderdesk"),
        Compared("version", "1", "2", True, True, "orderdesk is another version.", "orderdesk"),
    )
    tell(before_events.SurroundingsRead(name, other))
    tell(before_events.DoubtsRead(name, doubts(task.row)))
    shoot("02b-doubts")
    tell(before_events.DoubtsRead(name, ()))
    off = before_events.Again("", (3, 4, 5, 6), (5,), (), goes_on=3, table=str(rows))
    tell(before_events.BrokeOffRead(name, off))
    shoot("02e-broke-off")
    tell(before_events.AgainChosen(off))
    shoot("02f-goes-on")
    tell(before_events.AgainChosen(None))
    tell(before_events.BrokeOffRead(name, None))
    said = events.RunPrepared(name, task.steps, ("instruction",), instruction="Order 24 pens for Ann Keller")
    tell(events.RowsCleared())
    tell(said)
    shoot("02g-sentence")
    told = (
        "“Cancel 5 pens for Bo” is built otherwise than “Order 24 pens for Ann Keller”, for which the task"
        f" «{name}» was recorded: say it in the same words, with other names and numbers."
    )
    tell(events.InstructionChosen("Cancel 5 pens for Bo"))
    tell(before_events.DoubtsRead(name, (), told))
    shoot("02h-other-sentence")
    tell(before_events.DoubtsRead(name, ()))
    unbound, table_later = proposed(home)
    tell(events.RunPrepared(name, task.steps, ()))
    tell(replace(loaded, path=str(table_later)))
    tell(before_events.ProposalRead(name, str(table_later), unbound))
    shoot("02c-binding")
    tell(
        before_events.ProposalRead(
            name, str(table_later), replace(unbound, row=None, tied=(2, 5), proposed=())
        )
    )
    shoot("02d-which-row")
    months = {"January": (COLUMNS, *ROWS[:2]), "March 2026": (COLUMNS, *ROWS[2:])}
    book = write_book(home / "year.xlsx", months, opened="March 2026")
    sheet = reading.read_table(book)
    tell(sheet)
    tell(before_events.ProposalRead(name, sheet.path, unbound))
    shoot("02i-sheet-binding")
    tell(events.RunPrepared(name, task.steps, COLUMNS))
    tell(sheet)
    shoot("02j-sheet")
    dialog = RecordDialog(shell.main, Heard(), lambda _name: False)
    dialog.show()
    for field, text in (("task-name", "Enter payments"), ("rows-file", str(book))):
        line = dialog.findChild(QLineEdit, field)
        assert line is not None
        line.setText(text)
    shoot("02k-sheet-record")
    dialog.reject()
    tell(events.RunPrepared(name, task.steps, COLUMNS))
    tell(loaded)
    tell(events.RangeChosen(2, 6))
    tell(before_events.KeepGoingChosen(True))
    shoot("03-not-as-recorded")
    tell(before_events.ApprovalRead(name, CHECKS, SOURCES))
    shoot("04-approval")
    tell(before_events.ApprovalRead(name))
    tell(before_events.SurroundingsRead(name, same))
    tell(events.RunPrepared(name, task.steps, COLUMNS, ("password",)))
    tell(before_events.KeyringFound(""))
    shoot("05-secret-no-keyring")
    tell(before_events.KeyringFound("SecretService Keyring"))
    field = shell.main.findChild(QLineEdit, "secret-password")
    keep = shell.main.findChild(QCheckBox, "keep-secrets")
    assert field is not None and keep is not None
    field.setText("hunter2")
    keep.setChecked(True)
    keep.setFocus()
    shoot("06-secret-kept")
    tell(before_events.SecretsKept(name, ("password",)))
    tell(before_events.ScreenCheckRequested())
    tell(wire.Loading("Loading the model."))
    shoot("07-check-loading")
    tell(wire.Ready((2,), 7))
    shoot("08-check-away")
    covered = "The window “Calculator” lies over the program's: move it aside, and check again."
    lost = "When it was demonstrated, the screen that this looks like showed its place."
    steps = tuple(
        CheckedStep(2, one.number, one.caption, "keys" if one.kind == "type" else "found", 0.97)
        for one in task.steps
    )
    asks = (
        replace(steps[0], state="would_ask", probability=None, why=covered),
        *steps[1:6],
        replace(steps[6], state="would_ask", probability=None, why=lost),
    )
    tell(wire.Checked(other, asks))
    tell(wire.Finished("asked", "Nothing was done.", 3))
    shoot("09-check-asks")
    tell(before_events.ScreenCheckShown(False))
    shoot("10-checked-strip")
    window = None
    tell(before_events.SurroundingsRead(name, same))
    tell(events.RunRequested())
    tell(wire.Ready((2, 3, 4, 5, 6), 7, window))
    tell(wire.RowFinished(2, "done", 7, 0, 8.4))
    for row in (3, 5):
        tell(wire.RowStarted(row))
        tell(wire.Acting(row, 2, "Type the customer"))
        tell(wire.RowFinished(row, "failed", 4, 0, 31.0))
    tell(wire.RowFinished(4, "done", 7, 1, 9.1))
    tell(wire.RowFinished(6, "asked", 0, 1, 20.0))
    told = "2 rows done, 2 not as expected, 1 asked about."
    tell(wire.Finished("failed", told, 5, "tasks/orders/runs/1", "tasks/orders/runs/1/orders-results.csv"))
    shoot("11-result-failed-rows")
    tell(before_events.AgainChosen(before_events.Again("tasks/orders/runs/1", (3, 5, 6), (3, 5))))
    shoot("12-result-decide")
    tell(before_events.AgainChosen(None))
    tell(events.RunRequested())
    tell(wire.Ready((2, 3, 5), 7, window, (4, 6)))
    for row in (2, 3, 5):
        tell(wire.RowFinished(row, "done", 7, 0, 8.6))
    tell(wire.Finished("done", "3 rows done.", 0, "tasks/orders/runs/3"))
    shoot("12b-result-entered-before")
    tell(events.RunRequested())
    tell(wire.Finished("done", NONE_LEFT, 0, entered=(2, 3, 4, 5, 6)))
    shoot("12c-result-none-left")
    tell(before_events.AgainChosen(before_events.Again("tasks/orders/runs/1", (3, 5, 6), (3, 5), (5,))))
    tell(events.RunOpened(name))
    shoot("13-again-rows")
    tell(events.RunRequested())
    refused = "The task “Enter orders” checks each row, and these checks were not approved on this machine."
    tell(wire.Finished("error", refused, 2))
    tell(before_events.ApprovalRead(name, CHECKS, SOURCES))
    shoot("14-result-not-approved")
    tell(events.RowsCleared())
    tell(before_events.ApprovalRead(name))
    tell(events.RunRequested())
    tell(wire.Ready((1,), 7))
    tell(wire.RowFinished(1, "stopped", 6, 0, 12.0))
    run = "tasks/orders/runs/2"
    tell(wire.Finished("stopped", "Stopped by you.", 4, run))
    tell(before_events.OnceMoreRead(name, run, anew=True, goes_on=True))
    shoot("14f-once-more")
    save = (("7", task.steps[-1].caption),)
    tell(before_events.OnceMoreRead(name, run, goes_on=True, must_look=True, at_stake=save))
    shoot("14g-look-first")
    tell(taking_events.TakingOpened(name))
    shoot("14b-taking")
    tell(taking_events.TakingRequested(True))
    tell(taking_events.TakingProgressed("Looking at the table: part 2."))
    shoot("14c-taking-working")
    cut = home / "cell.png"
    Form({"Quantity": "5OO"}).picture("Quantity").save(cut)
    unsure = (
        taking_events.UnsureCell(4, 2, "5OO", "it is read as “5OO” and as “500”", str(cut)),
        taking_events.UnsureCell(2, 0, ROWS[1][0], "it is hard to read", str(cut)),
    )
    notes = ("Rows that say the same as the one above, each at its own place, are kept: 6.",)
    tell(taking_events.Taken((COLUMNS, *ROWS), unsure, notes))
    shoot("14d-taken")
    for one in unsure:
        tell(taking_events.CellSettled(one.row, one.column, one.text))
    shoot("14e-taken-settled")
    tell(events.ReviewOpened(name))
    tell(events.StepsLoaded(name, task.steps, secrets=("password", "pin")))
    tell(before_events.SecretsKept(name, ("password",)))
    tell(events.StepSelected(1))
    shoot("15-review-secrets")
    shell.main._ask_to_forget(name, "password")
    shoot("16-forget")
    for box in shell.main.findChildren(QMessageBox):
        box.close()
    tell(share_events.ShareOpened(name, "/home/clerk/Documents"))
    shoot("17-share")
    tell(share_events.ShareRequested(share_events.ShareRequest(name, "/home/clerk/Documents/orders.zip")))
    tell(share_events.ShareProgressed("Reading picture 5 of 9"))
    shoot("18-share-working")
    masked = (
        share_events.MaskedKind("phone number", 1, 4, "0…"),
        share_events.MaskedKind("value of the row", 12, 9, "L… H…"),
        share_events.MaskedKind("typed text", 3, 7, "D… h…"),
        share_events.MaskedKind("named with --mask", 1, 2, "S…"),
        share_events.MaskedKind("in a masked column", 0, 3, ""),
    )
    out = "/home/clerk/Documents/Enter orders-shared.zip"
    page = "Enter orders-shared/shared.html"
    tell(share_events.Shared(out, page, masked, 9, ("2 runs", "1 check")))
    shoot("19-share-done")
    tell(share_events.ShareOpened(name, "/home/clerk/Documents", f"tasks/{name}/runs/2026-11-28-101500"))
    shoot("20-share-report")
    tell(receive_events.ReceiveOpened())
    shoot("21-receive")
    request = receive_events.ReceiveRequest("/home/clerk/Downloads/Enter invoices.zip", "Enter invoices")
    tell(receive_events.ReceiveRequested(request))
    tell(receive_events.ReceiveProgressed("Looking at picture 5 of 9"))
    shoot("22-receive-working")
    needs = needs_of(replace(Library(home).open(name), name="Enter invoices"), (), (), masked=True)
    tell(receive_events.Received("Enter invoices", 7, needs, ("2 runs", "shared.html")))
    shoot("23-receive-done")
    tell(privacy_events.PrivacyOpened())
    named = (("thunderbird", ""), ("", "payroll"), ("firefox", "My bank"))
    left = tuple(WindowPattern(*one) for one in named)
    allowed = (privacy_events.Allowed(name, CHECKS),)
    programs = (privacy_events.OpenProgram("libreoffice-calc", "Wages 2026.ods", left_out=False),)
    tell(privacy_events.PrivacyRead(left, regions=1, open=programs, keep_days=365.0, allowed=allowed))
    shoot("24-privacy")
    tell(privacy_events.KeepingAsked(30, 12, 1, 3))
    shoot("25-privacy-older")
    shell.close()
    return 0


def doubts(row: DemonstratedRow | None) -> tuple[Doubt, ...]:
    """Two that the chosen rows differ in, and one that they do not."""
    assert row is not None
    quantity, boxes = Value("row", "Quantity", "24"), Value("row", "Boxes", "24")
    ways = (MeantAs(quantity, "120", ((2, "120"), (3, "60"))), MeantAs(boxes, "12", ((2, "12"), (3, "6"))))
    days = (
        MeantAs(
            Value("row", "Due", "04.04.2026", "%d.%m.%Y", "%Y-%m-%d"), "05.04.2026", ((2, "05.04.2026"),)
        ),
        MeantAs(Value("constant", text="04.04.2026"), "04.04.2026", ((2, "04.04.2026"),)),
    )
    by_screen = (
        MeantAs(Due(None), "done where the screen shows it", ((2, "done where the screen shows it"),)),
        MeantAs(Due(When("is", "yes", "Gift")), "left out", ((2, "left out"), (3, "done"))),
    )
    pressed = (
        "It was left out in one demonstration, though “Gift wrap” was there, and done only where the column"
        " Gift says “yes”; as it is, the agent does it where it is there."
    )
    unclear = "“04.04.2026” does not tell which number is the day and which the month; dd.mm.yyyy was taken."
    return (
        Doubt(
            6,
            "Type “24” (column Quantity)",
            "“24” also stands in the column Boxes; Quantity was taken.",
            2,
            ways,
            True,
        ),
        Doubt(7, "Click the button “Gift wrap”", pressed, 2, by_screen, True),
        Doubt(4, "Type “04.04.2026” (column Due)", unclear, 2, days, False),
    )


def proposed(home: Path) -> tuple[Proposal, Path]:
    """What a table that comes later tells about a task that was recorded without one."""
    folder = home / "later"
    folder.mkdir()
    task = shown(folder, "Miller Hardware", "12", "05.03.2026", "a note", choice="Medium", labels=LABELS)
    text = "customer,quantity,boxes,due,priority,gift\nSmith & Sons,5,7,2026-04-01,Low,no\n"
    text += "Miller Hardware,12,12,2026-03-05,Medium,yes\nJones,7,9,2026-05-09,High,no\n"
    path = table(folder, text)
    return propose(task, read_rows(path)), path


if __name__ == "__main__":
    sys.exit(main())

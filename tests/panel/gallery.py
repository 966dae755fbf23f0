"""Pictures of every screen of the panel, to be looked at: `python -m tests.panel.gallery FOLDER`.

Opens a virtual desktop of 1280x800 and takes them in a light and a dark theme.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from lam_desktop.office.virtual import VirtualDesktop


def main(folder: Path) -> int:
    """Writes all pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with VirtualDesktop() as desktop:
        for theme in ("light", "dark"):
            argv = (sys.executable, "-m", "tests.panel.gallery", str(folder), theme)
            code = desktop.start(*argv).wait(120)
            if code:
                return code
    return 0


def inside(folder: Path, theme_name: str) -> int:
    """Runs on the virtual desktop."""
    import mss
    import mss.tools
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage, QPixmap
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QLabel, QMessageBox

    from lam_desktop.panel import reading, wire
    from lam_desktop.panel.app import dress
    from lam_desktop.panel.state import events
    from lam_desktop.panel.state.store import Store
    from lam_desktop.panel.widgets.shell import Shell
    from lam_desktop.panel.widgets.theme import DARK, LIGHT
    from lam_desktop.tasks.storage.library import Library
    from lam_desktop.types import Box
    from tests.panel.intents import Heard
    from tests.panel.making import COLUMNS, ROWS, Form, make_task, rows_file

    application = QApplication(["lam-desktop"])
    dress(application, DARK if theme_name == "dark" else LIGHT)
    home = Path(tempfile.mkdtemp(prefix="gallery-"))
    rows = rows_file(home)
    make_task(home, "Enter orders", rows)
    reading.read_task(Library(home), "Enter orders", lambda: False)
    (card,) = reading.read_cards(Library(home), lambda: False, cut=True)

    at = (40, 150)
    form = Form(dict(zip(COLUMNS, ROWS[2], strict=True)), at=at)
    pixels = form.draw()
    whole = QPixmap.fromImage(QImage(pixels.data, 1280, 800, 3840, QImage.Format.Format_RGB888))
    target = QLabel(None, Qt.WindowType.FramelessWindowHint)
    target.setPixmap(whole.copy(at[0], at[1] - 30, 761, 591))
    target.setGeometry(at[0], at[1] - 30, 761, 591)
    target.show()
    seen = home / "seen.png"
    whole.save(str(seen))

    store = Store()
    shell = Shell(store, Heard(), application.quit)
    grabber = mss.MSS()

    def shoot(name: str) -> None:
        QTest.qWait(350)
        shot = grabber.grab(grabber.monitors[0])
        mss.tools.to_png(shot.rgb, shot.size, output=str(folder / f"{theme_name}-{name}.png"))

    tell = store.dispatch
    tell(events.LibraryLoaded(()))
    shoot("01-library-empty")
    now = datetime.now().astimezone()
    last = events.LastRun(now - timedelta(hours=2), "done", 38, 38)
    tell(
        events.LibraryLoaded(
            (
                replace(card, last_run=last),
                replace(
                    card,
                    name="Register a patient’s visit",
                    steps=1,
                    last_run=replace(last, status="asked", rows_done=3),
                ),
                events.TaskCard("Marks into the grade book", 12),
                events.TaskCard(
                    "Old task",
                    0,
                    problem="tasks/Old task/task.yaml: step 3 has no kind; mend it, or record again.",
                ),
                replace(
                    card,
                    name="录入订单",
                    last_run=replace(last, status="failed", rows=1, started=now - timedelta(days=4)),
                ),
            )
        )
    )
    shoot("02-library")
    shell.main.resize(840, 600)
    shoot("02b-library-small")
    shell.main.place()
    shell.main._ask_to_delete("Enter orders")
    shoot("02c-delete")
    for box in shell.main.findChildren(QMessageBox):
        box.close()
    tell(events.Told("orders.csv, row 4 (line 5): there are 4 cells for 3 columns; mend that line."))
    shoot("03-banner")
    tell(events.BannerClosed())
    shell.main.ask_what_to_record()
    shoot("04-record")
    from PySide6.QtWidgets import QLineEdit

    dialog = application.activeModalWidget()
    assert dialog is not None
    dialog.findChild(QLineEdit, "task-name").setText("Enter orders")  # type: ignore[union-attr]
    shoot("05-record-taken")
    dialog.close()
    shell.main.ask_what_to_record("Enter orders")
    shoot("05b-show-once-more")
    application.activeModalWidget().close()  # type: ignore[union-attr]
    tell(events.RecordingRequested(events.RecordingRequest("Enter orders")))
    shoot("06-pill-starting")
    tell(events.RecordingStarted())
    tell(events.RecordingTicked(83))
    tell(events.RecordingCounted(14))
    shoot("07-pill")
    tell(events.RecordingSaved("Enter orders"))
    task = reading.read_task(Library(home), "Enter orders", lambda: False)
    tell(events.ReviewOpened("Enter orders"))
    tell(events.StepsLoaded("Enter orders", task.steps, complete=False))
    shoot("08-review-looking")
    tell(events.StepsLoaded("Enter orders", task.steps))
    tell(events.StepSelected(5))
    shoot("09-review-type")
    tell(events.StepSelected(6))
    shoot("10-review-click")
    tell(events.RunOpened("Enter orders"))
    tell(events.RunPrepared("Enter orders", task.steps, COLUMNS))
    shoot("11-run-no-table")
    loaded = reading.read_table(rows, Library(home).open("Enter orders"))
    tell(loaded)
    tell(events.RangeChosen(2, 6))
    shoot("12-run-choosing")
    shell.main.resize(840, 600)
    shoot("12b-run-choosing-small")
    shell.main.place()
    worn = (*loaded.rows[:3], ("Sorenson & Sons", "Hex bolt M8x40", "5OO"), *loaded.rows[4:], loaded.rows[1])
    odd = (
        events.OddCell(4, "Quantity", "«Quantity» is “5OO”, which is no number."),
        events.OddCell(7, "", "It says the same as row 2."),
        events.OddCell(6, "", "The run of Monday has entered it already, with the same cells.", entered=True),
    )
    tell(replace(loaded, rows=worn, odd=odd))
    tell(events.RangeChosen(2, 7))
    tell(events.OddRowsChosen((7,), True))
    shoot("12c-run-odd-rows")
    tell(loaded)
    tell(events.RangeChosen(2, 6))
    tell(events.RunRequested())
    tell(wire.Loading("Loading the model."))
    shoot("13-run-loading")
    window = Box(*at, 760, 560)
    tell(wire.Ready((2, 3, 4, 5, 6), 7, window))
    tell(wire.RowStarted(2))
    tell(wire.RowFinished(2, "done", 7, 0, 8.4))
    tell(wire.RowStarted(3))
    tell(wire.Observed(3, 7, "Click “Save”"))
    save = wire.Spot(form.box("Save"), "button", "Save", 0.98)
    other = wire.Spot(form.box("Quantity"), "field", "", 0.06)
    look = wire.Look(
        str(seen), save, (other,), save.box.center, 0.98, 0.9,
        "The button “Save” matches button “Save” with 98%, next comes the field “Quantity” with 6%.",
        True, window,
    )  # fmt: skip
    tell(wire.Decided(3, 7, "Click “Save”", look))
    tell(wire.Acting(3, 7, "Click “Save”"))
    shoot("14-run-working")
    tell(wire.Paused("Paused by you."))
    shoot("15-run-paused")
    tell(wire.Resumed())
    wide = replace(look, window=Box(0, 0, 1280, 780))
    tell(wire.Decided(3, 7, "Click “Save”", wide))
    shoot("16-run-strip")
    doubt = replace(
        look,
        accepted=False,
        confidence=0.52,
        target=replace(save, probability=0.52),
        others=(
            replace(other, probability=0.4),
            replace(other, box=other.box.moved(0, 60), probability=0.07),
        ),
    )
    tell(wire.Asked(3, 7, "Click “Save”", "The button “Save” matches with 52%; 90% is needed to act.", doubt))
    shoot("17-question")
    shell.question.findChild(QLabel)
    shell.question._picture.mark(*save.box.center)
    shoot("18-question-marked")
    tell(events.AnswerGiven(wire.Answer("here", save.box.center)))
    may_i = "This step cannot be undone, and 1 of 3 rows went well so far: is everything right?"
    tell(wire.Asked(3, 7, "Click “Save”", may_i, look, approving=True))
    shoot("18b-question-approval")
    tell(events.AnswerGiven(wire.Answer("yes")))
    for row in (3, 4):
        tell(wire.RowFinished(row, "done", 7, 1, 9.1))
    tell(wire.RowFinished(5, "failed", 6, 0, 31.0))
    tell(wire.Decided(5, 7, "Click “Save”", look))
    told = "Row 5, step 7: The effect was not seen: “Order saved” did not appear."
    tell(wire.Finished("failed", told, 5, "tasks/orders/runs/1", "tasks/orders/runs/1/orders-results.csv"))
    shoot("19-run-failed")
    tell(events.RunRequested())
    tell(wire.Ready((2, 3, 4), 7, window))
    for row in (2, 3, 4):
        tell(wire.RowFinished(row, "done", 7, 0, 8.2))
    tell(
        wire.Finished(
            "done", "3 rows done.", 0, "tasks/orders/runs/1", "tasks/orders/runs/1/orders-results.xlsx"
        )
    )
    shoot("20-run-done")
    shell.close()
    return 0


if __name__ == "__main__":
    if len(sys.argv) == 2:
        sys.exit(main(Path(sys.argv[1])))
    sys.exit(inside(Path(sys.argv[1]), sys.argv[2]))

"""Made journals of long runs: `python -m tests.reporting.made_runs 500 FOLDER` writes one, times its page."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

from lam_desktop.execution.runs.journal import Journal
from lam_desktop.execution.runs.sureness import Sureness
from lam_desktop.execution.supervising.record import RunRecord
from lam_desktop.reporting.facts import facts_of
from lam_desktop.reporting.page import page
from lam_desktop.types import Click, TypeText

STEPS = (
    ("Click the field “Customer”", "Click"), ("Type the customer", "TypeText"),
    ("Click the field “Quantity”", "Click"), ("Type the quantity", "TypeText"),
    ("Click the field “Invoice no.”", "Click"), ("Type the invoice’s number", "TypeText"),
    ("Click the check box “Express”", "Click"), ("Click the button “Save”", "Click"),
)  # fmt: skip
FAILS_EVERY, READS_AT = 97, 6


def make_run(folder: Path, rows: int, pictures: bool = True, seed: int = 1) -> Path:
    """A run of so many rows of 8 steps, of which a few went wrong; each good row keeps its last picture,
    the first three and each twentieth all of them."""
    rng = np.random.default_rng(seed)
    with Journal(folder) as journal:
        record = RunRecord(journal, folder, "run")
        record.write(
            "run_started", task="orders", mode="auto", policy="lam", rows=list(range(1, rows + 1)),
            pictured={"first": 3, "every": 20}, at="2026-01-31T09:00:00+00:00",
        )  # fmt: skip
        record.write("understood", seconds=24.0, steps=[])
        for row in range(1, rows + 1):
            _row(record, journal, row, rng, pictures)
        done = rows - rows // FAILS_EVERY
        record.write("run_finished", status="done", message=f"{done} rows done.", seconds=rows * 9.5)
    return folder


def _row(record: RunRecord, journal: Journal, row: int, rng: np.random.Generator, pictures: bool) -> None:
    record.row_started(row)
    fails, kept = row % FAILS_EVERY == 0, row <= 3 or row % 20 == 0
    invoice = str(20000 + row)
    for number, (caption, kind) in enumerate(STEPS, start=1):
        sure = 0.9 + float(rng.random()) / 10
        text = {2: f"Customer {row}", 4: str(row % 90), 6: invoice}.get(number, "")
        reads = {"readings": [{"shown": "4711", "read": invoice, **Sureness(sure, sure - 0.05).plain}]}
        chosen = {"confidence": sure, "threshold": 0.9, "policy_reason": f"“{caption}” matches."}
        record.write(
            "decided", row=row, step=number, ready=True, objection=None, caption=caption,
            **(reads if number == READS_AT else {}),
            **({} if text else chosen),
        )  # fmt: skip
        action = TypeText(text) if kind == "TypeText" else Click((300, 100 + 40 * number))
        record.write("acting", row=row, step=number, caption=caption, action=action)
        wrong = fails and number == len(STEPS)
        last = number == len(STEPS)
        shots: list[str] = []
        if pictures and (kept or fails or last):
            shot = np.full((300, 480, 3), 235, np.uint8)
            shot[40 + 20 * number : 60 + 20 * number, 60 : 60 + 3 * len(text) + 90] = (200, 215, 250)
            whens = ("before", "after") if kept or fails else ("after",)
            shots = [journal.picture(f"row{row}-step{number:02d}-{one}", shot, small=True) for one in whens]
        said = f"The screen shows “{text}”." if text else "The screen changed as it did when it was recorded."
        reason = "The form still shows the order." if wrong else said
        record.write(
            "verified", row=row, step=number, ok=not wrong, reason=reason, evidence={}, pictures=shots
        )
    reason = f"Row {row}: the form still shows the order." if fails else ""
    record.write(
        "row_finished", row=row, status="failed" if fails else "done", reason=reason, steps_done=8 - fails,
        seconds=9.5, evidence="" if fails else "seen", read={"Invoice no.": invoice},
        sure={"Invoice no.": 0.93},
    )  # fmt: skip


def main() -> None:
    """Writes a run and its page, and says how large and how fast."""
    rows, folder = int(sys.argv[1]), Path(sys.argv[2])
    make_run(folder, rows)
    started = time.monotonic()
    facts = facts_of(folder)
    read_s, started = time.monotonic() - started, time.monotonic()
    for language in ("en", "zh"):
        made = page(facts, folder, language)
        (folder / f"report-{language}.html").write_text(made, encoding="utf-8")
    whole = page(facts, folder, most_bytes=None, most_lines=None)
    print(
        f"{rows} rows: journal read in {read_s:.1f} s, page {len(made.encode()) / 2**20:.1f} MB"
        f" ({made.count('<li>')} steps in lines, {made.count('<img ')} pictures),"
        f" whole {len(whole.encode()) / 2**20:.1f} MB, {(time.monotonic() - started) / 3:.1f} s a page"
    )


if __name__ == "__main__":
    main()

"""Writes a run's report beside its journal: a page for people, JSON and CSV for programs."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from dataclasses import dataclass
from pathlib import Path

from lam_desktop.errors import EnvironmentFault, LamBug
from lam_desktop.execution.runs.outcome import EDITED, as_text
from lam_desktop.reporting.facts import MaskedFacts, RunFacts, facts_of
from lam_desktop.reporting.page import page
from lam_desktop.reporting.words import Language
from lam_desktop.tasks.files import PLAIN, Files

HEADER = (
    "row", "status", "steps", "asked", "seconds", "typed", "reason", "evidence", "run", "read", "sure",
    "line", "odd",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """The files of a report, and what they tell."""

    page: Path
    facts: RunFacts


def write_report(
    folder: Path,
    language: Language = "en",
    files: Files = PLAIN,
    out: Path | None = None,
    masked: tuple[MaskedFacts, ...] | None = None,
    whole: bool = False,
) -> Report:
    """Writes `report.html`, `report.json` and `report.csv` into the run's folder, or into `out`.

    They are for other programs, so they are never sealed: of an encrypted library, whose `files` read the
    run, `out` must lie elsewhere. The table with what came of each row goes along. `masked`: what was masked
    in the run before; None where nothing was to be. `whole`: the page holds every step and kept picture,
    however large it becomes.
    Raises UsageError where nothing was begun, EnvironmentFault where the journal is damaged or the disk
    refuses.
    """
    into = folder if out is None else out
    if files.encrypted and out is None:
        raise LamBug("a report of an encrypted library was to be written into it")
    html = into / "report.html"
    try:
        facts = dataclasses.replace(facts_of(folder, files), masked=masked)
        bounds: dict[str, None] = {"most_bytes": None, "most_lines": None} if whole else {}
        shown = page(facts, folder, language, files=files, **bounds)
        into.mkdir(parents=True, exist_ok=True)
        _write(into / "report.json", json.dumps(_plain(facts), ensure_ascii=False, indent=1))
        _write(into / "report.csv", _table(facts), "utf-8-sig")
        _write(html, shown)
        if out is not None:
            for table in folder.glob(f"*{EDITED}.*"):
                (into / table.name).write_bytes(files.read(table))
    except (TypeError, ValueError, LookupError, AttributeError, ArithmeticError) as error:
        raise EnvironmentFault(
            f"The journal of {folder.name} is damaged ({type(error).__name__}); look at it with an editor."
        ) from error
    except OSError as error:
        raise EnvironmentFault(
            f"The report of {folder.name} cannot be written ({error.strerror}); free some space."
        ) from error
    return Report(html, facts)


def _plain(facts: RunFacts) -> dict[str, object]:
    told = dataclasses.asdict(facts)
    if facts.masked is None:
        del told["masked"]
    for step in (step for row in (*told["rows"], *told["once"]) for step in row["steps"]):
        step["read_sure"] = [{"sure": one["sure"], "figure": one["figure"]} for one in step["read"]]
        step["read"] = [one["text"] for one in step["read"]]  # as programs know it that read older reports
    return told | {
        "rows_done": facts.rows_done, "asked": facts.asked, "by_hand_s": round(facts.by_hand_s, 1),
        "saved_s": round(facts.saved_s, 1), "loading_s": round(facts.loading_s, 1),
        "effort": facts.effort.plain,
    }  # fmt: skip


def _table(facts: RunFacts) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEADER)
    for row in facts.rows:
        told = (row.status, " · ".join(row.typed), row.reason, " ".join(row.odd))
        status, typed, reason, odd = map(as_text, told)
        read = as_text(" · ".join(f"{one.name}: {one.text}" for one in row.read))
        sure = " · ".join("" if one.sure is None else f"{one.sure:.2f}" for one in row.read)
        steps, asked = len(row.steps), row.asked
        done = row.index, status, steps, asked, row.seconds, typed, reason, row.evidence, row.run
        writer.writerow((*done, read, sure, row.line or "", odd))
    return out.getvalue()


def _write(path: Path, text: str, encoding: str = "utf-8") -> None:
    """The whole file or none: what was there before stays where the disk is full."""
    beside = path.with_suffix(path.suffix + ".new")
    try:
        beside.write_text(text, encoding=encoding, errors="backslashreplace", newline="")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)

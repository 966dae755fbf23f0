"""Writes a run's report beside its journal: a page for people, JSON and CSV for programs."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from dataclasses import dataclass
from pathlib import Path

from lam_desktop.errors import EnvironmentFault
from lam_desktop.execution.outcome import as_text
from lam_desktop.reporting.facts import RunFacts, facts_of
from lam_desktop.reporting.page import page
from lam_desktop.reporting.words import Language

HEADER = ("row", "status", "steps", "asked", "seconds", "typed", "reason", "evidence")


@dataclass(frozen=True, slots=True)
class Report:
    """The files of a report, and what they tell."""

    page: Path
    facts: RunFacts


def write_report(folder: Path, language: Language = "en") -> Report:
    """Writes `report.html`, `report.json` and `report.csv` into the run's folder.

    Raises UsageError where nothing was begun, EnvironmentFault where the journal is damaged or the disk
    refuses.
    """
    html = folder / "report.html"
    try:
        facts = facts_of(folder)
        shown = page(facts, folder, language)
        _write(folder / "report.json", json.dumps(_plain(facts), ensure_ascii=False, indent=1))
        _write(folder / "report.csv", _table(facts), "utf-8-sig")
        _write(html, shown)
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
    return dataclasses.asdict(facts) | {
        "rows_done": facts.rows_done, "asked": facts.asked, "by_hand_s": round(facts.by_hand_s, 1),
        "saved_s": round(facts.saved_s, 1), "loading_s": round(facts.loading_s, 1),
        "effort": facts.effort.plain,
    }  # fmt: skip


def _table(facts: RunFacts) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEADER)
    for row in facts.rows:
        status, typed, reason = map(as_text, (row.status, " · ".join(row.typed), row.reason))
        writer.writerow(
            (row.index, status, len(row.steps), row.asked, row.seconds, typed, reason, row.evidence)
        )
    return out.getvalue()


def _write(path: Path, text: str, encoding: str = "utf-8") -> None:
    """The whole file or none: what was there before stays where the disk is full."""
    beside = path.with_suffix(path.suffix + ".new")
    try:
        beside.write_text(text, encoding=encoding, errors="backslashreplace", newline="")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)

"""By what tasks are judged: files, databases, and what a program tells assistive technology."""

from __future__ import annotations

import contextlib
import re
import sqlite3

from lam_desktop.evaluation.tasks.task import Evidence, Proof

SAID = "said.txt"
"""Where what a program prints is kept, in its home."""


def files(pattern: str) -> Proof:
    """Every file of that pattern with its text: `name=text`, in the order of the names."""

    def held(evidence: Evidence) -> str:
        found = sorted(path for path in evidence.home.glob(pattern) if path.is_file() and path.name != SAID)
        return " ".join(f"{path.name}={path.read_text(encoding='utf-8', errors='replace')}" for path in found)

    return held


def matches(name: str, pattern: str) -> Proof:
    """What a pattern's group finds in a file, with bars between the findings."""

    def held(evidence: Evidence) -> str:
        path = evidence.home / name
        text = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
        return "|".join(re.findall(pattern, text, re.DOTALL))

    return held


def folders() -> Proof:
    """The names of the folders in its home."""
    return lambda evidence: " ".join(
        sorted(path.name for path in evidence.home.iterdir() if path.is_dir() and path.name[0] != ".")
    )


def said(evidence: Evidence) -> str:
    """What the program printed."""
    path = evidence.home / SAID
    return path.read_text(encoding="utf-8", errors="replace").strip() if path.exists() else ""


def table(database: str, query: str) -> Proof:
    """The rows that a query finds, their cells with bars between them."""

    def held(evidence: Evidence) -> str:
        path = evidence.home / database
        if not path.exists():
            return ""
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as opened:
            rows = opened.execute(query).fetchall()
        return "\n".join("|".join(str(cell) for cell in row) for row in rows)

    return held


def display(role: str, last: bool = False) -> Proof:
    """What the first (or last) widget of a role shows."""

    def held(evidence: Evidence) -> str:
        shown = [one.text.strip() for one in evidence.nodes() if one.role == role and one.box.area]
        return (shown[-1] if last else shown[0]) if shown else ""

    return held

"""The long proofs: what `make test` shows once, shown often enough to rely on it."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from typing import Any

PYTEST = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider")
LAM = (sys.executable, "-m", "lam_desktop.cli.main")
ROUNDS = 3
"""Whatever must hold three times in a row."""
WHOLE_PATH = (
    "copied_by_menu", "environment", "false_effects", "into_view", "into_view_toolkits", "known_dialogs",
    "lost_screen", "more_steps", "mousepad", "not_sure", "screen_is_data", "screen_tables",
)  # fmt: skip
"""Modules of `tests/e2e` that have long proofs of their own, and no other part."""


@dataclass(frozen=True)
class Part:
    """One command that must end well."""

    name: str
    claim: str
    """What holds when it does."""
    command: tuple[str, ...]
    told: Callable[[str], str]
    """The figure in its output, as one line."""
    limit_s: float = 3600.0


def pytest_summary(output: str) -> str:
    """Pytest's last line."""
    lines = [line.strip("= ") for line in output.splitlines() if " in " in line and "s" in line]
    return lines[-1] if lines else "no result"


def rows_summary(output: str) -> str:
    """The line that tells how many rows are right."""
    return next((line for line in output.splitlines() if " rows right" in line), pytest_summary(output))


def faults_summary(output: str) -> str:
    """The line that tells what came of how many faults."""
    return next((line for line in output.splitlines() if " faults: " in line), "no result")


def secrets_summary(output: str) -> str:
    """In how many programs the secret was searched, and how their repetitions ended."""
    ends = [line.split(": ")[-1] for line in output.splitlines() if line.startswith("secret searched, ")]
    told = ", ".join(f"{ends.count(end)} {end}" for end in sorted(set(ends)))
    return f"{len(ends)} programs, repeated: {told}; {pytest_summary(output)}"


def provenance_summary(output: str) -> str:
    """Of each collection of texts, how many are explained by one demonstration."""
    lines = [line.split("provenance of ")[1] for line in output.splitlines() if "provenance of " in line]
    return "; ".join(line.strip() for line in lines) or "no result"


def fuzz_summary(output: str) -> str:
    """How many files were tried on how many readers, and which of these failed."""
    tried = re.findall(r"^(.+): (\d+) files, \d+ branches reached$", output, re.MULTILINE)
    if not tried:
        return next(iter(output.strip().splitlines()[-1:]), "no result")
    failed = len(re.findall(r"^  failed: ", output, re.MULTILINE))
    return f"{len(tried)} readers, {sum(int(count) for _, count in tried)} files, {failed} readers failed"


def pace_summary(output: str) -> str:
    """How many rows are right, the pace, where the time went, and what else the machine did."""
    lines = [" ".join(line.split()) for line in output.splitlines()]
    told = (" rows right", " times as fast", " s a row ", "machine: ")
    return "; ".join(line for line in lines if any(each in f"{line} " for each in told)) or "no result"


def target_summary(output: str) -> str:
    """The benchmark's figures that have a target."""
    return (
        "; ".join(" ".join(line.split()) for line in output.splitlines() if "(target" in line) or "no result"
    )


def demo_summary(output: str) -> str:
    """The figures of the JSON object that a demo ends with."""
    try:
        report = json.loads(output.splitlines()[-1])
        return (
            f"{report['rows_right']} of {report['rows']} rows right, {report['wrong_clicks']} wrong clicks,"
            f" {report['asked']} questions, {report['seconds']:.0f} s"
        )
    except (IndexError, ValueError, KeyError, TypeError):
        return "no result"


def eval_summary(output: str, below: Container[str] = ()) -> str:
    """The shares of all cases, from the JSON object that `lam eval` ends with.

    Where the rows are policies, those of the agent; else those of each row that is not indented, and of the
    indented ones with these names.
    """
    try:
        rows = json.loads(output.splitlines()[-1])["rows"]
        agent = [one for one in rows if one.get("name") == "lam"]
        if agent:
            return _figures(agent[0])
        told = [(str(next(iter(one.values()))), one) for one in rows]
        return "; ".join(
            f"{name.strip()}: {_figures(one)}"
            for name, one in told
            if name.strip() in below or not (name.startswith(" ") or ", on each " in name)
        )
    except (IndexError, ValueError, KeyError, TypeError, StopIteration):
        return "no result"


def _figures(row: Mapping[str, Any]) -> str:
    shares = [
        f"{name} {cell['count']} of {cell['of']} [{cell['low']:.0%}, {cell['high']:.0%}]"
        for name, cell in row.items()
        if isinstance(cell, dict)
    ]
    numbers = [f"{name} {cell:.4g}" for name, cell in row.items() if isinstance(cell, int | float)]
    return ", ".join([*shares, *numbers])


def grounding_summary(output: str) -> str:
    """As `eval_summary`, with what is gone and what is another program's."""
    return eval_summary(output, ("gone", "stranger"))


PARTS: tuple[Part, ...] = (
    Part(
        "recorder-killed",
        "Killed at 20 random moments while 50 keys a second arrive, a recording misses at most 250 ms",
        (*PYTEST, "-m", "proof", "tests/recorder"),
        pytest_summary,
    ),
    Part(
        "stop-50",
        "Of 50 pulls of the brake, by hot key or corner, 95 % stop the agent within 200 ms",
        (sys.executable, "-m", "tests.benchmarks", "stopping"),
        target_summary,
    ),
    Part(
        "evidence-90",
        "A program says «stored» of 90 rows, and keeps nothing, two, or another; asked for by web service,"
        " database and files, none is reported right",
        (*PYTEST, "-m", "proof", "tests/e2e/test_evidence.py"),
        pytest_summary,
    ),
    Part(
        "servers",
        "On real servers of PostgreSQL and MariaDB a check counts, and no query of it writes, locks, or goes"
        " on behind its time, also by an account that may do everything (needs `make programs`)",
        (*PYTEST, "-s", "-m", "proof", "tests/execution/evidence"),
        pytest_summary,
    ),
    Part(
        "rows-500",
        "500 rows, killed at 5 random moments and resumed, a check counting what is stored: all right, none"
        " twice, none missing; at most 800 MB",
        (*PYTEST, "-s", "-m", "proof", "tests/e2e/test_crashes.py", "-k", "through_crashes"),
        rows_summary,
        limit_s=4 * 3600.0,
    ),
    Part(
        "rows-500-memory",
        "500 rows in one run: at most 800 MB, and from row 100 on at most 1 MB more for 1,000 rows",
        (*PYTEST, "-s", "-m", "proof", "tests/e2e/test_crashes.py", "-k", "as_large"),
        rows_summary,
        limit_s=4 * 3600.0,
    ),
    Part(
        "shared-copies",
        "Of a real recording, and of a run's report, no byte and no picture of the shared copy names anybody",
        (*PYTEST, "-m", "proof", "tests/e2e/test_sharing.py", "tests/e2e/test_shared_report.py"),
        pytest_summary,
    ),
    Part(
        "provenance-60",
        "One demonstration tells where 90 % of typed texts come from, of choices and texts of the screen, and"
        " of values that were really recorded in a browser; none of the others is wrong without being told",
        (*PYTEST, "-s", "tests/tasks/test_provenance.py", "tests/e2e/test_captured.py"),
        provenance_summary,
    ),
    Part(
        "fuzz",
        "Every reader of a file that others may have written reads or refuses what a minute of guided fuzzing"
        " makes of it (needs atheris: the extra `fuzz`)",
        (sys.executable, "-m", "tests.fuzz", "--seconds", "60"),
        fuzz_summary,
    ),
    Part(
        "secrets-10",
        "A secret typed in 12 programs, recorded and repeated: in no byte of library, report, output and"
        " temporary files, in no encoding, and to be read on no picture",
        (*PYTEST, "-s", "-m", "e2e", "tests/e2e/test_secrets.py"),
        secrets_summary,
    ),
    Part(
        "faults-500",
        "500 faults amid a row: none that is wrong is reported right, 90 % are finished or asked about",
        (sys.executable, "-m", "tests.e2e.enduring", "--count", "500"),
        faults_summary,
        limit_s=6 * 3600.0,
    ),
    Part(
        "faults-at-save",
        "150 faults while a row is being stored: none that is wrong is reported right, none is stored twice,"
        " 90 % are finished or asked about",
        (sys.executable, "-m", "tests.e2e.enduring", "--count", "150", "--at", "save"),
        faults_summary,
        limit_s=3 * 3600.0,
    ),
    Part(
        "rows-5000",
        "5,000 rows over a recorded screen (the networks read each 50th off it, of the others the eyes are"
        " told what it shows): all right, at most 1 MB more for 1,000 rows, none slower than at first",
        (*PYTEST, "-s", "-m", "proof", "tests/execution/test_many_rows.py"),
        rows_summary,
        limit_s=4 * 3600.0,
    ),
    Part(
        "pace",
        "40 orders in mode auto, in another look than they were shown: all right, and at least three times as"
        " fast as a practised clerk by the keystroke-level model",
        (sys.executable, "-m", "tests.e2e.keeping_pace", "--rows", "40", "--least", "3"),
        pace_summary,
    ),
    *(
        Part(
            f"programs-{number}",
            f"Real programs, false effects, lost surroundings: all end as they must (round {number})",
            (*PYTEST, "-m", "e2e and not proof", "tests/e2e"),
            pytest_summary,
        )
        for number in range(1, ROUNDS + 1)
    ),
    *(
        Part(
            f"whole-path-{number}",
            "What `make test` shows on one program, look or way holds on others too: more dialogs, toolkits,"
            f" tables, false effects, lost screens, ways to copy and to stop (round {number})",
            (*PYTEST, "-m", "proof", *(f"tests/e2e/test_{name}.py" for name in WHOLE_PATH)),
            pytest_summary,
        )
        for number in range(1, ROUNDS + 1)
    ),
    Part(
        "hands-and-wheel",
        "Texts arrive exactly in more toolkits and layouts, and more kinds of windows are scrolled in",
        (
            *PYTEST,
            "-m",
            "proof",
            "tests/execution/test_actuators_text.py",
            "tests/execution/acting/test_into_view.py",
        ),
        pytest_summary,
    ),
    *(
        Part(
            f"demo-{seed}",
            f"The demo enters all rows and clicks on nothing wrong (seed {seed})",
            (*LAM, "demo", "--seed", str(seed), "--json"),
            demo_summary,
        )
        for seed in range(1, ROUNDS + 1)
    ),
    Part(
        "eval-grounding",
        "Every element of unseen programs is asked for, of toolkits that were never trained on too (needs"
        " `make corpus`, and `make native` for these)",
        (*LAM, "eval", "grounding", "--json"),
        grounding_summary,
        4 * 3600.0,
    ),
    Part(
        "eval-twins",
        "Records with near twins: every drill is measured",
        (*LAM, "eval", "twins", "--json"),
        eval_summary,
        4 * 3600.0,
    ),
    Part(
        "eval-latency",
        "The time of a decision at three sizes is measured",
        (*LAM, "eval", "latency", "--json"),
        eval_summary,
    ),
    Part(
        "eval-drift",
        "A task recorded once is repeated in other sizes, fonts and themes: every point is measured",
        (*LAM, "eval", "drift", "--json"),
        eval_summary,
        8 * 3600.0,
    ),
    Part(
        "eval-tasks",
        "Short tasks on Debian programs, each in other looks, judged by the programs' own state: every"
        " variation is measured (needs `make programs`)",
        (*LAM, "eval", "tasks", "--json"),
        eval_summary,
        8 * 3600.0,
    ),
    Part(
        "eval-miniwob",
        "MiniWoB++ from one demonstration, five times a task: every episode is measured",
        (*LAM, "eval", "miniwob", "--json"),
        eval_summary,
        8 * 3600.0,
    ),
)

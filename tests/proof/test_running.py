"""The proof's own bookkeeping."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.evaluation.registry import benchmark_names
from tests.proof.parts import (
    PARTS,
    Part,
    demo_summary,
    eval_summary,
    grounding_summary,
    provenance_summary,
    pytest_summary,
)
from tests.proof.running import Memory, as_markdown, commit_of, run_part, state_of


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", "-c", "user.name=n", "-c", "user.email=e", *arguments], cwd=root, check=True)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small repository."""
    folder = tmp_path / "sources"
    (folder / "docs").mkdir(parents=True)
    (folder / "code.py").write_text("1")
    git(folder, "init", "-q")
    git(folder, "add", "code.py")
    git(folder, "commit", "-q", "-m", "first")
    return folder


def part(script: str, limit_s: float = 60.0, name: str = "one") -> Part:
    return Part(name, "It holds", (sys.executable, "-c", script), pytest_summary, limit_s)


def test_a_part_holds_when_its_command_ends_well(root: Path) -> None:
    result, output = run_part(part("print('=== 3 passed in 1.2s ===')"), root)
    assert result.ok and result.told == "3 passed in 1.2s" and "3 passed" in output
    result, _ = run_part(part("print('1 failed in 2.0s'); raise SystemExit(1)"), root)
    assert not result.ok and result.told == "1 failed in 2.0s"
    result, _ = run_part(part("import time; time.sleep(60)", limit_s=0.5), root)
    assert not result.ok and "not done" in result.told


def test_results_are_kept_and_belong_to_their_sources(root: Path, tmp_path: Path) -> None:
    result, _ = run_part(part("print('2 passed in 1s')"), root)
    Memory(tmp_path / "results.json").put(result)
    memory = Memory(tmp_path / "results.json")
    assert memory.last("one") == memory.of("one", state_of(root)) == result
    assert memory.of("one", "others") is None


def test_two_proofs_at_a_time_keep_the_results_of_both(root: Path, tmp_path: Path) -> None:
    one, other = Memory(tmp_path / "results.json"), Memory(tmp_path / "results.json")
    for memory, name in ((one, "short"), (other, "long")):
        memory.put(run_part(part("print('1 passed in 1s')", name=name), root)[0])
    assert Memory(tmp_path / "results.json").last("short") and other.last("short")


def test_the_page_tells_what_holds_what_does_not_and_what_was_not_run(root: Path, tmp_path: Path) -> None:
    memory = Memory(tmp_path / "results.json")
    parts = [part("exit(0)", name="good"), part("exit(1)", name="bad"), part("", name="unknown")]
    for one in parts[:2]:
        memory.put(run_part(one, root)[0])
    rows = [line for line in as_markdown(parts, memory).splitlines() if line.startswith("| ")][2:]
    assert "| holds |" in rows[0] and "| **does not hold** |" in rows[1] and "| not run |" in rows[2]
    assert commit_of(root) in rows[0]


def test_what_another_machine_proved_stays_on_the_page(root: Path, tmp_path: Path) -> None:
    there, here = Memory(tmp_path / "there.json"), Memory(tmp_path / "here.json")
    for memory, name in ((there, "long"), (there, "short"), (here, "short")):
        memory.put(run_part(part(f"print('1 passed in {len(name)}s')", name=name), root)[0])
    parts = [part("", name="short"), part("", name="long")]
    page = as_markdown(parts, there)
    rows = as_markdown(parts, here, page).splitlines()[-2:]
    assert rows[1] == page.splitlines()[-1] and "| holds | 1 passed in 4s |" in rows[1]
    changed = [parts[0], replace(parts[1], claim="More holds")]
    assert "not run" in as_markdown(changed, here, page).splitlines()[-1]
    later = page.replace(str(here.last("short").when)[:4], "2999")  # type: ignore[union-attr]
    assert as_markdown(parts, here, later).splitlines()[-2:] == later.splitlines()[-2:]


def test_a_change_of_the_sources_is_another_state_one_of_the_documents_is_not(root: Path) -> None:
    first = state_of(root)
    (root / "docs" / "proof.md").write_text("proved")
    assert state_of(root) == first and not commit_of(root).endswith("+")
    git(root, "add", "docs")
    git(root, "commit", "-q", "-m", "documents")
    assert state_of(root) == first
    (root / "code.py").write_text("2")
    assert state_of(root) != first and commit_of(root).endswith("+")


def test_figures_of_a_demo() -> None:
    line = '{"rows": 10, "rows_right": 9, "wrong_clicks": 0, "asked": 1, "seconds": 200.4}'
    assert demo_summary("log\n" + line) == "9 of 10 rows right, 0 wrong clicks, 1 questions, 200 s"
    assert demo_summary("Traceback") == "no result"


def test_figures_of_a_benchmark() -> None:
    share = {"count": 3, "of": 4, "share": 0.75, "low": 0.3006, "high": 0.9544}
    line = json.dumps({"rows": [{"name": "lam", "pass": share, "asked": 1}, {"name": "text", "pass": share}]})
    assert eval_summary("log\n" + line) == "pass 3 of 4 [30%, 95%], asked 1"
    assert eval_summary("Traceback") == "no result"


def test_figures_of_a_benchmark_whose_rows_are_no_policies() -> None:
    sizes = [{"screen": "1280x800", "cold p50 ms": 823.551}, {"screen": "1920x1080", "cold p50 ms": 900.0}]
    assert eval_summary(json.dumps({"rows": sizes})) == (
        "1280x800: cold p50 ms 823.6; 1920x1080: cold p50 ms 900"
    )
    names = ("native: elements that are there", "  gone", "  gtk4", "lam, on each twelfth page")
    rows = [{"name": name, "asked": 10 + at} for at, name in enumerate(names)]
    assert grounding_summary(json.dumps({"rows": rows})) == (
        "native: elements that are there: asked 10; gone: asked 11"
    )
    assert eval_summary(json.dumps({"rows": rows})) == "native: elements that are there: asked 10"


def test_every_benchmark_of_lam_eval_is_a_part() -> None:
    assert {f"eval-{name}" for name in benchmark_names()} <= {one.name for one in PARTS}


def test_no_long_proof_is_left_out() -> None:
    """A test that `make test` leaves out, and no part runs, would prove nothing."""
    tests = Path(__file__).parents[1]
    marked = {
        path.relative_to(tests.parent)
        for path in tests.glob("*/test_*.py")
        if "pytest.mark.proof" in path.read_text(encoding="utf-8") and path != Path(__file__)
    }
    run = {Path(word) for one in PARTS for word in one.command if word.startswith("tests/")}
    whole = {Path(word) for one in PARTS if "e2e and not proof" in one.command for word in one.command}
    assert marked
    left_out = [str(path) for path in marked if not (run - whole) & {path, *path.parents}]
    assert not left_out, left_out


def test_names_are_unique() -> None:
    assert len({one.name for one in PARTS}) == len(PARTS)


def test_the_figures_of_all_collections_of_texts_stand_in_one_line() -> None:
    output = (
        ".provenance of first texts: 58 of 60 right (97%), 2 told, 0 silent\n.\nprovenance of others: 1 of 2"
    )
    told = provenance_summary(output)
    assert told == "first texts: 58 of 60 right (97%), 2 told, 0 silent; others: 1 of 2"
    assert provenance_summary("1 failed in 2.0s") == "no result"

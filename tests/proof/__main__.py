"""Runs the long proofs, one after the other, and writes what came of them into docs/proof.md.

python -m tests.proof                    all that was not run yet with these sources
python -m tests.proof --only demo-2      one part (or several: repeat it)
python -m tests.proof --fresh            again, also what was proved already
python -m tests.proof --page             writes the page from what is remembered, and runs nothing
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.proof.parts import PARTS
from tests.proof.running import Memory, as_markdown, run_part, state_of

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "proof.md"
MEMORY = Path.home() / ".cache" / "lam" / "proof" / "results.json"
LAST_LINES = 40


def main() -> int:
    """0 where every chosen part holds."""
    names = [part.name for part in PARTS]
    parser = argparse.ArgumentParser(prog="python -m tests.proof", description="The long proofs.")
    parser.add_argument("--only", action="append", choices=names, help="only this part")
    parser.add_argument("--fresh", action="store_true", help="run again what was run already")
    parser.add_argument("--page", action="store_true", help="write the page from what is remembered")
    options = parser.parse_args()

    memory, state = Memory(MEMORY), state_of(ROOT)
    if options.page:
        _write_page(memory)
        return 0
    all_hold = True
    for part in PARTS:
        if options.only and part.name not in options.only:
            continue
        result = None if options.fresh else memory.of(part.name, state)
        if result is None:
            print(f"{part.name} …", flush=True)
            result, output = run_part(part, ROOT)
            memory.put(result)
            _write_page(memory)
            if not result.ok:
                print("\n".join(output.splitlines()[-LAST_LINES:]))
        verdict = "holds" if result.ok else "DOES NOT HOLD"
        print(f"{part.name}: {verdict}: {result.told} ({result.seconds:.0f} s, {result.when})", flush=True)
        all_hold = all_hold and result.ok
    return 0 if all_hold else 1


def _write_page(memory: Memory) -> None:
    PAGE.parent.mkdir(exist_ok=True)
    page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    PAGE.write_text(as_markdown(PARTS, memory, page), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())

"""Runs benchmarks: `python -m tests.benchmarks [NAME ...] [--quick] [--json]`; all of them without a name.

Exits with 1 when a target is missed.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import json
import sys
from dataclasses import asdict
from pathlib import Path

from tests.benchmarks import Figure


def main() -> int:
    """Runs what is asked for and prints its figures."""
    known = names()
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"any of: {', '.join(known)}")
    parser.add_argument("--quick", action="store_true", help="shorter and less exact")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of tables")
    options = parser.parse_args()
    unknown = set(options.names) - set(known)
    if unknown:
        parser.error(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    figures: dict[str, list[Figure]] = {}
    for name in options.names or known:
        if not options.json:
            print(f"{name}:", flush=True)
        figures[name] = importlib.import_module(f"tests.benchmarks.{name}").run(options.quick)
        if not options.json:
            print("\n".join(figure.line() for figure in figures[name]), flush=True)
    if options.json:
        told = {name: [{**asdict(one), "held": one.held} for one in found] for name, found in figures.items()}
        print(json.dumps(told))
    return int(any(figure.held is False for found in figures.values() for figure in found))


def names() -> list[str]:
    """The modules of this package that can be run; found without importing them, which may take long."""
    found: list[str] = []
    for path in sorted(Path(__file__).parent.glob("*.py")):
        body = ast.parse(path.read_text(encoding="utf-8")).body
        if any(isinstance(part, ast.FunctionDef) and part.name == "run" for part in body):
            found.append(path.stem)
    return found


if __name__ == "__main__":
    sys.exit(main())

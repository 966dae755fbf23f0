"""Names what figures were measured with: other sources, weights or arguments give other figures."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import lam_desktop
import recorder
from lam_desktop.models_dir import find_models, weights_id

LEFT_OUT = frozenset({"__pycache__", "_models"})


def state_of(benchmark: str, seed: int, depends: Mapping[str, str]) -> str:
    """One short word for sources, weights, the benchmark's arguments and what else it depends on."""
    models = find_models()
    parts = {
        "benchmark": benchmark,
        "seed": seed,
        "sources": sources_id(),
        "weights": [weights_id(models / name) for name in ("detector", "policy", "letters")],
        "depends": dict(depends),
    }
    return _digest(json.dumps(parts, sort_keys=True).encode())


def sources_id() -> str:
    """Names the product's sources by their content, installed or in a checkout."""
    roots = [Path(package.__file__ or "").parent for package in (lam_desktop, recorder)]
    return folder_id(*roots)


def folder_id(*folders: Path) -> str:
    """Names what these folders hold, by path and content."""
    lines: list[str] = []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder)
            if path.is_file() and not LEFT_OUT.intersection(inside.parts):
                lines.append(f"{folder.name}/{inside.as_posix()} {_digest(path.read_bytes())}")
    return _digest("\n".join(lines).encode())


def _digest(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=8).hexdigest()

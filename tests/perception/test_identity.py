"""Elements that were kept count only as long as they would be seen so again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lam_desktop.models_dir import find_models
from lam_desktop.perception import identity
from lam_desktop.perception.identity import parser_id


@pytest.mark.parametrize("changed", ["a source", "a weight", "nothing"])
def test_another_parser_has_another_name(
    changed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources, models = tmp_path / "perception", tmp_path / "models"
    shutil.copytree(identity.SOURCES, sources)
    shutil.copytree(find_models() / "detector", models / "detector")
    monkeypatch.setattr(identity, "SOURCES", sources)
    before = parser_id(models)
    if changed != "nothing":
        path = sources / "ocr.py" if changed == "a source" else models / "detector" / "config.json"
        path.write_bytes(path.read_bytes() + b"\n")
    assert (parser_id(models) == before) == (changed == "nothing")

"""An exported corpus is read by `datasets`, without a network, as it was written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from lam_desktop.cli.main import main
from lam_desktop.data.corpus.export import export
from lam_desktop.data.corpus.reader import CorpusReader
from lam_desktop.data.corpus.records import Page, split
from lam_desktop.errors import ExitCode
from tests.drawn import drawn_corpus

READ = """
import json, sys
import numpy as np
from datasets import Image, load_dataset
form, folder, cache = sys.argv[1:]
found = load_dataset(form, data_dir=folder, cache_dir=cache)
told = {"features": {}, "rows": []}
for part, rows in found.items():
    assert isinstance(rows.features["image"], Image), rows.features
    told["features"][part] = {name: str(feature) for name, feature in rows.features.items()}
    for row in rows:
        picture = np.asarray(row.pop("image").convert("RGB"))
        told["rows"].append({"part": part, "sum": int(picture.astype(int).sum()), **row})
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return drawn_corpus(tmp_path_factory.mktemp("corpus") / "drawn", programs=10)


def _read(form: str, folder: Path, cache: Path) -> list[dict[str, object]]:
    """What `datasets` reads, in a process of its own, which is told not to look for a network."""
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", READ, form, folder, cache], env=environment, capture_output=True, text=True,
        timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout)
    assert len({json.dumps(features) for features in told["features"].values()}) == 1
    return told["rows"]


def _expected(page: Page) -> dict[str, object]:
    row = json.loads(json.dumps(asdict(page), default=str))  # tuples to lists
    del row["root"], row["image"]
    part = split(page.program)
    return {"part": part, "sum": int(np.asarray(page.load()).astype(int).sum()), **row}


def _sorted(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    return sorted(rows, key=lambda row: (str(row["program"]), str(row["look"])))


@pytest.mark.parametrize("form", ["parquet", "imagefolder"])
def test_datasets_reads_every_page_with_its_picture_and_elements(
    corpus: Path, tmp_path: Path, form: str
) -> None:
    pages = CorpusReader(corpus).pages()
    assert export(corpus, tmp_path / "out", form, shard_bytes=20_000) == len(pages)
    if form == "parquet":
        assert len(list((tmp_path / "out").glob("train-*-of-*.parquet"))) > 1
    read = _read(form, tmp_path / "out", tmp_path / "cache")
    assert _sorted(read) == _sorted([_expected(page) for page in pages])


def test_a_folder_that_holds_something_is_left_alone(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(ValueError, match="not empty"):
        export(corpus, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_command_exports_and_shows(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, sheet = tmp_path / "pages", tmp_path / "sheet.png"
    assert main(["corpus", "export", "--corpus", str(corpus), "--out", str(out), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"status": "done", "pages": 20, "out": str(out)}
    assert main(["corpus", "show", "--corpus", str(corpus), "--sheet", str(sheet), "--count", "2"]) == 0
    assert capsys.readouterr().out == f"2 pages in {sheet}\n" and sheet.stat().st_size > 1000
    for verb in ("export", "show"):
        assert main(["corpus", verb, "--help"]) == 0
        assert f"example: lam corpus {verb}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("more", "told"),
    [(["--corpus", "/nothing"], "holds no corpus"), (["--format", "csv"], "unknown format 'csv'")],
)
def test_what_cannot_be_exported_is_refused_in_one_sentence(
    corpus: Path, tmp_path: Path, more: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["corpus", "export", "--corpus", str(corpus), "--out", str(tmp_path / "out"), *more]
    assert main(given) == ExitCode.USAGE
    assert told in capsys.readouterr().err
    assert not (tmp_path / "out").exists()

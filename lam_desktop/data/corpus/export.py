"""A corpus in the two forms that `datasets.load_dataset` reads.

    load_dataset("parquet", data_dir=FOLDER)       # shards of rows with their pictures
    load_dataset("imagefolder", data_dir=FOLDER)   # pictures as files, their rows in one table a split

A row is a page: looks A and B of the same program and state are a pair, whose elements of the same id are the
same element. Boxes are (x, y, w, h) in screen pixels.
"""

from __future__ import annotations

import importlib.util
import json
import math
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lam_desktop.data.corpus.reader import CorpusReader
from lam_desktop.data.corpus.records import SPLITS, Page
from lam_desktop.errors import EnvironmentFault

FORMATS = ("parquet", "imagefolder")
SHARD_BYTES = 400_000_000
"""The pictures of a shard take about this much at most."""
ROWS_AT_ONCE = 50
"""A group of rows is written, and later read, as a whole."""


def export(corpus: Path, out: Path, form: str = "parquet", shard_bytes: int = SHARD_BYTES) -> int:
    """Writes all pages of a corpus to `out`, which appears once it is whole; returns their number.

    Raises ValueError for a folder without a corpus, an `out` that is not empty or an unknown form,
    EnvironmentFault where pyarrow is not installed.
    """
    if form not in FORMATS:
        raise ValueError(f"unknown format {form!r}: choose from {', '.join(FORMATS)}.")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise ValueError(f"{out} is not empty: choose another folder.")
    if importlib.util.find_spec("pyarrow") is None:
        raise EnvironmentFault(
            "Parquet needs pyarrow, which is not installed: pip install 'lam-desktop[export]'."
        )
    reader = CorpusReader(corpus)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as folder:
        part = Path(folder) / "pages"
        part.mkdir()
        for split in SPLITS:
            pages = reader.pages(split)
            if pages and form == "parquet":
                _write_shards(pages, part, split, shard_bytes)
            elif pages:
                _write_pictures(pages, part / split)
        if out.exists():
            out.rmdir()
        part.rename(out)
    return len(reader.pages())


def _write_shards(pages: Sequence[Page], out: Path, split: str, shard_bytes: int) -> None:
    """Shards with as many pages each, named as the Hub names them."""
    count = math.ceil(sum((page.root / page.image).stat().st_size for page in pages) / shard_bytes)
    count = min(max(1, count), len(pages))
    for number in range(count):
        shard = pages[number * len(pages) // count : (number + 1) * len(pages) // count]
        path = out / f"{split}-{number:05d}-of-{count:05d}.parquet"
        _write_table(path, shard, "image", {"_type": "Image"}, _picture)


def _write_pictures(pages: Sequence[Page], out: Path) -> None:
    out.mkdir()
    for page in pages:
        shutil.copyfile(page.root / page.image, out / _name(page))
    _write_table(out / "metadata.parquet", pages, "file_name", _value("string"), _name)


def _write_table(
    path: Path, pages: Sequence[Page], column: str, feature: dict[str, str], of: Callable[[Page], Any]
) -> None:
    """One Parquet file: `column` holds what `of` gives for each page, the others what the corpus says."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    features = {column: feature, **_features()}
    fields = [pa.field(name, _arrow(one)) for name, one in features.items()]
    told = {"huggingface": json.dumps({"info": {"features": features}})}
    schema = pa.schema(fields, metadata=told)
    with pq.ParquetWriter(path, schema) as writer:
        for start in range(0, len(pages), ROWS_AT_ONCE):
            rows = [{column: of(page), **_row(page)} for page in pages[start : start + ROWS_AT_ONCE]]
            writer.write_table(pa.Table.from_pylist(rows, schema))


def _features() -> dict[str, Any]:
    """The columns of a page in the words of `datasets`; the one entry of a list says what all are like."""
    text, number, truth = _value("string"), _value("int32"), _value("bool")
    element = {
        "id": text, "kind": text, "text": text, "box": [number], "checked": truth, "enabled": truth,
        "focused": truth, "group": text, "action": truth, "visible": _value("float32"), "record": text,
    }  # fmt: skip
    names = ("program", "state", "look", "toolkit", "lang", "framework", "icons", "mishap")
    boxes = {"size": [number], "window": [number]}
    episode = {"at": number, "deed": {"kind": text, "target": text, "text": text}}
    return {
        **dict.fromkeys(names, text), **boxes, **episode, "elements": [element], "glimpses": [element],
    }  # fmt: skip


def _value(kind: str) -> dict[str, str]:
    return {"dtype": kind, "_type": "Value"}


def _arrow(feature: Any) -> Any:
    """The type by which Arrow holds a feature."""
    import pyarrow as pa

    if isinstance(feature, list):
        return pa.list_(_arrow(feature[0]))
    if feature.get("_type") == "Image":
        return pa.struct({"bytes": pa.binary(), "path": pa.string()})
    if feature.get("_type") == "Value":
        return pa.type_for_alias(feature["dtype"])
    return pa.struct({name: _arrow(one) for name, one in feature.items()})


def _row(page: Page) -> dict[str, Any]:
    row = asdict(page)
    return {name: row[name] for name in _features()}


def _picture(page: Page) -> dict[str, Any]:
    return {"bytes": (page.root / page.image).read_bytes(), "path": _name(page)}


def _name(page: Page) -> str:
    return f"{page.program}-{page.state}-{page.look}{Path(page.image).suffix}"

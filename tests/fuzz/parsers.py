"""Every reader of a file that somebody else may have written, each with a sound file to begin with.

`tests/test_hostile_files.py` wears those files down with hypothesis, `python -m tests.fuzz` with libFuzzer.
"""

from __future__ import annotations

import contextlib
import functools
import io
import json
import socket
import threading
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np
import openpyxl

from lam_desktop.errors import LamUserError, UsageError
from lam_desktop.execution.evidence.fault import CheckFault
from lam_desktop.execution.evidence.http import count_entries
from lam_desktop.execution.runs.again import entered_before, left_undone
from lam_desktop.execution.runs.autonomy import earned_rows
from lam_desktop.execution.runs.history import past_runs
from lam_desktop.execution.runs.journal import JOURNAL, Journal, read_journal
from lam_desktop.execution.shown.kept_elements import KeptElements
from lam_desktop.execution.verifying.leftovers import left_by_last_run
from lam_desktop.execution.verifying.patience import usual_waits
from lam_desktop.learning.reliability import Reliability
from lam_desktop.models_dir import load_network
from lam_desktop.panel.pictures import _identity, kept_pictures
from lam_desktop.perception.detector.configuration_detector import ElementDetectorConfig
from lam_desktop.perception.detector.modeling_detector import ElementDetector
from lam_desktop.perception.detector.network_detector import ElementNetwork
from lam_desktop.perception.detector.settings_detector import DetectorSettings
from lam_desktop.policy.lam.configuration_lam import LamConfig
from lam_desktop.policy.lam.modeling_lam import LamPolicyModel
from lam_desktop.policy.lam.network_lam import LamNetwork
from lam_desktop.policy.lam.settings_lam import LamSettings
from lam_desktop.receiving.receive import receive
from lam_desktop.reporting.facts import facts_of
from lam_desktop.reporting.page import page
from lam_desktop.tasks.checks import HttpCheck
from lam_desktop.tasks.files import PLAIN, Files
from lam_desktop.tasks.provenance.rows import read_rows
from lam_desktop.tasks.storage.approvals import Approvals
from lam_desktop.tasks.storage.corrections import Corrections
from lam_desktop.tasks.storage.kept_secrets import KeptSecrets
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.storage.privacy_file import TEMPLATE, exclusions_of
from lam_desktop.tasks.storage.retention import kept_days
from lam_desktop.tasks.storage.this_machine import ThisMachine
from lam_desktop.tasks.storage.vault import Vault
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.tasks.texts.rows_argument import parse_row_numbers, parse_rows_argument
from lam_desktop.types import KINDS
from recorder.converting import seal_recording
from recorder.errors import RecorderUserError
from recorder.recording import Recording
from recorder.sealing import Seal
from tests.panel.making import make_task, write_recording
from tests.tasks.task_yaml.test_task_file import example

REFUSED = (LamUserError, RecorderUserError)
"""How a file may be refused: with one sentence."""


@dataclass(frozen=True)
class Parser:
    """One kind of file."""

    read: Callable[[Path, bytes], object]
    """Reads it, as the product does, from an empty folder with this content; raises nothing but `REFUSED`."""
    sound: Callable[[], bytes]
    """One that is read."""

    def tried(self, content: bytes) -> bool:
        """Whether it is read; else it was refused with a sentence. Anything else is raised."""
        with TemporaryDirectory(prefix="lam-hostile-") as folder:
            try:
                self.read(Path(folder), content)
            except REFUSED as error:
                assert str(error).strip()
                return False
        return True


# -- a library of one task


def _library(home: Path) -> tuple[Library, Task]:
    library = Library(home)
    library.create("orders")
    task = example(library.folder("orders"))
    task_file.save(task)
    return library, task


def _given_away(folder: Path, content: bytes) -> None:
    """A packed task that is taken into an empty library; of one that is refused nothing is left."""
    path, home = folder / "given.zip", folder / "home"
    path.write_bytes(content)
    library = Library(home)
    try:
        made = receive(library, path, "given", KeptSecrets(home), lambda _: None).task
    finally:
        assert not home.exists() or {one.name for one in home.iterdir()} <= {"tasks", ".task.schema.json"}
        assert set(folder.iterdir()) <= {path, home}
    with Recording.open(made.recording_path) as recording:
        recording.steps()


@functools.cache
def _sound_given_away() -> bytes:
    packed = io.BytesIO()
    with TemporaryDirectory() as folder, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        task = make_task(Path(folder), "orders")
        for part in (task_file.FILE_NAME, task.recording):
            archive.write(task.folder / part, f"orders/{part}")
    return packed.getvalue()


def _task(folder: Path, content: bytes) -> None:
    (folder / task_file.FILE_NAME).write_bytes(content)
    task = task_file.load(folder)
    changed = replace(task, understood=not task.understood)
    task_file.save(changed)
    assert task_file.load(folder) == changed


def _recording(folder: Path, content: bytes) -> None:
    path = folder / "a.lamrec"
    path.write_bytes(content)
    with Recording.open(path) as recording:
        recording.steps()
        for frame in recording.frame_ids():
            recording.frame(frame)


@functools.cache
def _sound_recording() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "whole.lamrec"
        write_recording(path, steps=3)
        return path.read_bytes()


def _table(name: str) -> Callable[[Path, bytes], object]:
    def read(folder: Path, content: bytes) -> None:
        path = folder / name
        path.write_bytes(content)
        read_rows(path)

    return read


@functools.cache  # it holds the time of its writing, and examples must not change beneath hypothesis
def _workbook() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    assert book.active is not None
    for line in (("customer", "total"), ("Miller", 12.5), ("Smith", 3)):
        book.active.append(line)
    book.save(out)
    return out.getvalue()


def _journal(folder: Path, content: bytes) -> None:
    """All that looks into the journals of former runs."""
    library, task = _library(folder)
    run = library.new_run("orders")
    (run / JOURNAL).write_bytes(content)
    past_runs(library)
    earned_rows(library, task, 3, {("orderdesk", "version"): "1"})
    left_by_last_run(library, "orders")
    usual_waits(library, task)
    for look in (
        lambda: entered_before(library, task, ()), lambda: left_undone(library, "orders"),
        lambda: page(facts_of(run), run),
    ):  # fmt: skip
        try:
            look()
        except REFUSED as error:
            assert str(error).strip()


RUN = (
    {"kind": "run_started", "at": "2026-01-02T10:00:00", "t_ns": 1, "task": "orders", "rows": [1, 2]},
    {"kind": "passport", "facts": [{"what": "version", "program": "orderdesk", "now": "2", "told": "new"}]},
    {"kind": "understood", "seconds": 1.5, "print": "x", "steps": [{"number": 1, "label": "1.1"}]},
    {"kind": "row_started", "row": 1, "print": "y", "t_ns": 2},
    {"kind": "decided", "row": 1, "step": 1, "confidence": 0.9, "threshold": 0.8, "picture": "pictures/a.png",
     "candidates": [{"text": "Save", "probability": 0.9}, {"kind": "icon"}], "readings": [{"read": "7"}]},
    {"kind": "asked", "row": 1, "step": 1, "reason": "Which?", "picture": "pictures/a.png"},
    {"kind": "answered", "row": 1, "step": 1, "answer": "value", "text": "7"},
    {"kind": "acting", "row": 1, "step": 1, "action": {"type": "TypeText", "text": "Ada"}, "caption": "Type"},
    {"kind": "acting", "row": 1, "step": 2, "action": {"type": "Drag", "start": [1, 2], "end": [3, 4]}},
    {"kind": "verified", "row": 1, "step": 2, "ok": True, "waited_s": 0.2, "pictures": ["pictures/b.webp"]},
    {"kind": "went_on", "row": 1, "step": 2, "reason": "seen"},
    {"kind": "row_finished", "row": 1, "status": "done", "seconds": 3.0, "steps_done": 2, "evidence": "seen"},
    {"kind": "run_finished", "status": "done", "seconds": 4.0, "message": "1 row done."},
)  # fmt: skip


def _approvals(folder: Path, content: bytes) -> None:
    approvals = Approvals(folder, machine=ThisMachine(folder / "state"))
    approvals.path.write_bytes(content)
    approvals.has("orders", "")
    approvals.forget("orders")
    approvals.give("orders", "text")
    assert approvals.has("orders", "text")


def _retention(folder: Path, content: bytes) -> None:
    (folder / "retention.json").write_bytes(content)
    days = kept_days(Library(folder))
    assert days is None or 0 < days < float("inf")


def _privacy(folder: Path, content: bytes) -> None:
    (folder / "privacy.yaml").write_bytes(content)
    exclusions_of(Library(folder))


def _png() -> bytes:
    return cv2.imencode(".png", np.zeros((40, 60, 3), np.uint8))[1].tobytes()


def _correction(folder: Path, words: bytes, picture: bytes) -> None:
    place = folder / "corrections"
    place.mkdir()
    (place / "0001.json").write_bytes(words)
    (place / "0001-before.png").write_bytes(picture)
    (place / "0001-after.png").write_bytes(_png())
    corrections = Corrections(folder, PLAIN)
    for one in corrections.all():
        assert one.told and one.before.frame.ndim == 3
    corrections.interruptions()


CORRECTION = {
    "row": 1, "step": 2, "caption": "Click Save", "asked": "Where?", "did": [{"click": [5, 6], "on": "OK"}],
    "run": "tasks/orders/runs/1", "done": True, "window": [0, 0, 60, 40], "origin": [0, 0],
    "elements": [{"box": [1, 2, 30, 12], "kind": "button", "text": "OK"}],
    "interruption": {"target": 0, "point": [5, 6], "keys": [], "texts": [["ok"]], "own_window": True},
}  # fmt: skip
HELD = {
    "box": [10, 20, 30, 12], "kind": "checkbox", "text": "Paid", "text_confidence": 0.98, "score": 0.9,
    "checked": True,
}  # fmt: skip


def _elements(folder: Path, content: bytes) -> None:
    """What is made of a cache of elements, which must be elements, or nothing."""
    path = folder / "a.elements.json"
    path.write_bytes(content)
    for one in KeptElements(path, "w", PLAIN).get(1) or ():
        assert one.kind in KINDS and isinstance(one.text, str) and one.box.area >= 0
        assert one.checked in (None, True, False) and 0 <= one.score + one.text_confidence <= 2


def _vault(folder: Path, content: bytes) -> None:
    vault = Vault(folder)
    vault.path.write_bytes(content)
    vault.read()


@functools.cache
def _sound_vault() -> bytes:
    with TemporaryDirectory() as folder:
        vault = Vault(Path(folder))
        vault.create("correct horse battery", cost=1 << 4)
        return vault.path.read_bytes()


def _cut(folder: Path, content: bytes) -> None:
    """The pictures of a task's steps, which lie beside its recording."""
    task = example(folder)
    task.recording_path.parent.mkdir(parents=True)
    task.recording_path.write_bytes(b"")
    (folder / "cut").mkdir()
    identity = json.dumps(_identity(task.recording_path)).encode()
    (folder / "cut" / "index.json").write_bytes(content.replace(b'"IDENTITY"', identity))
    kept_pictures(task, folder / "cut")


def _typed(_: Path, content: bytes) -> None:
    """What is typed at the command line behind `--rows` and `--leave-out`."""
    text = content.decode(errors="replace")
    for parse in (parse_rows_argument, parse_row_numbers):
        try:
            parse(text)
        except LamUserError as error:
            assert str(error).strip()


@functools.cache
def _tiny(name: str) -> Mapping[str, bytes]:
    """What `save_pretrained` writes of a network with few weights."""
    with TemporaryDirectory() as folder:
        if name == "policy":
            LamPolicyModel(LamConfig(width=16, blocks=1, heads=2, buckets=64)).save_pretrained(folder)
        else:
            config = ElementDetectorConfig(widths=(4, 4, 4, 4, 4), depths=(1, 1, 1), enabled_hidden=4)
            ElementDetector(config).save_pretrained(folder)
        return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def _weights(name: str, damaged: str) -> Parser:
    """A folder of weights of which one file came from somebody else."""

    def read(folder: Path, content: bytes) -> None:
        for file, held in {**_tiny(name), damaged: content}.items():
            (folder / file).write_bytes(held)
        if name == "policy":
            config = load_network(LamNetwork, LamSettings.read, folder, "The policy").config
            assert isinstance(config, LamSettings)
            assert config.confidence is not None and 0 < config.threshold <= 1
            assert config.pointer is None or config.moment_weights
            assert config.effect_head is None or config.effect_weights
        else:
            load_network(ElementNetwork, DetectorSettings.read, folder, "The element detector")

    return Parser(read, lambda: _tiny(name)[damaged])


def _calibration(folder: Path, content: bytes) -> None:
    path = folder / "calibration.json"
    path.write_bytes(content)
    found = Reliability.read(path)
    assert 0 <= found.threshold <= 1 and all(0 <= one.start < 1 and one.count >= 0 for one in found.tenths)


CALIBRATION = {"threshold": 0.9, "ece": 0.01, "reliability": [[0.35, 0.5, 2], [0.95, 0.99, 4000]]}

KEY = bytes(range(32))
"""Of the sealed files: the same in each folder, for files are bound to their places below it."""


def _sealed_recording(folder: Path, content: bytes) -> None:
    path, seal = folder / "a.lamrec", Seal(KEY, folder)
    path.write_bytes(content)
    with Recording.open(path, seal) as recording:
        recording.steps()
        for frame in recording.frame_ids():
            recording.frame(frame)


@functools.cache
def _sound_sealed_recording() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.lamrec"
        path.write_bytes(_sound_recording())
        assert seal_recording(path, Seal(KEY, Path(folder)))
        return path.read_bytes()


SEALED_RUN = Path("tasks", "orders", "runs", "2026-01-02-100000", JOURNAL)


def _sealed_journal(folder: Path, content: bytes) -> None:
    files = Files(Seal(KEY, folder))
    path = folder / SEALED_RUN
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    task_file.save(replace(example(path.parents[2]), files=files))
    library = Library(folder, files)
    past_runs(library)
    left_by_last_run(library, "orders")
    read_journal(path, (), files)
    page(facts_of(path.parent, files), path.parent, files=files)
    with Journal(path.parent, files) as journal:  # goes on behind what is there
        journal.write("resumed")
    assert read_journal(path, (), files)[-1]["kind"] == "resumed"


@functools.cache
def _sound_sealed_journal() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / SEALED_RUN
        first, lines = Files(Seal(KEY, Path(folder))).new_lines(path)
        told = [json.dumps({"seq": n, **one}).encode() + b"\n" for n, one in enumerate(RUN, start=1)]
        return first + b"".join(lines.encode(line, n) for n, line in enumerate(told, start=1))


class _Answering:
    """A web service that gives one answer, byte by byte as told, and hangs up."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.settimeout(20.0)
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._answer)

    def __enter__(self) -> _Answering:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.join()
        self._socket.close()

    def _answer(self) -> None:
        with contextlib.suppress(OSError):  # whoever asked may have given up
            connection, _ = self._socket.accept()
            with connection:
                connection.recv(65_536)
                connection.sendall(self._content)


def _answer(_: Path, content: bytes) -> None:
    """What a web service answers to a check of `kind: http`, the status line and headers included."""
    with _Answering(content) as service:
        check = HttpCheck({}, 1.0, f"http://127.0.0.1:{service.port}/orders?of=7", "/found/0/orders")
        try:
            assert isinstance(count_entries(check, {}), int)
        except CheckFault as fault:
            said = str(fault)
            assert said.strip() and "of=7" not in said
            raise UsageError(said) from fault


def _body(folder: Path, content: bytes) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(content)}\r\n\r\n"
    _answer(folder, head.encode() + content)


ANSWER = {"found": [{"orders": [{"no": 1}, {"no": 2}]}]}


def _sound_answer() -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + json.dumps(ANSWER).encode()


def _json(plain: object) -> Callable[[], bytes]:
    return lambda: json.dumps(plain).encode()


PARSERS: Mapping[str, Parser] = {
    "task.yaml": Parser(_task, lambda: task_file.dumps(example(Path("orders"))).encode()),
    "given.zip": Parser(_given_away, _sound_given_away),
    "lamrec": Parser(_recording, _sound_recording),
    "rows.csv": Parser(_table("rows.csv"), lambda: b'customer,total\nMiller,12\n"a,b",3\n'),
    "rows.xlsx": Parser(_table("rows.xlsx"), _workbook),
    "journal.jsonl": Parser(_journal, lambda: b"".join(json.dumps(one).encode() + b"\n" for one in RUN)),
    "approvals.json": Parser(_approvals, _json({"orders": {"aa": "2026-01-02"}, "marks": {}})),
    "retention.json": Parser(_retention, _json({"keep_days": 90})),
    "privacy.yaml": Parser(_privacy, lambda: TEMPLATE.replace("#  - ", "  - ").replace("[]", "").encode()),
    "corrections.json": Parser(lambda folder, words: _correction(folder, words, _png()), _json(CORRECTION)),
    "corrections.png": Parser(
        lambda folder, picture: _correction(folder, json.dumps(CORRECTION).encode(), picture), _png
    ),
    "elements.json": Parser(_elements, _json({"parser": "w", "frames": {"1": [HELD, HELD]}})),
    "encryption.json": Parser(_vault, _sound_vault),
    "pictures/index.json": Parser(_cut, _json({"of": "IDENTITY", "steps": {"0": ["0.png", [1, 2, 30, 40]]}})),
    "policy/config.json": _weights("policy", "config.json"),
    "policy/model.safetensors": _weights("policy", "model.safetensors"),
    "detector/config.json": _weights("detector", "config.json"),
    "calibration.json": Parser(_calibration, _json(CALIBRATION)),
    "sealed.lamrec": Parser(_sealed_recording, _sound_sealed_recording),
    "sealed journal.jsonl": Parser(_sealed_journal, _sound_sealed_journal),
    "http": Parser(_answer, _sound_answer),
    "http.json": Parser(_body, _json(ANSWER)),
    "rows": Parser(_typed, lambda: b"orders.csv:2-40"),
}
"""By what they are called on the command line of the harness."""

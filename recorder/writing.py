"""The threads that bring a recording to the disk, so that nobody else ever waits for it.

Events are written by one thread, within moments. Pictures take longer to compress, so another does that and
hands them over; an event never waits for its picture.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from recorder.events import InputEvent
from recorder.exclusions import Exclusions
from recorder.frames import CodedFrame, FrameEncoder, Packed
from recorder.masks import Secret, SecretMasks
from recorder.recording_writer import Place, RecordingWriter
from recorder.regions import Rect
from recorder.screen import blacken
from recorder.surroundings import ProgramFacts

COMMIT_EVERY_S = 0.04
TIDY_AFTER_S = 1.0  # of rest


@dataclass(frozen=True, slots=True)
class Happened:
    """An event to store; `reason` says why it counts for no step."""

    event: InputEvent
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Pictured:
    """The screen just before event `seq`, or after it had settled; `secrets` were being typed then."""

    seq: int
    place: Place
    frame: Packed
    t_ns: int
    secrets: tuple[Secret, ...] = ()
    covers: tuple[Rect, ...] = ()  # frame pixels that must not be seen


@dataclass(frozen=True, slots=True)
class Shown:
    """How a secret looked last; no picture after this one may show it."""

    secret: Secret
    frame: Packed


@dataclass(frozen=True, slots=True)
class TakenOut:
    """Events that turn out to count for no step; `forget` also drops which keys they were."""

    seqs: list[int]
    reason: str
    forget: bool = False


@dataclass(frozen=True, slots=True)
class Hidden:
    """Events already written that turn out to be secret: `placeholder` stays for them, without its key."""

    seqs: list[int]
    placeholder: int
    secret: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the program of some windows was started as."""

    pid: int
    facts: ProgramFacts


@dataclass(frozen=True, slots=True)
class Marked:
    """Parts of the screen that the person marked: no picture may show them, also none stored before."""

    covers: Callable[[int], Sequence[Rect]]  # frame pixels, of the frame of a time (monotonic ns)
    excluded: Exclusions  # all that is left out now, beside password managers


@dataclass(frozen=True, slots=True)
class _Repaint:
    marked: Marked
    known: queue.SimpleQueue[dict[bytes, int] | None]  # gets the numbers of all frames by digest


Item = Happened | Pictured | Shown | Marked | TakenOut | Hidden | Known


@dataclass(frozen=True, slots=True)
class _Coded:
    seq: int
    place: Place
    frame_id: int
    frame: CodedFrame | None  # None: stored before
    t_ns: int


class WriterThread:
    """Owns the `RecordingWriter`; commits at least every 40 ms while there is something to commit."""

    def __init__(self, writer: RecordingWriter, on_error: Callable[[BaseException], None]) -> None:
        self._writer = writer
        self._on_error = on_error
        self._items: queue.SimpleQueue[Item | _Coded | _Repaint | None] = queue.SimpleQueue()
        self._pictures: queue.SimpleQueue[Pictured | Shown | Marked | None] = queue.SimpleQueue()
        self._batch: list[tuple[InputEvent, str | None]] = []
        self._failed = False
        self._dropped: dict[str, int] = {}
        self.frames = 0  # distinct frames stored
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._encoder = threading.Thread(target=self._encode, name="encoder", daemon=True)

    def start(self) -> None:
        """Begins to write."""
        self._thread.start()
        self._encoder.start()

    def put(self, item: Item) -> None:
        """Hands an item over; returns at once."""
        if isinstance(item, Pictured | Shown | Marked):
            self._pictures.put(item)
        else:
            self._items.put(item)

    def finish(self, dropped: dict[str, int], timeout_s: float = 30.0) -> None:
        """Writes all that was handed over and closes the file."""
        self._dropped = dropped
        self._pictures.put(None)
        self._thread.join(timeout_s)

    def _encode(self) -> None:
        encoder, masks = FrameEncoder(), SecretMasks()
        try:
            while (item := self._pictures.get()) is not None:
                if self._failed:
                    continue  # only frees the frames that still arrive
                if isinstance(item, Shown):
                    masks.hide(item.secret, item.frame)
                    continue
                if isinstance(item, Marked):
                    # Behind all frames that were handed over before, and before the next one is coded.
                    repaint = _Repaint(item, queue.SimpleQueue())
                    self._items.put(repaint)
                    if (known := repaint.known.get()) is not None:
                        encoder.resume(known)
                    continue
                frame = masks.develop(item.frame, item.secrets)
                for cover in item.covers:
                    frame = frame.copy() if frame is item.frame else frame
                    blacken(frame, cover, (0, 0))
                frame_id, coded = encoder.encode(frame)
                self._items.put(_Coded(item.seq, item.place, frame_id, coded, item.t_ns))
        except BaseException as error:
            self._failed = True
            self._on_error(error)
        self._items.put(None)

    def _run(self) -> None:
        try:
            done = False
            while not done:
                done = self._collect()
                self._commit()
            self._writer.set_dropped(self._dropped)
        except BaseException as error:
            self._failed = True
            self._on_error(error)
            while (item := self._items.get()) is not None:
                if isinstance(item, _Repaint):
                    item.known.put(None)
        try:
            self._writer.close()
        except BaseException as error:
            if not self._failed:
                self._on_error(error)

    def _collect(self) -> bool:
        """Takes items until it is time to commit; True at the end."""
        deadline: float | None = None
        while True:
            try:
                wait_s = TIDY_AFTER_S if deadline is None else max(0.0, deadline - time.monotonic())
                item = self._items.get(timeout=wait_s)
            except queue.Empty:
                if deadline is not None:
                    return False
                self._writer.tidy()
                item = self._items.get()
            if item is None:
                return True
            if deadline is None:
                deadline = time.monotonic() + COMMIT_EVERY_S
            self._store(item)

    def _store(self, item: Item | _Coded | _Repaint) -> None:
        if isinstance(item, Happened):
            self._batch.append((item.event, item.reason))
            return
        self._commit()  # the rest changes rows, which must be there
        if isinstance(item, _Coded):
            self._writer.write_picture(item.seq, item.place, item.frame_id, item.frame, item.t_ns)
            self.frames = max(self.frames, item.frame_id)
        elif isinstance(item, _Repaint):
            known: dict[bytes, int] | None = None
            try:
                known = self._writer.repaint(item.marked.covers, item.marked.excluded)
            finally:
                item.known.put(known)
        elif isinstance(item, TakenOut):
            self._writer.set_filtered(item.seqs, item.reason, forget=item.forget)
        elif isinstance(item, Hidden):
            self._writer.hide(item.seqs, item.placeholder, item.secret)
        elif isinstance(item, Known):
            self._writer.add_program(item.pid, item.facts)

    def _commit(self) -> None:
        if self._batch:
            batch, self._batch = self._batch, []
            self._writer.write(batch)

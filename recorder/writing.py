"""The thread that brings a recording to the disk, so that nobody else ever waits for it."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from recorder.events import InputEvent
from recorder.frames import Packed
from recorder.recording import RecordingWriter

COMMIT_EVERY_S = 0.08


@dataclass(frozen=True, slots=True)
class Happened:
    """An event to store; `before` becomes its frame from before."""

    event: InputEvent
    reason: str | None = None
    before: Packed | None = None
    before_ns: int = 0


@dataclass(frozen=True, slots=True)
class Settled:
    """The screen after event `seq`."""

    seq: int
    frame: Packed
    t_ns: int


@dataclass(frozen=True, slots=True)
class TakenOut:
    """Events that turn out to count for no step."""

    seqs: list[int]
    reason: str


@dataclass(frozen=True, slots=True)
class Hidden:
    """Events that turn out to be secret."""

    seqs: list[int]
    secret: str


Item = Happened | Settled | TakenOut | Hidden


class WriterThread:
    """Owns the `RecordingWriter`; commits at least every 80 ms while there is something to commit."""

    def __init__(self, writer: RecordingWriter, on_error: Callable[[BaseException], None]) -> None:
        self._writer = writer
        self._on_error = on_error
        self._queue: queue.SimpleQueue[Item | None] = queue.SimpleQueue()
        self._batch: list[tuple[InputEvent, str | None]] = []
        self._failed = False
        self.frames = 0  # distinct frames stored
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)

    def start(self) -> None:
        """Begins to write."""
        self._thread.start()

    def put(self, item: Item) -> None:
        """Hands an item over; returns at once."""
        self._queue.put(item)

    def finish(self, dropped: dict[str, int], timeout_s: float = 30.0) -> None:
        """Writes all that was handed over and closes the file."""
        self._dropped = dropped
        self._queue.put(None)
        self._thread.join(timeout_s)

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
            while self._queue.get() is not None:  # frees the frames that still arrive
                pass
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
                wait = None if deadline is None else max(0.0, deadline - time.monotonic())
                item = self._queue.get(timeout=wait)
            except queue.Empty:
                return False
            if item is None:
                return True
            if deadline is None:
                deadline = time.monotonic() + COMMIT_EVERY_S
            self._store(item)

    def _store(self, item: Item) -> None:
        if isinstance(item, Happened):
            event = item.event
            if item.before is not None:
                event = replace(event, frame_before=self._store_frame(item.before, item.before_ns))
            self._batch.append((event, item.reason))
            return
        self._commit()  # the rest changes rows, which must be there
        if isinstance(item, Settled):
            self._writer.set_frame_after(item.seq, self._store_frame(item.frame, item.t_ns))
        elif isinstance(item, TakenOut):
            self._writer.set_filtered(item.seqs, item.reason)
        else:
            self._writer.hide(item.seqs, item.secret)

    def _store_frame(self, frame: Packed, t_ns: int) -> int:
        frame_id = self._writer.write_frame(frame, t_ns)
        self.frames = max(self.frames, frame_id)
        return frame_id

    def _commit(self) -> None:
        if self._batch:
            batch, self._batch = self._batch, []
            self._writer.write(batch)

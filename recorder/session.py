"""Records one demonstration: hooks stamp, one worker looks, one writer stores."""

from __future__ import annotations

import platform
import queue
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from recorder import inputs, screen, windows
from recorder.chords import Chord, ChordWatch
from recorder.errors import RecorderBug, RecorderError
from recorder.events import InputEvent
from recorder.focus import FocusWatch
from recorder.gestures import group
from recorder.inputs import InputBackend, RawInput
from recorder.ledger import InjectionLedger
from recorder.observing import Observer
from recorder.options import RecordingOptions
from recorder.privacy import PrivacyGate
from recorder.recording import RecordingMeta, RecordingWriter
from recorder.rolling import RollingScreen
from recorder.screen import ScreenBackend
from recorder.windows import WindowBackend
from recorder.writing import WriterThread

TICK_S = 0.05
MOVE_EVERY_NS = 25_000_000  # a path is as clear at 40 points a second as at 1000


@dataclass(frozen=True, slots=True)
class SessionStats:
    """Where a recording stands, for whoever shows it."""

    seconds: float
    events: int
    steps: int
    frames: int
    paused: bool
    hiding: bool


class RecordingSession:
    """Records into a new file from `start` until `stop`.

    Backends may be passed in (the fakes, for example); otherwise those of this platform are opened. An error
    in any thread ends the recording, keeps the file, and is raised by `wait` or `stop`.
    """

    def __init__(
        self,
        path: Path | str,
        options: RecordingOptions | None = None,
        *,
        input_backend: InputBackend | None = None,
        screen_backend: ScreenBackend | None = None,
        window_backend: WindowBackend | None = None,
        ledger: InjectionLedger | None = None,
    ) -> None:
        self.path = Path(path)
        self.options = options or RecordingOptions()
        self._ledger = ledger
        self._backends = input_backend, screen_backend, window_backend
        self._raw: queue.SimpleQueue[RawInput | None] = queue.SimpleQueue()
        self._ended = threading.Event()
        self._fault: BaseException | None = None
        self._dropped: Counter[str] = Counter()
        self._last_move_ns = 0
        self._started_s = 0.0
        self._running = False
        self._counted: tuple[int, int] = (0, 0)  # events, steps in them

    def start(self) -> None:
        """Returns when every hook is live. Raises `RecorderUserError` where that cannot be, leaving no file."""
        options = self.options
        chords = {action: Chord.parse(text) for action, text in options.chords().items()}
        given_input, given_screen, given_windows = self._backends
        self._screen = given_screen or screen.open_backend()
        self._windows = given_windows or windows.open_backend()
        self._input = given_input or inputs.open_backend()
        self._rolling = RollingScreen(self._screen, self._fail)
        meta = RecordingMeta(
            screen=(*self._screen.origin, *self._screen.size),
            scale=self._screen.scale,
            platform=platform.platform(),
            product_version=options.product_version,
        )
        self._writer = WriterThread(RecordingWriter(self.path, meta), self._fail)
        self._focus = FocusWatch()
        self._gate = PrivacyGate(
            self._writer.put, self._focus, self._rolling.frame_at, watch=options.watch_passwords
        )
        ledger = self._ledger or InjectionLedger()
        self._observer = Observer(
            options, ChordWatch(chords), self._rolling, self._windows, self._gate, ledger
        )
        self._worker = threading.Thread(target=self._work, name="observer", daemon=True)
        self._running = True
        self._writer.start()
        if options.watch_passwords:
            self._focus.start()
        self._rolling.start()
        self._worker.start()
        try:
            self._input.start(self._on_input, self._fail)
        except BaseException:
            self._shut_down()
            self.path.unlink(missing_ok=True)
            raise
        self._started_s = time.monotonic()

    def wait(self, timeout_s: float | None = None) -> bool:
        """True once the stop chord was pressed or the recording ended by itself; False after the limit.

        Raises what ended it, if that was an error; the file is finished by `stop` all the same.
        """
        ended = self._ended.wait(timeout_s)
        self._raise_fault()
        return ended

    def request_stop(self) -> None:
        """Lets `wait` return; safe in a signal handler."""
        self._ended.set()

    def stop(self) -> None:
        """Ends the recording: last frame, last events, one tidy file. Raises an error not yet raised."""
        if self._running:
            self._shut_down()
        self._raise_fault()

    def pause(self) -> None:
        """From now on nothing is recorded."""
        self._observer.set_paused(True)

    def resume(self) -> None:
        """Records again."""
        self._observer.set_paused(False)

    @property
    def stats(self) -> SessionStats:
        """Where the recording stands now."""
        kept: list[InputEvent] = list(self._observer.kept)
        if self._counted[0] != len(kept):
            self._counted = len(kept), len(group(kept).steps)
        return SessionStats(
            seconds=time.monotonic() - self._started_s,
            events=len(kept),
            steps=self._counted[1],
            frames=self._writer.frames,
            paused=self._observer.paused,
            hiding=self._gate.hiding,
        )

    def _on_input(self, raw: RawInput) -> None:
        if raw.kind == "move":
            if raw.t_ns - self._last_move_ns < MOVE_EVERY_NS:
                self._dropped["pointer moves thinned out"] += 1
                return
            self._last_move_ns = raw.t_ns
        self._raw.put(raw)

    def _work(self) -> None:
        try:
            while True:
                try:
                    raw = self._raw.get(timeout=TICK_S)
                except queue.Empty:
                    self._observer.tick()
                    continue
                if raw is None:
                    self._observer.finish()
                    return
                if self._observer.observe(raw) == "stop":
                    self._ended.set()
                self._observer.tick()
        except BaseException as error:
            self._fail(error)

    def _shut_down(self) -> None:
        self._running = False
        self._input.stop()
        self._raw.put(None)
        self._worker.join(10.0)
        self._focus.stop()
        self._rolling.stop()
        self._writer.finish(dict(self._dropped + self._observer.dropped))
        self._windows.close()
        self._screen.close()
        self._ended.set()

    def _fail(self, error: BaseException) -> None:
        if self._fault is None:
            self._fault = error
        self._ended.set()

    def _raise_fault(self) -> None:
        fault, self._fault = self._fault, None
        if fault is None:
            return
        if isinstance(fault, RecorderError):
            raise fault
        raise RecorderBug(f"The recording ended by an internal error: {fault!r}.") from fault

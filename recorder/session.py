"""Records one demonstration: hooks stamp, a looker sees the window, an observer judges, a writer stores."""

from __future__ import annotations

import platform
import queue
import threading
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from recorder import inputs, screen, windows
from recorder.chords import Chord, ChordWatch
from recorder.errors import RecorderBug, RecorderError
from recorder.exclusions import Exclusions
from recorder.focus import FocusWatch
from recorder.inputs import InputBackend, RawInput
from recorder.ledger import InjectionLedger
from recorder.looking import RESTS_S, Seen, WindowLooker
from recorder.marking import Marks
from recorder.observing import Observer
from recorder.options import RecordingOptions
from recorder.privacy import PrivacyGate
from recorder.recording_writer import RecordingWriter
from recorder.rolling import RollingScreen
from recorder.rows import RecordingMeta
from recorder.screen import MaskedScreen, ScreenBackend
from recorder.sealing import Seal
from recorder.windows import PolledStack, WindowBackend
from recorder.writing import Known, WriterThread

TICK_S = 0.02
MOVE_EVERY_NS = 25_000_000  # a path is as clear at 40 points a second as at 1000
FOCUS_READY_S = 1.5  # accessibility may be slow to answer; bullets are seen without it


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

    Backends may be passed in (the fakes, for example); otherwise those of this platform are opened. With the
    `seal` of an encrypted library the file is sealed. An error
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
        seal: Seal | None = None,
    ) -> None:
        self.path = Path(path)
        self.options = options or RecordingOptions()
        self._ledger = ledger
        self._seal = seal
        self._backends = input_backend, screen_backend, window_backend
        self._raw: queue.SimpleQueue[RawInput | None] = queue.SimpleQueue()
        self._seen: queue.SimpleQueue[Seen | None] = queue.SimpleQueue()
        self._ended = threading.Event()
        self._fault: BaseException | None = None
        self._dropped: Counter[str] = Counter()
        self._last_move_ns = 0
        self._observed_ns = 0  # the input taken in last
        self._started_s = 0.0
        self._cleanup = ExitStack()  # last opened, first closed
        self._running = False

    def start(self) -> None:
        """Returns when every hook is live; where that cannot be: `RecorderUserError`, and no file is left."""
        chords = {action: Chord.parse(text) for action, text in self.options.chords().items()}
        try:
            self._open(ChordWatch(chords))
        except BaseException:
            self._cleanup.close()
            raise
        self._running = True
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
            self._running = False
            self._cleanup.close()
            self._ended.set()
        self._raise_fault()

    def take_secrets(self) -> dict[str, str]:
        """What was typed secretly, by name, once the recording has ended; a second call knows of nothing.

        For whoever looks whether the screen itself showed it; in memory alone, never to be stored.
        """
        if self._running or not self._started_s:
            return {}
        return self._gate.take_secrets()

    def pause(self) -> None:
        """From now on nothing is recorded."""
        self._observer.set_paused(True)

    def resume(self) -> None:
        """Records again."""
        self._observer.set_paused(False)

    @property
    def stats(self) -> SessionStats:
        """Where the recording stands now."""
        return SessionStats(
            seconds=time.monotonic() - self._started_s,
            events=self._observer.events,
            steps=self._observer.steps,
            frames=self._writer.frames,
            paused=self._observer.paused,
            hiding=self._gate.hiding,
        )

    def _open(self, chords: ChordWatch) -> None:
        """Opens and starts everything; what `_cleanup` then undoes, in turn, is how a recording ends."""
        options, undo = self.options, self._cleanup.callback
        given_input, given_screen, given_windows = self._backends
        stack = PolledStack(given_windows, keep_open=True) if given_windows else windows.open_stack()
        undo(stack.close)
        seen = given_screen or screen.open_backend()
        pixels = MaskedScreen(seen, stack, options.exclusions, remembers=True)
        undo(pixels.close)
        focus = FocusWatch()
        undo(focus.stop)
        if options.watch_passwords:
            focus.start()  # early: it needs the longest
        facts = given_windows or windows.open_backend()
        undo(facts.close)
        ledger = self._ledger
        if ledger is None:
            ledger = InjectionLedger()
            undo(ledger.close)
        hooks = given_input or inputs.open_backend()
        undo(hooks.stop)
        self._rolling = RollingScreen(pixels, self._fail, self._needed_ns)
        meta = RecordingMeta(
            screen=(*pixels.origin, *pixels.size),
            scale=pixels.scale,
            platform=platform.platform(),
            product_version=options.product_version,
            monitors=pixels.monitors(),
            keyboard=facts.keyboard(),
            excluded=options.exclusions.less(Exclusions()),
        )
        writer = RecordingWriter(self.path, meta, self._seal)
        undo(self._remove_unless_running)
        self._writer = WriterThread(writer, self._fail)
        self._gate = PrivacyGate(
            self._writer.put, focus, self._rolling, options.watch_passwords, pixels.origin, pixels.late
        )
        marks = Marks(pixels, self._rolling)
        self._observer = Observer(options, chords, self._rolling, self._gate, ledger, pixels.origin, marks)
        put = self._writer.put
        self._looker = WindowLooker(
            facts, options, pixels, self._fail, lambda pid, program: put(Known(pid, program))
        )
        threads = [
            threading.Thread(target=work, name=name, daemon=True)
            for work, name in ((self._look, "looker"), (self._work, "observer"))
        ]
        undo(lambda: self._writer.finish(dict(self._dropped + self._observer.dropped)))
        self._writer.start()
        undo(self._rolling.stop)
        self._rolling.start()
        for thread in threads:
            undo(thread.join, 10.0)
            thread.start()
        undo(self._raw.put, None)
        undo(hooks.stop)
        hooks.start(self._on_input, self._fail)
        focus.wait_ready(FOCUS_READY_S)

    def _remove_unless_running(self) -> None:
        """Leaves no file behind where the recording did not come to start."""
        if not self._started_s:
            self.path.unlink(missing_ok=True)

    def _needed_ns(self) -> int:
        """Since when pictures are still to be taken: that of the input being looked at, or now."""
        return time.monotonic_ns() if self._is_idle() else self._observed_ns

    def _is_idle(self) -> bool:
        return self._raw.empty() and self._seen.empty()

    def _on_input(self, raw: RawInput) -> None:
        if raw.kind == "move":
            if raw.t_ns - self._last_move_ns < MOVE_EVERY_NS:
                self._dropped["pointer moves thinned out"] += 1
                return
            self._last_move_ns = raw.t_ns
        self._raw.put(raw)

    def _look(self) -> None:
        while True:
            try:
                raw = self._raw.get(timeout=RESTS_S if self._looker.waits else None)
            except queue.Empty:
                self._looker.rest()
                continue
            if raw is None:
                self._seen.put(None)
                return
            try:
                seen = self._looker.see(raw)
            except BaseException as error:
                self._fail(error)
                seen = Seen(raw)  # what was done counts even where nobody knows in which window
            self._seen.put(seen)

    def _work(self) -> None:
        try:
            self._observe_all()
        except BaseException as error:
            self._fail(error)
            try:
                self._observer.abandon()
            except BaseException:  # the same fault again; the first one is told
                return

    def _observe_all(self) -> None:
        while True:
            try:
                seen = self._seen.get(timeout=TICK_S if self._observer.busy else None)
            except queue.Empty:
                self._observer.tick()
                continue
            if seen is None:
                self._observer.finish()
                return
            self._observed_ns = seen.raw.t_ns
            if self._observer.observe(seen) == "stop":
                self._ended.set()
            if self._is_idle():
                self._observer.tick()

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

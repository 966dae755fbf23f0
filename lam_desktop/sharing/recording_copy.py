"""Writes the recording of a copy: a new file, so that nothing of the old one's bytes is in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from lam_desktop.sharing.keystrokes import masked_events
from lam_desktop.sharing.masker import Masker
from lam_desktop.sharing.painting import Patch, painted
from recorder.events import InputEvent, WindowFacts
from recorder.exclusions import Exclusions
from recorder.frames import pack
from recorder.recording import Recording
from recorder.recording_writer import RecordingWriter


def write_copy(
    recording: Recording, path: Path, masker: Masker, patches: Mapping[int, Sequence[Patch]]
) -> dict[int, list[Patch]]:
    """Writes the recording with other keys, titles and pictures; what was painted over, by its own pictures.

    Raises `RecorderUserError` where the disk refuses.
    """
    events = masked_events(recording, masker)
    # Titles of what was left out may say what nobody is to know.
    writer = RecordingWriter(path, replace(recording.meta, excluded=Exclusions(windows=())))
    try:
        shown: dict[int, list[Patch]] = {}
        frames: dict[int, int] = {}
        for frame_id in recording.frame_ids():
            over = list(patches[frame_id])
            made = painted(recording.frame(frame_id), over)
            frames[frame_id] = writer.write_frame(pack(made), recording.frame_time_ns(frame_id))
            shown.setdefault(frames[frame_id], over)
        windows = _Windows(masker)
        writer.write([(_copied(event, frames, windows, masker), reason) for event, reason in events])
    finally:
        writer.close()
    return shown


def _copied(event: InputEvent, frames: Mapping[int, int], windows: _Windows, masker: Masker) -> InputEvent:
    before, after = event.frame_before, event.frame_after
    return replace(
        event,
        window=None if event.window is None else windows.masked(event.window),
        frame_before=None if before is None else frames[before],
        frame_after=None if after is None else frames[after],
        secret=None if event.secret is None else masker.name(event.secret),
    )


class _Windows:
    """Each set of facts is masked and counted once."""

    def __init__(self, masker: Masker) -> None:
        self._masker = masker
        self._made: dict[WindowFacts, WindowFacts] = {}

    def masked(self, facts: WindowFacts) -> WindowFacts:
        """The facts with another title; the program stays, for the task knows it by that."""
        if facts not in self._made:
            mask = self._masker
            self._made[facts] = replace(
                facts,
                title=mask.text(facts.title),
                wm_class=mask.name(facts.wm_class),
                process=mask.name(facts.process),
            )
        return self._made[facts]

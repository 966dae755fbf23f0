"""Pictures of a task's steps, cut out of its recording once and kept beside it.

They lie in `demos/NAME.pictures/`, so that they go where the recording goes and are deleted with it; those of
an encrypted library lie in memory, as long as the panel is open.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from lam_desktop.tasks.task import Task
from lam_desktop.types import POPUP_KINDS, Box, Frame
from recorder.gestures import Step
from recorder.recording import Recording

VERSION = 1
AROUND_PX = 24
"""Shown around a step's window: its frame, and a little of what lies behind."""
CARD_WIDTH = 640


@dataclass(frozen=True, slots=True)
class StepPicture:
    """The screen before a step, cut to its window."""

    path: Path
    box: Box
    """The part of the desktop that it shows, desktop pixels."""


@dataclass(frozen=True, slots=True)
class TaskPictures:
    """All pictures of one recording of a task."""

    steps: dict[int, StepPicture]
    """By index of the recording's step; those without a frame are missing."""
    card: Path | None
    """A small picture for the library."""


def kept_pictures(task: Task, folder: Path | None, source: str = "") -> TaskPictures | None:
    """What was cut out before; None where that was never done, or the recording is another one now.

    `source`: the recording as the steps name it.
    """
    if folder is None:
        return None
    try:
        index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
        if index["of"] != _identity(task.path_of(source)):
            return None
        steps = {
            int(step): StepPicture(folder / Path(name).name, Box(*map(int, box)))
            for step, (name, box) in index["steps"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return None
    card = folder / "card.png"
    return TaskPictures(steps, card if card.is_file() else None)


def cut_pictures(
    task: Task, cancelled: Callable[[], bool], folder: Path | None, source: str = ""
) -> TaskPictures:
    """The pictures, made in `folder` where they are not there yet; no further one once `cancelled` says so.

    Raises RecorderUserError where the recording cannot be read. Without a folder, or one that cannot be
    written to, there are no pictures.
    """
    kept = kept_pictures(task, folder, source)
    if kept is not None:
        return kept
    if folder is None:
        return TaskPictures({}, None)
    identity = _identity(task.path_of(source))
    numbers = [step.demonstrated for step in task.steps if step.recording == source]
    with Recording.open(task.path_of(source), task.files.seal) as recording:
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            return _cut(recording, numbers, folder, identity, cancelled)
        except OSError:
            return TaskPictures({}, None)


def _cut(
    recording: Recording,
    numbers: Sequence[int],
    folder: Path,
    identity: list[object],
    cancelled: Callable[[], bool],
) -> TaskPictures:
    recorded = recording.steps()
    used = [number for number in numbers if 0 <= number < len(recorded)]
    made: dict[int, StepPicture] = {}
    files: dict[tuple[int, Box], Path] = {}
    last: Frame | None = None
    for number in used:
        if cancelled():
            return TaskPictures(made, None)
        step = recorded[number]
        if step.frame_before is None:
            continue
        frame = recording.frame(step.frame_before)
        box = _part(recorded, step, recording.frame_origin, frame)
        key = step.frame_before, box
        if key not in files:
            last = box.crop(frame)
            files[key] = folder / f"{step.frame_before}-{box.x}-{box.y}-{box.w}-{box.h}.png"
            _write(files[key], last)
        ox, oy = recording.frame_origin
        made[number] = StepPicture(files[key], box.moved(ox, oy))
    card = None
    if last is not None:
        card = folder / "card.png"
        scale = min(1.0, CARD_WIDTH / last.shape[1])
        size = max(1, round(last.shape[1] * scale)), max(1, round(last.shape[0] * scale))
        _write(card, np.asarray(cv2.resize(last, size, interpolation=cv2.INTER_AREA), np.uint8))
    steps = {
        str(number): (one.path.name, [one.box.x, one.box.y, one.box.w, one.box.h])
        for number, one in made.items()
    }
    index = folder / "index.json"
    part = index.with_suffix(".part")
    part.write_text(json.dumps({"of": identity, "steps": steps}), encoding="utf-8")
    part.replace(index)
    return TaskPictures(made, card)


def _part(recorded: list[Step], step: Step, origin: tuple[int, int], frame: Frame) -> Box:
    """The step's window with a little around it; for a menu its program's window as well. Frame pixels."""
    whole = Box(0, 0, frame.shape[1], frame.shape[0])
    if step.window is None:
        return whole
    part = Box(*step.window.geometry)
    if step.window.kind in POPUP_KINDS:
        earlier = (one.window for one in reversed(recorded[: step.index]) if one.window is not None)
        body = next(
            (one for one in earlier if one.kind not in POPUP_KINDS and one.pid == step.window.pid), None
        )
        if body is None:
            return whole
        part = part.union(Box(*body.geometry))
    if step.point is not None:
        part = part.union(Box(*step.point, 1, 1))
    part = part.moved(-origin[0], -origin[1]).expanded(AROUND_PX).intersection(whole)
    return part if part.area else whole


def _write(path: Path, pixels: Frame) -> None:
    done, data = cv2.imencode(".png", pixels[..., ::-1], [cv2.IMWRITE_PNG_COMPRESSION, 3])
    if not done:
        raise OSError(f"{path} cannot be encoded")
    path.write_bytes(data.tobytes())


def _identity(recording: Path) -> list[object]:
    facts = recording.stat() if recording.exists() else None
    return [VERSION, None if facts is None else [facts.st_size, facts.st_mtime_ns]]

"""Between what was observed and the rows that a recording keeps of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from recorder import schema
from recorder.events import InputEvent, KeyFacts, WindowFacts
from recorder.exclusions import Exclusions, Region, WindowPattern
from recorder.surroundings import Monitor, ProgramFacts

EVENT_COLUMNS = (
    "seq, t_ns, kind, x, y, button, dx, dy, keycode, key_name, key_char, modifiers, window, frame_before,"
    " frame_after, secret, filtered"
)
WINDOW_COLUMNS = "id, title, wm_class, process, pid, x, y, w, h, window_id, kind"
FRAME_COLUMNS = "id, t_ns, width, height, digest, base, tiles, data"

WHOLE, NUMBER, TEXT, NOTHING = (int,), (int, float), (str,), (type(None),)
EVENT_TYPES = (
    WHOLE, WHOLE, TEXT, NUMBER, NUMBER, TEXT + NOTHING, NUMBER, NUMBER, WHOLE + NOTHING, TEXT + NOTHING,
    TEXT + NOTHING, TEXT, WHOLE + NOTHING, WHOLE + NOTHING, WHOLE + NOTHING, TEXT + NOTHING, TEXT + NOTHING,
)  # fmt: skip
WINDOW_TYPES = (WHOLE, TEXT, TEXT, TEXT, WHOLE + NOTHING, *[NUMBER] * 4, WHOLE, TEXT)
"""What may stand in each column: SQLite itself keeps in any of them whatever it was given."""


@dataclass(frozen=True, slots=True)
class RecordingMeta:
    """Facts about the recording as a whole."""

    screen: tuple[int, int, int, int]  # x, y, w, h of the virtual desktop in physical pixels
    scale: float = 1.0  # physical pixels per logical pixel
    platform: str = ""
    product_version: str = ""
    created_utc: str = ""  # ISO 8601; '' lets the writer stamp it
    schema_version: int = schema.SCHEMA_VERSION
    dropped: dict[str, int] = field(default_factory=dict[str, int])  # reason -> events never written
    monitors: tuple[Monitor, ...] = ()  # empty: not known, and `scale` of X11 neither
    keyboard: str = ""  # the layout in force at the beginning; '' where not known
    programs: dict[int, ProgramFacts] = field(default_factory=dict[int, ProgramFacts])  # by process
    excluded: Exclusions = field(default_factory=lambda: Exclusions(windows=()))  # beside password managers
    unsearched: tuple[str, ...] = ()  # secrets typed in it for whose text nobody has searched the pictures


def meta_rows(meta: RecordingMeta) -> list[tuple[str, str]]:
    """Rows of the table `meta`."""
    values = {
        "created_utc": meta.created_utc or datetime.now(UTC).isoformat(timespec="seconds"),
        "screen": json.dumps(meta.screen),
        "scale": repr(meta.scale),
        "platform": meta.platform,
        "product": meta.product_version,
        "dropped": json.dumps(meta.dropped),
        "monitors": json.dumps([one.plain() for one in meta.monitors]),
        "keyboard": meta.keyboard,
        "programs": programs_text(meta.programs),
        "excluded": excluded_text(meta.excluded),
        "unsearched": unsearched_text(meta.unsearched),
    }
    return list(values.items())


def programs_text(programs: Mapping[int, ProgramFacts]) -> str:
    """The value of `programs` in the table `meta`."""
    return json.dumps({str(pid): facts.plain() for pid, facts in programs.items()})


def excluded_text(excluded: Exclusions) -> str:
    """The value of `excluded` in the table `meta`."""
    windows, regions = excluded.windows, excluded.regions
    plain = {"windows": [one.plain() for one in windows], "regions": [one.plain() for one in regions]}
    return json.dumps(plain)


def unsearched_text(names: Iterable[str]) -> str:
    """The value of `unsearched` in the table `meta`."""
    return json.dumps(list(names))


def read_meta(values: Mapping[str, str], schema_version: int) -> RecordingMeta:
    """The table `meta`; raises KeyError, TypeError or ValueError where it is damaged."""
    x, y, w, h = json.loads(values["screen"])
    return RecordingMeta(
        screen=(int(x), int(y), int(w), int(h)),
        scale=float(values["scale"]),
        platform=values["platform"],
        product_version=values["product"],
        created_utc=values["created_utc"],
        schema_version=schema_version,
        dropped={str(reason): int(count) for reason, count in _table(values["dropped"]).items()},
        monitors=tuple(Monitor.of(one) for one in json.loads(values.get("monitors", "[]"))),
        keyboard=values.get("keyboard", ""),
        programs={
            int(pid): ProgramFacts.of(one) for pid, one in _table(values.get("programs", "{}")).items()
        },
        excluded=_excluded(_table(values.get("excluded", "{}"))),
        unsearched=tuple(str(name) for name in json.loads(values.get("unsearched", "[]"))),
    )


def event_row(event: InputEvent, window: int | None, reason: str | None) -> tuple[object, ...]:
    """Values of `EVENT_COLUMNS`."""
    key = event.key or KeyFacts(None, "", None)
    return (
        event.seq, event.t_ns, event.kind, event.x, event.y, event.button, event.dx, event.dy,
        key.keycode, None if event.key is None else key.name, key.char, "+".join(event.modifiers),
        window, event.frame_before, event.frame_after, event.secret, reason,
    )  # fmt: skip


def read_event(row: tuple[Any, ...], windows: dict[int, WindowFacts]) -> tuple[InputEvent, str | None]:
    """An event, and the reason why it counts for no step, from values of `EVENT_COLUMNS`.

    Raises ValueError where they are of other types.
    """
    _check_types(row, EVENT_TYPES)
    (
        seq, t_ns, kind, x, y, button, dx, dy, keycode, name, char, modifiers, window, before, after, secret,
        reason,
    ) = row  # fmt: skip
    event = InputEvent(
        seq=seq, t_ns=t_ns, kind=kind, x=x, y=y, button=button, dx=dx, dy=dy,
        key=None if name is None else KeyFacts(keycode, name, char),
        modifiers=tuple(modifiers.split("+")) if modifiers else (),
        window=windows.get(window) if window is not None else None,
        frame_before=before, frame_after=after, secret=secret,
    )  # fmt: skip
    return event, reason


def window_row(number: int, window: WindowFacts) -> tuple[object, ...]:
    """Values of `WINDOW_COLUMNS`."""
    return (
        number, window.title, window.wm_class, window.process, window.pid, *window.geometry,
        window.window_id, window.kind,
    )  # fmt: skip


def read_window(row: tuple[Any, ...]) -> tuple[int, WindowFacts]:
    """Number and facts of a window from values of `WINDOW_COLUMNS`; raises as `read_event`."""
    _check_types(row, WINDOW_TYPES)
    number, title, wm_class, process, pid, x, y, w, h, window_id, kind = row
    return number, WindowFacts(title, wm_class, process, pid, (x, y, w, h), window_id, kind)


def _check_types(row: tuple[Any, ...], types: tuple[tuple[type, ...], ...]) -> None:
    for value, fitting in zip(row, types, strict=True):
        if not isinstance(value, fitting):
            raise ValueError("something else stands in place of a number or a text")


def _excluded(plain: Mapping[str, Any]) -> Exclusions:
    windows = tuple(WindowPattern.of(one) for one in plain.get("windows", ()))
    return Exclusions(windows, tuple(Region.of(one) for one in plain.get("regions", ())))


def _table(text: str) -> dict[str, Any]:
    return dict(json.loads(text))  # of what is no object it is an error that is known here

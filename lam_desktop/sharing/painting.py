"""Paints over what is personal in pictures, and looks again whether something is left."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lam_desktop.protocols import ScreenParser
from lam_desktop.sharing.columns import columns, in_columns
from lam_desktop.sharing.masker import Masker
from lam_desktop.sharing.patterns import PERSON, UNCOMMON, Kind
from lam_desktop.sharing.people_on_screen import named_on
from lam_desktop.sharing.reading import Line, lines
from lam_desktop.sharing.tally import Tally
from lam_desktop.types import Box, Frame

COLOUR = (138, 148, 160)
"""RGB. Of no usual theme's fields, so that people see where something stood."""
UNSURE_KIND: Kind = "unsure reading"
UNSURE = 0.8
"""Read with less confidence, a text with figures or @ may be anything."""
NO_COLUMN: frozenset[Kind] = frozenset({UNSURE_KIND, UNCOMMON, PERSON})
"""What is masked for such a reason says nothing about what stands above and below it."""
OF_PEOPLE = 1 / 3
"""A column is one of people if so many of its cells name somebody."""
MOST_LOOKS = 3
"""After painting, what stood beside may be read otherwise; it is soon at an end."""


@dataclass(frozen=True, slots=True)
class Patch:
    """A place that is painted over."""

    box: Box
    """Frame pixels."""
    kind: Kind


Frames = Callable[[int], Frame]
Tell = Callable[[str], None]


def painted(frame: Frame, patches: Sequence[Patch]) -> Frame:
    """The frame with these places in one flat colour."""
    made = frame.copy()
    for patch in patches:
        patch.box.crop(made)[...] = COLOUR
    return made


def patches_of(
    frame_ids: Sequence[int], frames: Frames, parser: ScreenParser, masker: Masker, tell: Tell
) -> dict[int, list[Patch]]:
    """What to paint over in each picture, each of which is read once, and then once more as painted."""
    found: dict[int, list[Patch]] = {}
    seen: dict[int, list[Line]] = {}
    for number, frame_id in enumerate(frame_ids, start=1):
        tell(f"Reading picture {number} of {len(frame_ids)}")
        seen[frame_id] = lines(parser, frames(frame_id))
    placed = {frame_id: _meet(seen[frame_id], masker) for frame_id in frame_ids}
    for frame_id in frame_ids:
        found[frame_id] = list(_found(seen[frame_id], masker, frame_id, placed[frame_id]))
    _add_columns(found, seen, masker)
    _spread(found, frames, masker.tally)
    for number, frame_id in enumerate(frame_ids, start=1):
        tell(f"Looking again at picture {number} of {len(frame_ids)}")
        for _ in range(MOST_LOOKS):
            again = lines(parser, painted(frames(frame_id), found[frame_id]))
            left = list(_found([replace(line, parts=()) for line in again], masker, frame_id))
            found[frame_id] += left
            if not left:
                break
    _spread(found, frames, masker.tally)
    return found


def _meet(seen: Sequence[Line], masker: Masker) -> list[Line]:
    """Lets the masker know who is named in a picture; the lines that name somebody by their place alone."""
    placed = named_on(seen, masker.people)
    for name in (
        *(line.text for line in placed),
        *(name for line in seen for name in masker.named_in(line.text)),
    ):
        masker.meet(name)
    return placed


def _found(
    seen: Sequence[Line], masker: Masker, frame_id: int, placed: Sequence[Line] = ()
) -> Iterator[Patch]:
    for line in seen:
        kind = masker.glimpsed(line.text)
        if kind is None and line in placed:
            kind = PERSON
        if kind is None and _is_doubtful(line) and not masker.terms.keeps(line.text):
            kind = UNSURE_KIND
        if kind is not None:
            masker.tally.picture(kind, frame_id, "" if kind == UNSURE_KIND else line.text)
            for box in line.parts or (line.box,):
                yield Patch(box, kind)


def _add_columns(
    found: Mapping[int, list[Patch]], seen: Mapping[int, Sequence[Line]], masker: Masker
) -> None:
    """Tables stand still for a while: a column in which one picture shows something masked is one in all."""
    areas = [area for frame_id, patches in found.items() for area in _columns(seen[frame_id], patches)]
    areas = list(dict.fromkeys(areas))
    for frame_id, patches in found.items():
        here = {patch.box for patch in patches}
        for line in in_columns(seen[frame_id], areas):
            if line.box not in here and not masker.terms.keeps(line.text):
                patches.append(Patch(line.box, "in a masked column"))
                masker.tally.picture("in a masked column", frame_id, "")


def _columns(seen: Sequence[Line], patches: Sequence[Patch]) -> Iterator[Box]:
    """The columns of one picture in which something is masked, or many people are named."""
    yield from columns(seen, (patch.box for patch in patches if patch.kind not in NO_COLUMN))
    people = [patch.box for patch in patches if patch.kind == PERSON]
    for area in columns(seen, people):
        cells = in_columns(seen, [area])
        if sum(line.box in people for line in cells) >= OF_PEOPLE * len(cells):
            yield area


def _is_doubtful(line: Line) -> bool:
    written = sum(map(str.isalnum, line.text)) > 1  # one sign is an icon, and names nobody
    return line.confidence < UNSURE and written and any(sign.isdigit() or sign == "@" for sign in line.text)


def _spread(found: Mapping[int, list[Patch]], frames: Frames, tally: Tally) -> None:
    """What was recognised in one picture is painted over in all that show the same there."""
    shown: defaultdict[Box, dict[bytes, Kind]] = defaultdict(dict)
    for frame_id, patches in found.items():
        frame = frames(frame_id)
        for patch in patches:
            shown[patch.box][_content(frame, patch.box)] = patch.kind
    for frame_id, patches in found.items():
        frame = frames(frame_id)
        here = {patch.box for patch in patches}
        for box, contents in shown.items():
            if box not in here and (kind := contents.get(_content(frame, box))) is not None:
                patches.append(Patch(box, kind))
                tally.picture(kind, frame_id, "")


def _content(frame: Frame, box: Box) -> bytes:
    return hashlib.blake2b(box.crop(frame).tobytes(), digest_size=16).digest()

"""What can be chosen about a recording."""

from __future__ import annotations

from dataclasses import dataclass, field

from recorder.events import WindowFacts
from recorder.exclusions import Exclusions


@dataclass(frozen=True, slots=True)
class RecordingOptions:
    """Pure values; bad ones are refused when built."""

    stop_chord: str = "ctrl+alt+esc"
    hide_chord: str = "ctrl+alt+h"  # typing is secret until it is pressed again
    cover_chord: str = "ctrl+alt+b"  # what stands under the pointer is left out, also of stored pictures
    pause_chord: str = "ctrl+alt+p"
    marker_chord: str = "ctrl+alt+m"
    own_pids: tuple[int, ...] = ()  # processes whose windows are not recorded
    own_classes: tuple[str, ...] = ("lam-desktop",)  # window classes that are not recorded
    terminal_window: int | None = None  # the terminal we were started from: trimmed at start and end
    watch_passwords: bool = True  # hide typing into password fields
    exclusions: Exclusions = field(default_factory=Exclusions)  # what is neither seen nor stored
    settle_s: float = 1.0  # the screen has settled when it did not change for this long: dialogs come late
    settle_limit_s: float = 3.0  # after this long, or when the next action begins, it is taken as it is
    product_version: str = ""

    def __post_init__(self) -> None:
        if not 0 < self.settle_s <= self.settle_limit_s:
            raise ValueError(
                f"settle_s {self.settle_s} must lie between 0 and settle_limit_s {self.settle_limit_s}"
            )

    def owns(self, window: WindowFacts) -> bool:
        """Whether a window is one of ours, which is not recorded."""
        return window.wm_class in self.own_classes or window.pid in self.own_pids

    def chords(self) -> dict[str, str]:
        """Action -> hot key; an empty hot key turns the action off."""
        named = {
            "stop": self.stop_chord,
            "hide": self.hide_chord,
            "cover": self.cover_chord,
            "pause": self.pause_chord,
            "marker": self.marker_chord,
        }
        return {action: chord for action, chord in named.items() if chord}

"""The whole panel: which screen is shown, and the state of each part."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from lam_desktop.panel.state import (
    before_events,
    events,
    privacy_events,
    receive_events,
    share_events,
    taking_events,
)
from lam_desktop.panel.state.library import LibraryState, reduce_library
from lam_desktop.panel.state.privacy import PrivacyState, reduce_privacy
from lam_desktop.panel.state.receiving import ReceiveState, reduce_receiving
from lam_desktop.panel.state.recording import RecordingState, reduce_recording
from lam_desktop.panel.state.review import ReviewState, reduce_review
from lam_desktop.panel.state.run import RunState, reduce_run
from lam_desktop.panel.state.sharing import ShareState, reduce_sharing
from lam_desktop.panel.state.taking import TakingState, reduce_taking

Stage = Literal["main", "pill", "dock", "question", "away"]


@dataclass(frozen=True, slots=True)
class PanelState:
    """Everything that the panel knows."""

    screen: events.Screen = "library"
    banner: events.Told | None = None
    library: LibraryState = field(default_factory=LibraryState)
    recording: RecordingState = field(default_factory=RecordingState)
    review: ReviewState = field(default_factory=ReviewState)
    run: RunState = field(default_factory=RunState)
    sharing: ShareState = field(default_factory=ShareState)
    taking: TakingState = field(default_factory=TakingState)
    receiving: ReceiveState = field(default_factory=ReceiveState)
    privacy: PrivacyState = field(default_factory=PrivacyState)

    @property
    def stage(self) -> Stage:
        """Which window is shown: small ones while the person or the agent works in other programs, none
        while the screen is checked."""
        if self.recording.phase != "idle":
            return "pill"
        if self.run.phase == "asking":
            return "question"
        if self.run.checking and self.run.live and self.run.ready:
            return "away"
        return "dock" if self.run.live and self.run.ready else "main"

    @property
    def busy(self) -> bool:
        """Whether a recording or a run is going on, or a table is being read."""
        return self.recording.phase != "idle" or self.run.live or self.taking.phase == "working"


def reduce(state: PanelState, event: events.Event) -> PanelState:
    """The panel after `event`; a pure function."""
    state = replace(
        state,
        library=reduce_library(state.library, event),
        recording=reduce_recording(state.recording, event),
        review=reduce_review(state.review, event),
        run=reduce_run(state.run, event),
        sharing=reduce_sharing(state.sharing, event),
        taking=reduce_taking(state.taking, event),
        receiving=reduce_receiving(state.receiving, event),
        privacy=reduce_privacy(state.privacy, event),
    )
    return replace(state, screen=_screen(state, event), banner=_banner(state, event))


def _screen(state: PanelState, event: events.Event) -> events.Screen:
    match event:
        case events.Navigated(screen):
            return screen
        case events.ReviewOpened() | events.RecordingSaved():
            return "review"
        case events.RunOpened():
            return "run"
        case share_events.ShareOpened():
            return "share"
        case taking_events.TakingOpened():
            return "taking"
        case receive_events.ReceiveOpened():
            return "receive"
        case privacy_events.PrivacyOpened():
            return "privacy"
        case _:
            return state.screen


def _banner(state: PanelState, event: events.Event) -> events.Told | None:
    match event:
        case events.Told():
            return event
        case events.Learned(message, tone) if message:
            return events.Told(message, tone)
        case events.LibraryFailed(message) | events.RecordingFailed(message) | events.RowsRejected(message):
            return events.Told(message)
        case events.StepsFailed(task, message) if task == state.review.task:
            return events.Told(message)
        case (
            events.BannerClosed()
            | events.Navigated()
            | events.RecordingRequested()
            | events.RowsLoaded()
            | events.RunRequested()
            | before_events.ScreenCheckRequested()
            | share_events.ShareRequested()
            | receive_events.ReceiveRequested()
        ):
            return None
        case _:
            return state.banner

"""One error root for the recorder, split into what a person can mend and what we must mend."""


class RecorderError(Exception):
    """Anything that went wrong while recording or reading a recording."""


class RecorderUserError(RecorderError):
    """The environment or the request is at fault: one sentence that says what, to what, and what to do."""


class RecorderBug(RecorderError):  # noqa: N818 - «bug» says whose fault it is
    """The recorder itself is at fault."""

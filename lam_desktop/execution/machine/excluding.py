"""What a run must not see: what the library leaves out, and what was left out when its task was recorded."""

from __future__ import annotations

from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.storage.privacy_file import exclusions_of
from lam_desktop.tasks.task import Task
from recorder.errors import RecorderUserError
from recorder.exclusions import Exclusions
from recorder.recording import Recording


def exclusions_for(library: Library, task: Task) -> Exclusions:
    """All of it. Raises UsageError for a faulty `privacy.yaml`.

    A further demonstration that cannot be read adds nothing; of the task's own that is told elsewhere.
    """
    found = exclusions_of(library)
    for name in (task.recording, *(one.recording for one in task.further)):
        try:
            with Recording.open(task.path_of(name), seal=library.files.seal) as recording:
                excluded = recording.meta.excluded
        except RecorderUserError:
            continue
        found = found.with_more(excluded.windows, excluded.regions)
    return found

"""What a task's secrets say, kept in the keyring of the operating system and nowhere else.

The keyring may ask the person to unlock it, and wait for that for ever: it is asked in a thread of its own,
and given up after a while.
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from lam_desktop.errors import EnvironmentFault, UsageError

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

T = TypeVar("T")

SERVICE = "lam-desktop"
PASSPHRASE = "passphrase of the library"
PERSON_S, NOBODY_S = 60.0, 5.0
"""How long a keyring may take where somebody can unlock it, and where nobody is there."""
LEAST_PRIORITY = 1
"""What stands lower encrypts nothing, by the convention of keyring's backends."""
REMEDY = "log in to a desktop session that has one; on Debian, install the package gnome-keyring"


class KeptSecrets:
    """The secrets of one library's tasks. All raise EnvironmentFault where the keyring does not open in time.

    They belong to the folder of their task: one of the same name in another library has none of them.
    """

    def __init__(self, home: Path, patience_s: float = PERSON_S) -> None:
        self._tasks = home.absolute() / "tasks"
        self._patience_s = patience_s

    @classmethod
    def asked_of(cls, home: Path, *, somebody: bool) -> KeptSecrets:
        """Those of the library at `home`; only where `somebody` is there is the keyring given time to ask."""
        return cls(home, PERSON_S if somebody else NOBODY_S)

    def keep(self, task: str, name: str, text: str) -> None:
        """Puts the secret into the keyring, in place of what was kept there."""
        account = self._account(task, name)

        def work() -> bool:
            ring = _keyring()
            if ring is None:
                return False
            ring.set_password(SERVICE, account, text)
            return ring.get_password(SERVICE, account) == text

        if not _in_time(work, self._patience_s, _or_given(name)):
            raise EnvironmentFault(
                f"There is no keyring here that keeps the secret «{name}»: {REMEDY}, or give it to each run"
                f" with --set {name}=…."
            )

    def text(self, task: str, name: str) -> str | None:
        """What the secret says; None where it is not kept, or there is no keyring."""
        account = self._account(task, name)

        def work() -> str | None:
            ring = _keyring()
            return None if ring is None else ring.get_password(SERVICE, account)

        return _in_time(work, self._patience_s, _or_given(name))

    def held(self, task: str, names: Iterable[str]) -> tuple[str, ...]:
        """Those of the secrets that are kept."""
        return tuple(name for name in names if self.text(task, name) is not None)

    def forget(self, task: str, name: str) -> bool:
        """Removes the secret from the keyring; whether it was there."""
        account = self._account(task, name)

        def work() -> bool:
            ring = _keyring()
            if ring is None or ring.get_password(SERVICE, account) is None:
                return False
            ring.delete_password(SERVICE, account)
            return True

        return _in_time(work, self._patience_s)

    def _account(self, task: str, name: str) -> str:
        return f"{(self._tasks / task).as_posix()}/{name}"


def checked_secret(name: str, text: str) -> str:
    """The text, as it can be kept and typed; UsageError for nothing, or for more than one line."""
    if not text:
        raise UsageError(f"The secret «{name}» was left empty: nothing was kept.")
    if any(unicodedata.category(sign) == "Cc" for sign in text):
        raise UsageError(f"The secret «{name}» is more than one line of text: nothing was kept.")
    return text


class KeptPassphrase:
    """The passphrase of one library, where the person put it into the keyring. Raises as `KeptSecrets`."""

    def __init__(self, home: Path, patience_s: float = PERSON_S) -> None:
        self._account = f"{home.absolute().as_posix()}/{PASSPHRASE}"
        self._patience_s = patience_s

    def keep(self, text: str) -> None:
        """Puts it there."""

        def work() -> bool:
            ring = _keyring()
            if ring is None:
                return False
            ring.set_password(SERVICE, self._account, text)
            return ring.get_password(SERVICE, self._account) == text

        if not _in_time(work, self._patience_s):
            raise EnvironmentFault(f"There is no keyring here that keeps the passphrase: {REMEDY}.")

    def text(self) -> str | None:
        """What it says; None where it is not kept, or there is no keyring."""

        def work() -> str | None:
            ring = _keyring()
            return None if ring is None else ring.get_password(SERVICE, self._account)

        return _in_time(work, self._patience_s)

    def forget(self) -> None:
        """Removes it from there."""

        def work() -> None:
            ring = _keyring()
            if ring is not None and ring.get_password(SERVICE, self._account) is not None:
                ring.delete_password(SERVICE, self._account)

        _in_time(work, self._patience_s)


def keyring_name(patience_s: float = NOBODY_S) -> str | None:
    """What the keyring of this machine is called; None where there is none. Opens nothing.

    Raises EnvironmentFault where that cannot be told.
    """

    def work() -> str | None:
        ring = _keyring()
        return None if ring is None else str(_first(ring).name)

    return _in_time(work, patience_s)


def _or_given(name: str) -> str:
    return f", or give «{name}» to each run with --set {name}=…"


def _keyring() -> KeyringBackend | None:
    """The keyring; None where there is none that encrypts what it keeps."""
    import keyring

    ring = keyring.get_keyring()
    return ring if _first(ring).priority >= LEAST_PRIORITY else None


def _first(ring: KeyringBackend) -> KeyringBackend:
    """Of several keyrings in one, the one that keeps."""
    from keyring.backends.chainer import ChainerBackend

    return ring.backends[0] if isinstance(ring, ChainerBackend) and ring.backends else ring


def _in_time(work: Callable[[], T], patience_s: float, otherwise: str = "") -> T:
    """What `work` returns; EnvironmentFault, which says what can be done `otherwise`, where it does not."""
    answer: Future[T] = Future()

    def ask() -> None:
        try:
            answer.set_result(work())
        except BaseException as error:
            answer.set_exception(error)

    threading.Thread(target=ask, name="keyring", daemon=True).start()
    try:
        return answer.result(patience_s)
    except TimeoutError:
        raise EnvironmentFault(
            f"The keyring did not open within {patience_s:g} s: unlock it and try again{otherwise}."
        ) from None
    except Exception as error:  # its backends are other people's, and raise what they like
        from keyring.errors import KeyringLocked

        if isinstance(error, KeyringLocked):
            told = f"The keyring is locked: unlock it and try again{otherwise}."
        else:  # without the error's own words: they may hold what was to be kept
            told = f"The keyring failed ({type(error).__name__}): see what lam doctor says{otherwise}."
        raise EnvironmentFault(told) from None

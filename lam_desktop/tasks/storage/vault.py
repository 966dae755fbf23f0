"""The key of an encrypted library, wrapped by its passphrase: `encryption.json` below `$LAM_HOME`.

The key is drawn once and opens every file; the passphrase only opens the key (scrypt, then AES-256-GCM), so
that another passphrase changes one small file. Without that file nothing can be read again: it lies there
twice.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
import unicodedata
from collections.abc import Generator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal, get_args

from lam_desktop.errors import EnvironmentFault, UsageError
from recorder.sealing import KEY_BYTES, NONCE_BYTES, Seal

FILE_NAME, SPARE_NAME = "encryption.json", "encryption.copy.json"
FORMAT = 1
SALT_BYTES = 16
COST = 1 << 17
"""Of scrypt with blocks of 8: 128 MiB and about half a second for each passphrase that is tried."""
MOST_COST = 1 << 22
LEAST_SIGNS = 8
"""Of a passphrase."""

State = Literal["encrypting", "encrypted", "decrypting"]


class WrongPassphrase(UsageError):  # noqa: N818 - says what was found
    """The passphrase does not open the key."""


@dataclass(frozen=True, slots=True)
class Wrapped:
    """What the file says."""

    state: State
    """Anything but `encrypted`: files are being rewritten, or that was interrupted."""
    keyring: bool
    """Whether the person put the passphrase into the keyring of the machine."""
    cost: int
    """scrypt's N; r is 8, p is 1."""
    salt: str
    """Hexadecimal, of scrypt."""
    key: str = ""
    """Hexadecimal: nonce and sealed key. The other fields are bound to it."""
    format: int = FORMAT

    def __post_init__(self) -> None:
        good = self.state in get_args(State) and self.format == FORMAT
        if not good or not 2 <= self.cost <= MOST_COST or self.cost & (self.cost - 1):
            raise ValueError("no such library was encrypted by this version")

    @property
    def bound(self) -> bytes:
        """All but the key, as the key is bound to it."""
        return json.dumps(asdict(replace(self, key="")), sort_keys=True).encode()


class Vault:
    """The encryption of one library. EnvironmentFault where the disk refuses."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.path, self._spare = home / FILE_NAME, home / SPARE_NAME

    @property
    def exists(self) -> bool:
        """Whether the library is encrypted, or about to be."""
        return self.path.exists() or self._spare.exists()

    def read(self) -> Wrapped:
        """What is known without the passphrase. The copy counts where the file is missing or damaged."""
        found = [self._read(path) for path in (self.path, self._spare)]
        wrapped = next((one for one in found if one is not None), None)
        if wrapped is None:
            raise EnvironmentFault(
                f"{self.path} is damaged, and so is its copy beside it: put back a copy of it; nothing in the"
                " library can be read without it."
            )
        return wrapped

    @property
    def damaged(self) -> str:
        """Which of the two files cannot be used; empty where both can."""
        return next((path.name for path in (self.path, self._spare) if self._read(path) is None), "")

    def unlock(self, passphrase: str) -> Seal:
        """The library's key; raises WrongPassphrase."""
        return Seal(self._key(passphrase), self.home)

    def create(self, passphrase: str, cost: int = COST) -> Seal:
        """Draws a key, wraps it, and returns it; from now on the library counts as being encrypted."""
        check_passphrase(passphrase)
        key = os.urandom(KEY_BYTES)
        self._write(_wrapped(key, passphrase, "encrypting", keyring=False, cost=cost))
        return Seal(key, self.home)

    def change(
        self,
        passphrase: str,
        *,
        new: str | None = None,
        state: State | None = None,
        keyring: bool | None = None,
        cost: int | None = None,
    ) -> None:
        """Writes the key down anew: by a `new` passphrase, in another state, or asked for otherwise."""
        before, key = self.read(), self._key(passphrase)
        if new is not None:
            check_passphrase(new)
        self._write(
            _wrapped(
                key,
                passphrase if new is None else new,
                state or before.state,
                keyring=before.keyring if keyring is None else keyring,
                cost=cost or before.cost,
            )
        )

    def remove(self) -> None:
        """Forgets the key: what it sealed can be read by nobody any more."""
        try:
            self.path.unlink(missing_ok=True)
            self._spare.unlink(missing_ok=True)
        except OSError as error:
            raise _refused(self.path, error) from error

    @contextlib.contextmanager
    def held(self, *, alone: bool = False) -> Generator[None]:
        """Keeps the library from being converted while it is used; `alone`: from being used meanwhile.

        Raises UsageError where others are at work in it. A library that is not there yet needs no holding.
        """
        if sys.platform == "win32" or not self.home.is_dir():
            yield
            return
        import fcntl

        try:
            folder = os.open(self.home, os.O_RDONLY)
        except OSError as error:
            raise EnvironmentFault(
                f"{self.home} cannot be read ({error.strerror}); check its permissions, or set LAM_HOME."
            ) from error
        try:
            try:
                fcntl.flock(folder, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
            except BlockingIOError:
                busy = "A panel, a run or a recording is at work in" if alone else "lam encrypt is at work on"
                raise UsageError(f"{busy} the library {self.home}; try again when it has ended.") from None
            except OSError:
                pass  # a file system without locks
            yield
        finally:
            os.close(folder)

    def _key(self, passphrase: str) -> bytes:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        wrapped = self.read()
        sealed = bytes.fromhex(wrapped.key)
        try:
            opener = AESGCM(_stretched(passphrase, bytes.fromhex(wrapped.salt), wrapped.cost))
            return opener.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], wrapped.bound)
        except InvalidTag:
            raise WrongPassphrase(f"That is not the passphrase of the library {self.home}.") from None

    def _read(self, path: Path) -> Wrapped | None:
        try:
            held = json.loads(path.read_text(encoding="utf-8"))
            if held.pop("sum") != _sum(held):
                return None
            del held["about"]
            wrapped = Wrapped(**held)
            if len(bytes.fromhex(wrapped.key)) <= NONCE_BYTES or not bytes.fromhex(wrapped.salt):
                return None
        except FileNotFoundError:
            return None
        except OSError as error:
            raise EnvironmentFault(
                f"{path} cannot be read ({error.strerror}); check its permissions."
            ) from error
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return None
        return wrapped

    def _write(self, wrapped: Wrapped) -> None:
        about = "The key of this library of LAM Desktop; without it nothing here can be read. Keep a copy."
        held = {"about": about, **asdict(wrapped)}
        text = json.dumps({**held, "sum": _sum(held)}, indent=1) + "\n"
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            for path in (self.path, self._spare):
                replace_file(path, text.encode(), mode=0o600)
        except OSError as error:
            raise _refused(self.path, error) from error


def check_passphrase(passphrase: str) -> None:
    """Raises UsageError for one that would be guessed at once."""
    if len(passphrase) < LEAST_SIGNS:
        raise UsageError(
            f"That passphrase is too short: take at least {LEAST_SIGNS} signs, better four or more words."
        )


def replace_file(path: Path, data: bytes, mode: int = 0o666) -> None:
    """Writes the file whole or not at all, and returns when it is on the disk."""
    scratch = path.with_name(path.name + ".new")
    try:
        with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)
    sync_folder(path.parent)


def write_whole(path: Path, data: bytes) -> None:
    """As `replace_file`, in a folder that is made where it is missing. Raises EnvironmentFault."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, data)
    except OSError as error:
        raise _refused(path, error) from error


def sync_folder(path: Path) -> None:
    """Returns when the names in the folder are on the disk."""
    if sys.platform != "win32":
        folder = os.open(path, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _wrapped(key: bytes, passphrase: str, state: State, *, keyring: bool, cost: int) -> Wrapped:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = os.urandom(SALT_BYTES), os.urandom(NONCE_BYTES)
    bare = Wrapped(state, keyring, cost, salt.hex())
    sealed = AESGCM(_stretched(passphrase, salt, cost)).encrypt(nonce, key, bare.bound)
    return replace(bare, key=(nonce + sealed).hex())


def _stretched(passphrase: str, salt: bytes, cost: int) -> bytes:
    """The key that wraps the key. One passphrase can be written in several ways: they count as one."""
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    told = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    return Scrypt(salt=salt, length=KEY_BYTES, n=cost, r=8, p=1).derive(told)


def _sum(held: dict[str, object]) -> str:
    """Tells a damaged file from a wrong passphrase; that it was not forged the key itself tells."""
    return hashlib.sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()


def _refused(path: Path, error: OSError) -> EnvironmentFault:
    return EnvironmentFault(
        f"{path} cannot be written ({error.strerror}); free some space or check its permissions."
    )

"""What tells this machine and this user from all others: a secret that lies outside every library.

A library is copied, synced and restored whole; what a person allowed on one machine must not travel with it.
So approvals are signed (HMAC-SHA256) with a random secret that is made once for each user, and lies where
local state lies, readable by its owner alone: not roaming on Windows, not among documents and settings that
sync programs take along. Should the whole home be copied all the same, the identity that the operating system
gave to the machine, and the user's number, are signed, too. They alone would not do: both can be read by
everybody, and the author of a library could guess them.

Where the system tells no identity (macOS has none in a file), the secret stands alone. An image of the whole
machine is the same machine. Who can run programs as the user can read the secret, and could approve as well.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import sys
from pathlib import Path

from lam_desktop.errors import EnvironmentFault
from lam_desktop.tasks.texts.given_path import given_path

FILE_NAME = "approvals.key"
SECRET_BYTES = 32
IDENTITIES = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))


def default_state() -> Path:
    """`$LAM_STATE`, or where programs keep what belongs to this machine and user."""
    if given := os.environ.get("LAM_STATE"):
        return given_path(given).absolute()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / "lam"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "lam"
    given = os.environ.get("XDG_STATE_HOME")
    # The specification has programs ignore a relative path.
    base = Path(given) if given and Path(given).is_absolute() else Path.home() / ".local" / "state"
    return base / "lam"


class ThisMachine:
    """Signs for one user of one machine; nothing is made on the disk before something is signed."""

    def __init__(self, state: Path | None = None, identity: str | None = None) -> None:
        """`identity` stands for what the operating system tells of machine and user."""
        self._path = (default_state() if state is None else state) / FILE_NAME
        self._identity = _identity() if identity is None else identity

    def sign(self, *parts: str) -> str:
        """The signature, in hex. Raises EnvironmentFault where the secret can be neither read nor kept."""
        secret = self._secret()
        return _signed(self._made() if secret is None else secret, self._identity, parts)

    def signed(self, signature: str, *parts: str) -> bool:
        """Whether this machine signed it, for this user; False where it has signed nothing yet."""
        secret = self._secret()
        return secret is not None and hmac.compare_digest(
            _signed(secret, self._identity, parts).encode(), signature.encode(errors="surrogatepass")
        )

    def key(self, purpose: str) -> bytes:
        """A key of 32 bytes for what only this machine may tell again. Raises EnvironmentFault as `sign`."""
        return hashlib.sha256(self.sign("key", purpose).encode()).digest()

    def _secret(self) -> bytes | None:
        """None where there is none, or it is damaged: then nothing counts as signed."""
        try:
            with self._path.open("rb") as file:
                held = file.read(SECRET_BYTES + 1)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise EnvironmentFault(
                f"{self._path} cannot be read ({error.strerror}); check its permissions."
            ) from error
        return held if len(held) == SECRET_BYTES else None

    def _made(self) -> bytes:
        """A new secret, on the disk; that of another program, where one was made just now."""
        scratch = self._path.with_name(f"{FILE_NAME}.{os.getpid()}.{os.urandom(4).hex()}.new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(os.urandom(SECRET_BYTES))
                file.flush()
                os.fsync(file.fileno())
            if self._path.exists() and self._secret() is None:  # damaged
                scratch.replace(self._path)
            elif not self._path.exists():
                _move_unless_there(scratch, self._path)
        except OSError as error:
            raise EnvironmentFault(
                f"{self._path} cannot be written ({error.strerror}); free space or check its permissions."
            ) from error
        finally:
            with contextlib.suppress(OSError):
                scratch.unlink(missing_ok=True)
        made = self._secret()
        if made is None:
            raise EnvironmentFault(f"{self._path} cannot be read again; remove it, and approve once more.")
        return made


def _move_unless_there(scratch: Path, path: Path) -> None:
    """A link never takes the place of another program's file; where there are none, the later one wins."""
    try:
        os.link(scratch, path)
    except FileExistsError:
        pass
    except OSError:
        scratch.replace(path)


def _signed(secret: bytes, identity: str, parts: tuple[str, ...]) -> str:
    # Each part by its own print, so that none can be moved over into its neighbour.
    told = [hashlib.sha256(part.encode("utf-8", "surrogatepass")).digest() for part in (identity, *parts)]
    return hmac.new(secret, b"lam approval 1" + b"".join(told), hashlib.sha256).hexdigest()


def _identity() -> str:
    if sys.platform == "win32":
        return f"{_windows_identity()} {os.environ.get('USERDOMAIN', '')} {os.environ.get('USERNAME', '')}"
    for path in IDENTITIES:
        with contextlib.suppress(OSError):
            if found := path.read_text(encoding="ascii", errors="replace").strip():
                return f"{found} {os.getuid()}"
    return f"- {os.getuid()}"


def _windows_identity() -> str:
    if sys.platform != "win32":
        return ""
    import winreg

    with (
        contextlib.suppress(OSError),
        winreg.OpenKey(
            winreg.HKEY_LOCAL_MACHINE,
            r"SOFTWARE\Microsoft\Cryptography",
            0,
            winreg.KEY_READ | winreg.KEY_WOW64_64KEY,
        ) as key,
    ):
        return str(winreg.QueryValueEx(key, "MachineGuid")[0])
    return ""

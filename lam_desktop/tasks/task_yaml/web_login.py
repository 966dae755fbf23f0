"""How a check logs in to a web service: what `task.yaml` may say of it."""

from __future__ import annotations

import re

from lam_desktop.tasks.checks import HttpCheck
from lam_desktop.tasks.texts.secret_names import misnamed

OF_THE_CALL = ("host", "connection", "content-length", "transfer-encoding", "accept", "upgrade", "te")
"""Headers that say how the call itself is made."""
_ANY_CASE = "|".join(
    "".join(f"[{one.upper()}{one}]" if one != "-" else one for one in name) for name in OF_THE_CALL
)
HEADER_PATTERN = f"^(?!({_ANY_CASE})$)[A-Za-z][A-Za-z0-9-]*$"
"""Names of headers that may hold a token."""
SAFE_PATTERN = r"^(https://[^/?#\\{@]+|http://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]+)?)([/?#\\][\s\S]*)?$"
"""Addresses to which a password may go: nobody reads it on its way, and no row says where it goes."""
USER_PATTERN = "^[^:]*$"
NAMED_USER_PATTERN = r"^https?://[^/?#\\]*@"
"""Addresses that hold a user, and perhaps a password."""


def fault_of(check: HttpCheck) -> tuple[str, str] | None:
    """Which key is at fault, and why, where a service cannot be told its password or another one could."""
    if re.match(NAMED_USER_PATTERN, check.url):  # told without it
        return "url", "holds a user before its «@»; write «user: NAME» and «password: NAME» instead"
    if not check.password:
        alone = next((key for key in ("user", "header") if getattr(check, key)), None)
        return (alone, "is only beside «password»; name the secret there, or remove it") if alone else None
    if fault := misnamed(check.password):
        return "password", fault
    if check.user and check.header:
        return "header", "is for a token, and «user» for a password; remove one of them"
    if not re.match(USER_PATTERN, check.user):
        return "user", "must be without a colon"
    if check.header and not re.match(HEADER_PATTERN, check.header):
        return "header", "must be the name of a header such as X-Api-Key"
    if not re.match(SAFE_PATTERN, check.url):
        what = "must begin with https:// and name its service without a value: a password is sent there"
        return "url", what
    return None

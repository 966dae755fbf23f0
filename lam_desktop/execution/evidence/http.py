"""Counts the entries that a web service returns for a row; one GET, nothing else."""

from __future__ import annotations

import base64
import contextlib
import json
import socket
import threading
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection, IncompleteRead
from typing import Any
from urllib.parse import quote, urlsplit

from lam_desktop.execution.evidence.fault import CheckFault
from lam_desktop.execution.evidence.filling import filled
from lam_desktop.execution.evidence.passwords import without_passwords
from lam_desktop.tasks.checks import HttpCheck

LIMIT_S = 10.0
"""From the call to the last byte of the answer."""
MOST_BYTES = 10_000_000


def count_entries(check: HttpCheck, values: Mapping[str, str], password: str | None = None) -> int:
    """Length of the list, or the number, at the place named; raises `CheckFault` where there is none.

    `password`: the text of the check's secret, where it names one. It stands in no fault, whatever the
    service says.
    """
    login = _login(check, password)
    try:
        return _counted(check, values, login)
    except CheckFault as fault:
        sent = (one.rpartition(" ")[2] for one in login.values())
        hidden = dict.fromkeys(filter(None, (password, *sent)), check.password)
        raise CheckFault(without_passwords(str(fault), hidden)) from None


def _login(check: HttpCheck, password: str | None) -> dict[str, str]:
    """The header that tells who asks; none where the check names no secret."""
    if password is None:
        return {}
    if check.user:
        both = base64.b64encode(f"{check.user}:{password}".encode()).decode()
        return {"Authorization": f"Basic {both}"}
    if not password or not all("!" <= one <= "~" for one in password):
        raise CheckFault(f"the secret «{check.password}» holds what no token does, and cannot be sent")
    return {check.header: password} if check.header else {"Authorization": f"Bearer {password}"}


def _counted(check: HttpCheck, values: Mapping[str, str], login: Mapping[str, str]) -> int:
    address = filled(check.url, values, lambda text: quote(text, safe=""))
    try:
        parts = urlsplit(address)
        told = f"{parts.scheme}://{parts.hostname or ''}{parts.path}"  # not what may be secret in it
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise CheckFault(f"«{told}» is no address of a web service")
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        connection = kind(parts.hostname, parts.port, timeout=LIMIT_S)
    except (ValueError, HTTPException) as error:
        raise CheckFault("the address of the check is none of a web service") from error
    place = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    status, reason, content = _answer(connection, place, told, login)
    if not 200 <= status < 300:
        raise CheckFault(f"{told} answered {status} {reason}")
    if len(content) > MOST_BYTES:
        raise CheckFault(f"{told} answered more than can be looked through")
    try:
        found = _at(json.loads(content), check.at)
    except (ValueError, RecursionError) as error:
        raise CheckFault(f"{told} did not answer in JSON ({type(error).__name__})") from error
    if isinstance(found, list):
        return len(found)
    if isinstance(found, int) and not isinstance(found, bool) and found >= 0:
        return found
    place = f"at {check.at}" if check.at else "as a whole"
    raise CheckFault(f"the answer of {told} is no list and no number {place}")


def _at(tree: Any, pointer: str) -> Any:
    """What a JSON pointer means; None where there is nothing."""
    for step in pointer.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        if isinstance(tree, dict):
            tree = tree.get(key)
        elif isinstance(tree, list) and key.isascii() and key.isdigit() and int(key) < len(tree):
            tree = tree[int(key)]
        else:
            return None
    return tree


def _answer(
    connection: HTTPConnection, place: str, told: str, login: Mapping[str, str]
) -> tuple[int, str, bytes]:
    """Status, reason and content of what the address that was approved says, and no other: it knows no proxy
    and follows no redirect. A server that answers drop by drop is hung up on."""
    late = threading.Event()
    at_hand: list[socket.socket] = []  # the connection itself hands it over to the answer

    def hang_up() -> None:
        late.set()
        with contextlib.suppress(OSError):  # it has ended by itself
            for each in at_hand:
                each.shutdown(socket.SHUT_RDWR)

    watch = threading.Timer(LIMIT_S, hang_up)
    watch.daemon = True
    watch.start()
    try:
        connection.connect()
        at_hand.append(connection.sock)
        connection.request("GET", place, headers={"Accept": "application/json", **login})
        answer = connection.getresponse()
        content = answer.read(MOST_BYTES + 1)
        if len(content) <= MOST_BYTES and answer.length:  # bytes that were announced and did not come
            raise IncompleteRead(content, answer.length)
    except (OSError, HTTPException, ValueError) as error:  # what is hung up on may raise any
        why = "TimeoutError" if late.is_set() else getattr(error, "strerror", None) or type(error).__name__
        raise CheckFault(f"{told} did not answer ({why})") from error
    finally:
        watch.cancel()
        connection.close()
    if late.is_set():  # what came before looks like a whole answer
        raise CheckFault(f"{told} did not answer (TimeoutError)")
    return answer.status, answer.reason, content

"""Counts the entries that a web service returns for a row; one GET, nothing else."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.parse import quote, urlsplit

from lam_desktop.execution.evidence.fault import CheckFault
from lam_desktop.execution.evidence.filling import filled
from lam_desktop.tasks.checks import HttpCheck

LIMIT_S = 10.0
MOST_BYTES = 10_000_000


def count_entries(check: HttpCheck, values: Mapping[str, str]) -> int:
    """Length of the list, or the number, at the place named; raises `CheckFault` where there is none."""
    address = filled(check.url, values, lambda text: quote(text, safe=""))
    try:
        parts = urlsplit(address)
        told = f"{parts.scheme}://{parts.hostname or ''}{parts.path}"  # not what may be secret in it
        if parts.scheme not in ("http", "https"):
            raise CheckFault(f"«{told}» is no address of a web service")
        request = urllib.request.Request(address, headers={"Accept": "application/json"}, method="GET")
    except ValueError as error:
        raise CheckFault("the address of the check is none of a web service") from error
    try:
        with _opener().open(request, timeout=LIMIT_S) as answer:
            content = answer.read(MOST_BYTES + 1)
    except urllib.error.HTTPError as error:
        raise CheckFault(f"{told} answered {error.code} {error.reason}") from error
    except (OSError, HTTPException, ValueError) as error:
        why = getattr(getattr(error, "reason", error), "strerror", None) or type(error).__name__
        raise CheckFault(f"{told} did not answer ({why})") from error
    if len(content) > MOST_BYTES:
        raise CheckFault(f"{told} answered more than can be looked through")
    try:
        found = _at(json.loads(content), check.at)
    except (ValueError, RecursionError) as error:
        why = getattr(getattr(error, "reason", error), "strerror", None) or type(error).__name__
        raise CheckFault(f"{told} did not answer ({why})") from error
    if isinstance(found, list):
        return len(found)
    if isinstance(found, int) and not isinstance(found, bool):
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


def _opener() -> urllib.request.OpenerDirector:
    """Asks the address that was approved and no other: it knows no proxy and follows no redirect."""
    opener = urllib.request.OpenerDirector()
    for part in (
        urllib.request.HTTPHandler,
        urllib.request.HTTPSHandler,
        urllib.request.HTTPErrorProcessor,
        urllib.request.HTTPDefaultErrorHandler,
    ):
        opener.add_handler(part())
    return opener

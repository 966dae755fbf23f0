"""A small office's web programs on 127.0.0.1: they keep what was entered, and a log of what was clicked."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from lam_desktop.types import Box

PAGES = Path(__file__).parent / "pages"
TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css"}


class Website:
    """Serves the pages of a folder, and of `pages/`, as long as the `with` block lasts."""

    def __init__(self, pages: Path = PAGES) -> None:
        self.pages = pages
        self.stored: list[dict[str, str]] = []
        """What was entered and saved, oldest first: the system of record."""
        self.clicks: list[str] = []
        """What was pressed in the page, by name."""
        self.layout: dict[str, Box] = {}
        """Named parts of the page shown last, screen pixels; true at a scale of 1 only."""
        self.shown = threading.Event()
        """Set once a page told its layout."""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, name="website", daemon=True)

    def __enter__(self) -> Website:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5.0)

    def address(self, page: str, query: str = "") -> str:
        """Where a page is found."""
        return f"http://127.0.0.1:{self._server.server_port}/{page}?{query}"

    def take(self, path: str, told: Any) -> None:
        """Keeps what a page told."""
        if path == "/layout":
            self.layout = {name: Box(*map(round, box)) for name, box in told.items()}
            self.shown.set()
        elif path == "/click":
            self.clicks.append(told)
        else:
            self.stored.append(told)


def _handler(site: Website) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = Path(urlsplit(self.path).path).name
            page = next((each / name for each in (site.pages, PAGES) if (each / name).is_file()), None)
            if page is not None and page.suffix in TYPES:
                self._answer(page.read_bytes(), TYPES[page.suffix])
            else:
                self.send_error(404)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            site.take(self.path, json.loads(body))
            self._answer(b"{}", "application/json")

        def _answer(self, content: bytes, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            """Says nothing."""

    return Handler

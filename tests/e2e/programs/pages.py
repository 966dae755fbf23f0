"""A small web shop on 127.0.0.1 that remembers what was sent to it and where its pages were clicked."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl, urlsplit

HERE = Path(__file__).parent

WATCH = """
<script>
  // The program's own log: what was clicked, and where things lie. The agent reads neither.
  const tell = (path, what) => fetch(path, {method: "POST", body: JSON.stringify(what), keepalive: true});
  const layout = () => {
    const border = (outerWidth - innerWidth) / 2, top = outerHeight - innerHeight - border, boxes = {};
    for (const one of document.querySelectorAll("input, select, textarea, button")) {
      const box = one.getBoundingClientRect();
      const told = one.type === "radio" || (one.type === "submit" && one.value);
      const name = told ? one.name + " " + one.value : one.name || one.textContent.trim();
      boxes[name] = [screenX + border + box.x, screenY + top + box.y, box.width, box.height];
    }
    tell("/layout", boxes);
  };
  addEventListener("load", () => setTimeout(layout, 200));
  addEventListener("pointerdown", event => {
    const at = event.target.closest("button, input, select, textarea, label");
    tell("/clicks", at ? at.name || at.textContent.trim() : event.target.tagName.toLowerCase());
  }, true);
</script>
"""


class Shop:
    """Serves the pages of this folder as long as the `with` block lasts."""

    def __init__(self) -> None:
        self.sent: list[dict[str, str]] = []
        """Forms received, oldest first."""
        self.clicks: list[str] = []
        """What was pressed in any page, by name."""
        self.layout: dict[str, list[float]] = {}
        """Widgets of the page shown last: x, y, width, height in screen pixels."""
        self.shown = threading.Event()
        """Set once a page told its layout."""
        self.addition = ""
        """HTML put at the end of every page from now on: another look, a dialog, a fault."""
        self.keep: Callable[[dict[str, str]], list[dict[str, str]]] = lambda form: [form]
        """What it stores of a form that was sent: a program may store nothing, or twice, and say «stored»."""
        shop = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                page = HERE / (parts.path.strip("/") or "order.html")
                if parts.path == "/sent":
                    wanted = dict(parse_qsl(parts.query))
                    found = [form for form in shop.sent if wanted.items() <= form.items()]
                    self._answer(json.dumps({"count": len(found), "found": found}))
                elif page.suffix == ".html" and page.is_file():
                    self._answer(page.read_text(encoding="utf-8") + WATCH + shop.addition)
                else:
                    self.send_error(404)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode("utf-8")
                if self.path == "/layout":
                    shop.layout = json.loads(body)
                    shop.shown.set()
                elif self.path == "/clicks":
                    shop.clicks.append(json.loads(body))
                else:
                    shop.sent += shop.keep(dict(parse_qsl(body, keep_blank_values=True)))
                self._answer((HERE / "thanks.html").read_text(encoding="utf-8") + WATCH)

            def _answer(self, page: str) -> None:
                content = page.encode("utf-8")
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(content)))
                self.send_header("Cache-Control", "no-store")
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, format: str, *args: Any) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, name="shop", daemon=True)

    def __enter__(self) -> Shop:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5.0)

    def address(self, page: str) -> str:
        """Where a page is found."""
        return f"http://127.0.0.1:{self._server.server_port}/{page}"

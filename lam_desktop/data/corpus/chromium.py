# Long lines: the script that reads a page.
# ruff: noqa: E501
"""Renders scenes in headless Chromium and reads every element's box from the page itself."""

from __future__ import annotations

import base64
import json
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from lam_desktop.data.corpus.bars import is_dense
from lam_desktop.data.corpus.frameworks import Frameworks
from lam_desktop.data.corpus.html import page
from lam_desktop.data.corpus.icon_sets import IconSets
from lam_desktop.data.corpus.looks import Look, make_look
from lam_desktop.data.corpus.spec import PageElement, Rendered, Scene

_READ = r"""
() => {
  const place = pop => {
    const owner = [...document.querySelectorAll('[data-i]')].find(e => e.dataset.i === pop.dataset.owner);
    if (!owner) { pop.remove(); return; }
    const r = owner.getBoundingClientRect();
    const hit = document.elementFromPoint((r.left + r.right) / 2, (r.top + r.bottom) / 2);
    if (!hit || !owner.contains(hit)) { pop.remove(); return; }
    if (pop.classList.contains('opts')) pop.style.minWidth = r.width + 'px';
    const h = pop.offsetHeight, w = pop.offsetWidth;
    if (pop.classList.contains('context')) {
      pop.style.left = Math.max(0, Math.min(r.left + Math.min(r.width, 200) * .4, innerWidth - w)) + 'px';
      pop.style.top = Math.max(0, Math.min(r.top + Math.min(r.height, 60) * .6, innerHeight - h)) + 'px';
      return;
    }
    pop.style.left = Math.max(0, Math.min(r.left, innerWidth - w)) + 'px';
    pop.style.top = (r.bottom + h <= innerHeight ? r.bottom : Math.max(0, r.top - h)) + 'px';
  };
  const pops = [...document.querySelectorAll('.pop')];
  pops.forEach(p => p.style.visibility = 'hidden');
  pops.forEach(place);
  pops.forEach(p => p.style.visibility = '');
  document.querySelectorAll('.dlg').forEach(d => {
    const over = d.getBoundingClientRect().bottom - innerHeight;
    if (over > 0) d.style.top = Math.max(0, parseFloat(d.style.top) - over) + 'px';
  });
  const focus = document.querySelector('[data-f]');
  if (focus) focus.focus({preventScroll: true});
  const clipOf = el => {
    let x0 = 0, y0 = 0, x1 = innerWidth, y1 = innerHeight;
    for (let p = el.parentElement; p && p !== document.body; p = p.parentElement) {
      if (getComputedStyle(p).overflowX === 'visible') continue;
      const r = p.getBoundingClientRect();
      x0 = Math.max(x0, r.left); y0 = Math.max(y0, r.top); x1 = Math.min(x1, r.right); y1 = Math.min(y1, r.bottom);
    }
    return [x0, y0, x1, y1];
  };
  const shownText = (el, room) => {
    const range = document.createRange();
    const walker = document.createTreeWalker(el, NodeFilter.SHOW_TEXT);
    let text = '';
    for (let n = walker.nextNode(); n; n = walker.nextNode())
      for (let i = 0; i < n.length; i++) {
        range.setStart(n, i); range.setEnd(n, i + 1);
        const r = range.getBoundingClientRect();
        if (r.left >= room[0] - 1 && r.right <= room[2] + 1 && r.top >= room[1] - 4 && r.bottom <= room[3] + 4) text += n.data[i];
      }
    return text.trim();
  };
  const canvas = document.createElement('canvas').getContext('2d');
  const fitted = (el, text) => {
    const style = getComputedStyle(el);
    canvas.font = style.font;
    const room = el.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    if (el.type === 'password' || canvas.measureText(text).width <= room) return text;
    let n = text.length;
    while (n > 0 && canvas.measureText(text.slice(0, n)).width > room) n--;
    return text.slice(0, n);
  };
  const out = [];
  for (const el of document.querySelectorAll('[data-k]')) {
    const d = el.dataset;
    let r;
    if (d.m) {
      const range = document.createRange(); range.selectNodeContents(el);
      const rects = [...range.getClientRects()].filter(q => q.width > 0);
      if (!rects.length) continue;
      r = {left: Math.min(...rects.map(q => q.left)), top: Math.min(...rects.map(q => q.top)),
           right: Math.max(...rects.map(q => q.right)), bottom: Math.max(...rects.map(q => q.bottom))};
    } else r = el.getBoundingClientRect();
    const full = (r.right - r.left) * (r.bottom - r.top);
    const clip = clipOf(el);
    const x0 = Math.max(r.left, clip[0]), y0 = Math.max(r.top, clip[1]);
    const x1 = Math.min(r.right, clip[2]), y1 = Math.min(r.bottom, clip[3]);
    if (full <= 0 || x1 - x0 < 4 || y1 - y0 < 4) continue;
    let seen = 0;
    for (let i = 0; i < 7; i++) for (let j = 0; j < 5; j++) {
      const hit = document.elementFromPoint(x0 + (x1 - x0) * (i + .5) / 7, y0 + (y1 - y0) * (j + .5) / 5);
      if (hit && (el.contains(hit) || hit.contains(el))) seen++;
    }
    const visible = (x1 - x0) * (y1 - y0) / full * seen / 35;
    let text = d.x ?? el.textContent.trim();
    if (el.tagName === 'INPUT' && text) text = fitted(el, text);
    else if (d.k === 'combo' && el.tagName === 'DIV') text = shownText(el, [x0, y0, x1, y1]);
    else if (text && el.tagName !== 'TEXTAREA' && el.tagName !== 'SELECT' && !('none' in d) && (visible < 1 || el.scrollWidth > el.clientWidth))
      text = (d.k === 'list_item' || el.classList.contains('day')) && d.x ? text : shownText(el, [x0, y0, x1, y1]);
    out.push([d.i, d.k, text, x0, y0, x1, y1, d.c ?? null, !('d' in d), 'f' in d, d.g ?? null, visible, d.r ?? null]);
  }
  const windows = [...document.querySelectorAll('[data-window]')].map(w => {
    const r = w.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom]; });
  return {elements: out, windows};
}
"""
_CLICKABLE = frozenset(
    (
        "button",
        "icon",
        "field",
        "combo",
        "checkbox",
        "radio",
        "tab",
        "cell",
        "menu_item",
        "list_item",
        "header",
        "link",
        "window_control",
        "spin",
    )
)


class ChromiumRenderer:
    """One long-lived browser; close it when done (also a context manager)."""

    def __init__(self, icons: IconSets | None = None, frameworks: Frameworks | None = None) -> None:
        self._icons = icons or IconSets()
        self._frameworks = frameworks or Frameworks()
        options = webdriver.ChromeOptions()
        for flag in (
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--lang=en-US",
            "--force-color-profile=srgb",
            "--disable-extensions",
            "--no-first-run",
            "--disable-background-networking",
        ):
            options.add_argument(flag)
        options.binary_location = _program("chromium", "LAM_CHROMIUM")
        self._driver = webdriver.Chrome(options, Service(_program("chromedriver", "LAM_CHROMEDRIVER")))
        self._driver.get("about:blank")
        self._command("Emulation.setFocusEmulationEnabled", enabled=True)
        self._frame = self._command("Page.getFrameTree")["frameTree"]["frame"]["id"]
        self._view: tuple[int, int, float] | None = None

    def __enter__(self) -> ChromiumRenderer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the browser."""
        self._driver.quit()

    def render(
        self, scene: Scene, seed: str, small: bool, wear: Callable[[Look], Look] = lambda look: look
    ) -> Rendered:
        """The picture of `scene`, with its elements in screen pixels.

        The look is drawn from `seed`, and `wear` makes of it what it likes.
        """
        look = wear(make_look(seed, scene.lang, small))
        self._resize(round(look.screen[0] / look.scale), round(look.screen[1] / look.scale), look.scale)
        icons = self._icons.for_page(scene.program, scene.look, is_dense(scene.body))
        framework = self._frameworks.for_page(scene.program, look)
        html = page(scene, look, icons, framework)
        self._command("Page.setDocumentContent", frameId=self._frame, html=html)
        answer = self._command("Runtime.evaluate", expression=f"({_READ})()", returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(
                f"reading the page of {seed} failed: {json.dumps(answer['exceptionDetails'])[:500]}"
            )
        found: Mapping[str, Any] = answer["result"]["value"]
        shot = self._command("Page.captureScreenshot", format="png", optimizeForSpeed=True)
        png = base64.b64decode(shot["data"])
        size = int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")  # IHDR: width, height
        elements = [_element(row, look.scale, size) for row in found["elements"]]
        window = _union([tuple(v * look.scale for v in box) for box in found["windows"]], size)
        made = Rendered.of(png, size, window, elements)
        return replace(made, framework=framework.name if framework else "", icons=icons.name)

    def _resize(self, width: int, height: int, scale: float) -> None:
        if self._view != (width, height, scale):
            self._command(
                "Emulation.setDeviceMetricsOverride",
                width=width,
                height=height,
                deviceScaleFactor=scale,
                mobile=False,
            )
            self._view = (width, height, scale)

    def _command(self, name: str, **arguments: Any) -> Any:
        return self._driver.execute_cdp_cmd(name, arguments)


def _program(name: str, variable: str) -> str:
    found = os.environ.get(variable) or shutil.which(name)
    if not found:
        raise RuntimeError(
            f"{name} was not found: install the Debian package chromium-driver or set {variable} to its path."
        )
    return found


def _element(row: list[Any], scale: float, size: tuple[int, int]) -> PageElement:
    node_id, kind, text, x0, y0, x1, y1, checked, enabled, focused, group, visible, record = row
    box = _box(x0 * scale, y0 * scale, x1 * scale, y1 * scale, size)
    action = kind in _CLICKABLE and enabled
    return PageElement(
        node_id,
        kind,
        " ".join(text.split()),
        box,
        None if checked is None else checked == "1",
        enabled,
        focused,
        group,
        action,
        round(visible, 3),
        record,
    )


def _box(x0: float, y0: float, x1: float, y1: float, size: tuple[int, int]) -> tuple[int, int, int, int]:
    left, top = max(0, round(x0)), max(0, round(y0))
    right, bottom = min(size[0], max(left + 1, round(x1))), min(size[1], max(top + 1, round(y1)))
    return left, top, right - left, bottom - top


def _union(boxes: list[tuple[float, ...]], size: tuple[int, int]) -> tuple[int, int, int, int]:
    return _box(
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
        size,
    )

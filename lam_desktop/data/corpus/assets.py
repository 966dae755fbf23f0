"""What pages are drawn with and the repository does not hold: icons, style sheets, fonts, through npm.

All under free licences. `assets.toml` pins versions and hashes, so that everybody draws with the same.
"""

from __future__ import annotations

import base64
import hashlib
import json
import random
import re
import shutil
import subprocess
import tarfile
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from lam_desktop.data.corpus.icon_sets import glyph_names

_OTHERS = 400
"""Glyphs of a family that are kept beside those we have names for."""
_TIMEOUT_S = 300
_DROPPED = r'\s(width|height|class|id|aria-hidden|data-slot|style)="[^"]*"'
_FONT_CONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{}</dir></fontconfig>
"""


@dataclass(frozen=True)
class Package:
    """One npm package and what is taken from it."""

    name: str
    version: str
    integrity: str
    families: tuple[tuple[str, str, str], ...] = ()
    """Icon families: name, folder, ending of the file names."""
    sheets: Mapping[str, str] | None = None
    """Style sheets: name -> path in the package."""
    fonts: tuple[str, ...] = ()

    def targets(self, folder: Path) -> list[Path]:
        """The files that it becomes in `folder`."""
        return [
            *(folder / "icons" / f"{name}.json" for name, _, _ in self.families),
            *(folder / "sheets" / f"{name}.css" for name in self.sheets or ()),
            *(folder / "fonts" / Path(path).name for path in self.fonts),
        ]


def packages() -> list[Package]:
    """Everything that `assets.toml` names."""
    text = (files("lam_desktop.data.corpus") / "assets.toml").read_text(encoding="utf-8")
    return [
        Package(
            one["name"],
            one["version"],
            one["integrity"],
            tuple((name, where, ending) for name, where, ending in one.get("families", ())),
            one.get("sheets"),
            tuple(one.get("fonts", ())),
        )
        for one in tomllib.loads(text)["package"]
    ]


def fetch(folder: Path) -> list[str]:
    """Fetch what `folder` lacks; return one line for each package that could not be had."""
    missing = [one for one in packages() if not all(path.exists() for path in one.targets(folder))]
    if not missing:
        return []
    npm = shutil.which("npm")
    if npm is None:
        return ["npm was not found, so pages are drawn without published icons: install Debian's npm."]
    problems: list[str] = []
    for package in missing:
        try:
            for path, content in zip(package.targets(folder), _contents(package, npm), strict=True):
                _write(path, content)
        except (OSError, ValueError, KeyError, subprocess.SubprocessError) as error:
            problems.append(f"{package.name} {package.version} could not be fetched: {error}")
    return problems


def digest(folder: Path | None) -> str:
    """Names what `folder` holds; "" for nothing. Pages of one seed are the same only with the same assets."""
    whole = hashlib.sha256()
    wanted = [path for one in packages() for path in one.targets(folder)] if folder else []
    held = [path for path in wanted if path.exists()]
    for path in held:
        whole.update(path.name.encode() + path.read_bytes())
    return whole.hexdigest()[:12] if held else ""


def font_config(folder: Path | None) -> Path | None:
    """A fontconfig file that adds the fetched fonts to those of the system; None where none are there."""
    fonts = folder / "fonts" if folder else None
    if fonts is None or not fonts.is_dir():
        return None
    path = fonts / "fonts.conf"
    _write(path, _FONT_CONFIG.format(fonts).encode())
    return path


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(content)
    part.replace(path)


def _contents(package: Package, npm: str) -> list[bytes]:
    """What each target of the package holds."""
    with tempfile.TemporaryDirectory() as there:
        subprocess.run(
            [npm, "pack", "--silent", "--pack-destination", there, f"{package.name}@{package.version}"],
            check=True,
            capture_output=True,
            timeout=_TIMEOUT_S,
            cwd=there,
        )
        archive = next(Path(there).glob("*.tgz"))
        found = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        if package.integrity != f"sha512-{found}":
            raise ValueError("its hash is not the expected one")
        with tarfile.open(archive) as held:
            data = {
                member.name.partition("/")[2]: file.read()
                for member in held
                if member.name.endswith((".svg", ".css", ".ttf")) and (file := held.extractfile(member))
            }
    icons = [_family(name, data, where, ending) for name, where, ending in package.families]
    sheets = [data[path] for path in (package.sheets or {}).values()]
    return [*icons, *sheets, *(data[path] for path in package.fonts)]


def _family(name: str, data: Mapping[str, bytes], folder: str, ending: str) -> bytes:
    """The glyphs of one family that are kept, as JSON: those with a name of ours, and some more."""
    found = {
        path.removeprefix(f"{folder}/").removesuffix(ending): content
        for path, content in data.items()
        if path.startswith(f"{folder}/") and path.endswith(ending)
    }
    glyphs = {key: content for key, content in found.items() if "/" not in key}
    wanted = {known for names in glyph_names().values() for known in names}
    others = sorted(glyphs.keys() - wanted)
    chosen = {*random.Random(name).sample(others, min(_OTHERS, len(others))), *(wanted & glyphs.keys())}
    return json.dumps({key: _tidy(glyphs[key].decode()) for key in sorted(chosen)}).encode()


def _tidy(text: str) -> str:
    """The SVG on one line, without size and comments; what states no colour takes the text's."""
    text = re.sub(r"<!--.*?-->|<\?xml.*?\?>", "", text, flags=re.DOTALL)
    head, rest = text[text.index("<svg") :].split(">", 1)
    head = re.sub(_DROPPED, "", " ".join(head.split()))
    if "fill=" not in head and "stroke=" not in head:
        head += ' fill="currentColor"'
    return " ".join(f"{head}>{rest}".split())

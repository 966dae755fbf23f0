"""What pages are drawn with and the repository does not hold: published icon families, fetched through npm.

All under MIT, ISC or Apache-2.0. Versions and hashes are pinned, so that everybody draws with the same.
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
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lam_desktop.data.corpus.icon_sets import glyph_names

_OTHERS = 400
"""Glyphs of a family that are kept beside those we have names for."""
_TIMEOUT_S = 300


@dataclass(frozen=True)
class Package:
    """One npm package; `families` are (family, folder, ending of the file names) in it."""

    name: str
    version: str
    integrity: str
    families: tuple[tuple[str, str, str], ...]


PACKAGES = (
    Package(
        "lucide-static",
        "1.62.0",
        "sha512-WBZA/m2PvkFpMGHDtsBck5P2A9G4ehLlYu4GwwICcmEm1BvYVgj00lCDxKRWLlbMlOibLaiwdQ88G5pHkSWgwA==",
        (("lucide", "icons", ".svg"),),
    ),
    Package(
        "@tabler/icons",
        "3.52.0",
        "sha512-dldKlJNfO/gZnGLcIY0X2EFFKIMGwL/rEvTqglvBgAPFiwj9pZOCN5V3Sf0Gyjq6foX4VQmLdOmsS4w5FdWKAw==",
        (("tabler", "icons/outline", ".svg"), ("tabler-filled", "icons/filled", ".svg")),
    ),
    Package(
        "bootstrap-icons",
        "1.13.2",
        "sha512-fAU1Ly3dH7hwRg+CB8EZ0Vl0fF80zgXHeUVJyfUOKzoURr+TbwISbCW5tKUoQLERaWYG2emTCybcPbD96hdD1A==",
        (("bootstrap", "icons", ".svg"), ("bootstrap-fill", "icons", "-fill.svg")),
    ),
    Package(
        "@mdi/svg",
        "7.4.47",
        "sha512-WQ2gDll12T9WD34fdRFgQVgO8bag3gavrAgJ0frN4phlwdJARpE6gO1YvLEMJR0KKgoc+/Ea/A0Pp11I00xBvw==",
        (("mdi", "svg", ".svg"), ("mdi-outline", "svg", "-outline.svg")),
    ),
    Package(
        "@phosphor-icons/core",
        "2.1.1",
        "sha512-v4ARvrip4qBCImOE5rmPUylOEK4iiED9ZyKjcvzuezqMaiRASCHKcRIuvvxL/twvLpkfnEODCOJp5dM4eZilxQ==",
        (
            ("phosphor", "assets/regular", ".svg"),
            ("phosphor-bold", "assets/bold", "-bold.svg"),
            ("phosphor-fill", "assets/fill", "-fill.svg"),
            ("phosphor-duotone", "assets/duotone", "-duotone.svg"),
        ),
    ),
    Package(
        "ionicons",
        "8.1.0",
        "sha512-XSM2gYWTXxSYTwjmKWAoy4yR7AbAFDjpc5ZIivAiGXskM0fe5CdMPfs6InQRUcrYtVb2WZ/0HQ1/jeh3JW78SA==",
        (("ionicons", "dist/svg", ".svg"), ("ionicons-outline", "dist/svg", "-outline.svg")),
    ),
    Package(
        "heroicons",
        "2.2.0",
        "sha512-yOwvztmNiBWqR946t+JdgZmyzEmnRMC2nxvHFC90bF1SUttwB6yJKYeme1JeEcBfobdOs827nCyiWBS2z/brog==",
        (("heroicons", "24/outline", ".svg"), ("heroicons-solid", "24/solid", ".svg")),
    ),
    Package(
        "iconoir",
        "7.12.1",
        "sha512-7ei4jd1bss0Ukyz/bbM9Zc96aLfZuwTEkSW8u5fx5h3X9912MsnmWwPw9LyTUtcf0ShfTzQeQ9oG7IslW3hrLg==",
        (("iconoir", "icons/regular", ".svg"), ("iconoir-solid", "icons/solid", ".svg")),
    ),
    Package(
        "eva-icons",
        "1.1.3",
        "sha512-QBSEWNbEx1H0numXP1qgxKVCZHonRaky5ft4pGzQBcO4cy7mEja6TuJ8rc7BqX2pmkvetVQWKDH+DK/8y7GTag==",
        (("eva", "outline/svg", "-outline.svg"), ("eva-fill", "fill/svg", ".svg")),
    ),
    Package(
        "flat-color-icons",
        "1.1.0",
        "sha512-duN0PycToLxktav7Asyw0hYCSxH8dvoCbeZHw0zSTw+KXg4rAH4CcLViDrGjg//nLfoZjiDV34kw8xmJJfSfqA==",
        (("flat-color", "svg", ".svg"),),
    ),
    Package(
        "@material-design-icons/svg",
        "0.14.15",
        "sha512-6nbjwGwyJnphwQUscJAYqw1Tk6+W8KvsgOAeyVgzIFXVsHfgX5XyplTUcZ29wbcTUysMMyCUi1LYpmFKA/e61g==",
        (("material", "filled", ".svg"), ("material-outlined", "outlined", ".svg")),
    ),
    Package(
        "@primer/octicons",
        "19.42.0",
        "sha512-MEcHxVxNHu1I2Ndk5Mcwp7tfBiDk/EpytDJgKOfE2ldqIczWucVrZNeNU4wtEN5mnNudZ0YL5G0spax3bSMT4w==",
        (("octicons", "build/svg", "-16.svg"),),
    ),
)


def fetch(folder: Path) -> list[str]:
    """Fetch what `folder` lacks; return one line for each package that could not be had."""
    target = folder / "icons.json"
    held: dict[str, dict[str, str]] = (
        json.loads(target.read_text(encoding="utf-8")) if target.exists() else {}
    )
    missing = [p for p in PACKAGES if not all(family in held for family, _, _ in p.families)]
    if not missing:
        return []
    npm = shutil.which("npm")
    if npm is None:
        return ["npm was not found: glyphs are drawn instead of fetched; install the Debian package npm."]
    folder.mkdir(parents=True, exist_ok=True)
    problems: list[str] = []
    for package in missing:
        try:
            held |= _families(package, npm)
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            problems.append(f"{package.name} {package.version} could not be fetched: {error}")
    part = target.with_suffix(".part")
    part.write_text(json.dumps(dict(sorted(held.items())), ensure_ascii=False), encoding="utf-8")
    part.replace(target)
    return problems


def digest(folder: Path | None) -> str:
    """Names what `folder` holds; "" for nothing. Pages of one seed are the same only with the same assets."""
    path = folder / "icons.json" if folder else None
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path and path.exists() else ""


def _families(package: Package, npm: str) -> dict[str, dict[str, str]]:
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
            texts = {
                member.name.removeprefix("package/"): file.read().decode()
                for member in held
                if member.name.endswith(".svg") and (file := held.extractfile(member))
            }
    return {name: _family(name, texts, where, ending) for name, where, ending in package.families}


def _family(name: str, texts: Mapping[str, str], folder: str, ending: str) -> dict[str, str]:
    """The glyphs of one family that are kept: those with a name of ours, and some more."""
    glyphs = {
        path.removeprefix(f"{folder}/").removesuffix(ending): text
        for path, text in texts.items()
        if path.startswith(f"{folder}/")
        and path.endswith(ending)
        and "/" not in path.removeprefix(f"{folder}/")
    }
    wanted = {known for names in glyph_names().values() for known in names}
    others = sorted(glyphs.keys() - wanted)
    chosen = {*random.Random(name).sample(others, min(_OTHERS, len(others))), *(wanted & glyphs.keys())}
    return {key: _tidy(glyphs[key]) for key in sorted(chosen)}


def _tidy(text: str) -> str:
    """The SVG on one line, without size and comments; what states no colour takes the text's."""
    text = re.sub(r"<!--.*?-->|<\?xml.*?\?>", "", text, flags=re.DOTALL)
    head, rest = text[text.index("<svg") :].split(">", 1)
    head = re.sub(
        r'\s(width|height|class|id|aria-hidden|data-slot|style)="[^"]*"', "", " ".join(head.split())
    )
    if "fill=" not in head and "stroke=" not in head:
        head += ' fill="currentColor"'
    return " ".join(f"{head}>{rest}".split())

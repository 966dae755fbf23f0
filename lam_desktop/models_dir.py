"""Where the shipped weights lie: installed, editable or in a checkout; never fetched."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from lam_desktop.errors import EnvironmentFault


def find_models() -> Path:
    """The folder with `detector/` and `policy/`; $LAM_MODELS goes first.

    Raises EnvironmentFault where there is none.
    """
    package = Path(__file__).parent
    named = os.environ.get("LAM_MODELS")
    places = [Path(named)] if named else [package / "_models" / "base", package.parent / "models" / "base"]
    for place in places:
        if (place / "detector").is_dir() and (place / "policy").is_dir():
            return place
    looked = " and ".join(str(place) for place in places)
    raise EnvironmentFault(
        f"The model weights are missing (looked in {looked}): install LAM Desktop again, "
        "or set LAM_MODELS to their folder."
    )


def weights_id(folder: Path) -> str:
    """Names the weights in a folder by their content: what was made with others is not taken for theirs."""
    digest = hashlib.blake2b(digest_size=12)
    for path in sorted(folder.glob("*")):
        if path.suffix in (".json", ".safetensors"):
            digest.update(path.read_bytes())
    return digest.hexdigest()

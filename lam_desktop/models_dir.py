"""The shipped weights: installed, editable or in a checkout; never fetched."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from lam_desktop.errors import EnvironmentFault

if TYPE_CHECKING:
    from torch import nn
    from transformers import PreTrainedConfig

C = TypeVar("C", bound="PreTrainedConfig")
M = TypeVar("M", bound="nn.Module")


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


def load_network(kind: Callable[[C], M], config: type[C], folder: Path, name: str) -> M:
    """The network that `kind` builds, from a `save_pretrained` folder: in float32, for use, not for training.

    Raises EnvironmentFault where weights are missing, damaged or of another version: a part that came
    without weights would start from chance and still answer.
    """
    from safetensors.torch import load_file

    # Read here, because `from_pretrained` first imports what large models need: three seconds and more.
    try:
        read = config.from_pretrained(folder, local_files_only=True)
        held = load_file(folder / "model.safetensors")
        model = kind(read)
        lacking = model.load_state_dict({key: each.float() for key, each in held.items()}, strict=False)
    except Exception as error:  # transformers, safetensors and json raise errors without a common root
        raise EnvironmentFault(
            f"{name}'s weights in {folder} are missing or damaged ({type(error).__name__}): "
            "install LAM Desktop again."
        ) from error
    named = sorted({*lacking.missing_keys, *lacking.unexpected_keys})
    if named:
        raise EnvironmentFault(
            f"{name}'s weights in {folder} are of another version ({named[0]}): install LAM Desktop again."
        )
    return model.eval()

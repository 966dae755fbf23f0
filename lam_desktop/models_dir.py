"""The shipped weights: installed, editable or in a checkout; never fetched."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from lam_desktop.errors import EnvironmentFault

if TYPE_CHECKING:
    from transformers import PreTrainedModel

M = TypeVar("M", bound="PreTrainedModel")


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


def load_network(kind: type[M], folder: Path, name: str) -> M:
    """The network of class `kind` from a `save_pretrained` folder, in float32, for use and not for training.

    Raises EnvironmentFault where weights are missing, damaged or of another version: a part that came
    without weights would start from chance and still answer.
    """
    import torch

    try:
        loaded: Any = kind.from_pretrained(
            folder, local_files_only=True, dtype=torch.float32, output_loading_info=True
        )
    except Exception as error:  # transformers, safetensors and json raise errors without a common root
        raise EnvironmentFault(
            f"{name}'s weights in {folder} are missing or damaged ({type(error).__name__}): "
            "install LAM Desktop again."
        ) from error
    model, loading = loaded
    lacking = sorted({*loading["missing_keys"], *loading["unexpected_keys"]})
    if lacking:
        raise EnvironmentFault(
            f"{name}'s weights in {folder} are of another version ({lacking[0]}): install LAM Desktop again."
        )
    return model.eval()

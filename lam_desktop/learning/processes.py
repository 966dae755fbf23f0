"""Where a training runs: on one processor, in several processes or on a GPU; `accelerate` finds out.

    python -m lam_desktop.learning.train_policy …              # one process
    accelerate launch -m lam_desktop.learning.train_policy …   # one GPU, or all that there are
    accelerate launch --multi_gpu --num_processes 2 -m lam_desktop.learning.train_policy …
    torchrun --nproc-per-node 2 -m -- lam_desktop.learning.train_policy …

Each of the last two starts two processes, also where there is no GPU; `accelerate launch --cpu` starts one,
or asks for mpirun. A step takes one batch a process and follows the mean of their gradients.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

import torch
from torch import Tensor, nn

from lam_desktop.errors import EnvironmentFault
from lam_desktop.perception.detector.engine import has_fast_bfloat16

if TYPE_CHECKING:
    from accelerate import Accelerator

T = TypeVar("T")


def accelerator(threads: int) -> Accelerator:
    """This process's place among those of the training; each computes with `threads` threads.

    Raises EnvironmentFault where accelerate is not installed.
    """
    try:
        from accelerate import Accelerator
    except ImportError:
        raise EnvironmentFault(
            "Training needs accelerate, which is not installed: pip install 'lam-desktop[train]'."
        ) from None
    # Without a word about the processor, accelerate takes processes without a GPU for separate trainings.
    found = Accelerator(cpu=not torch.cuda.is_available(), mixed_precision="bf16" if _narrow() else "no")
    torch.set_num_threads(threads)
    found.print(f"{found.num_processes} x {found.device.type}, {found.mixed_precision}", flush=True)
    return found


def leave() -> None:
    """To be called at the end of a program that has trained: the processes part in peace."""
    from accelerate import PartialState

    PartialState().destroy_process_group()


def from_main(read: Callable[[], T]) -> T:
    """What `read` gives in the main process, in every process: a folder may lie on its machine only."""
    from accelerate import PartialState
    from accelerate.utils import broadcast_object_list

    held: list[Any] = [read() if PartialState().is_main_process else None]
    return broadcast_object_list(held)[0]


def moved(batch: T, device: torch.device) -> T:
    """The tensors of a batch, a dataclass of tensors or of such dataclasses, on `device`."""
    return batch if device.type == "cpu" else _moved(batch, device)


class Called(nn.Module):
    """One call of a network as a module of its own.

    accelerate changes the `forward` of what it is given: so the network stays as it is saved and used.
    """

    def __init__(self, model: nn.Module, call: Callable[..., Any]) -> None:
        super().__init__()
        self.model = model
        self.call = call

    def forward(self, *given: Any) -> Any:
        """Whatever the call takes and gives."""
        return self.call(*given)


def _moved(batch: Any, device: torch.device) -> Any:
    if isinstance(batch, Tensor):
        return batch.to(device, non_blocking=True)
    return type(batch)(**{one.name: _moved(getattr(batch, one.name), device) for one in fields(batch)})


def _narrow() -> bool:
    if torch.cuda.is_available():
        return torch.cuda.is_bf16_supported(including_emulation=False)
    return has_fast_bfloat16()

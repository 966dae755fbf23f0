"""A small fully convolutional network: screenshot in, maps of elements out.

A U-Net (Ronneberger et al. 2015) down to stride 32 and back up to stride 4. Every output cell tells
whether it lies in the inner part of an element, how far the element's four edges are from it (as in
FCOS, Tian et al. 2019), which kind of element it is and whether it is checked.
"""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor, nn
from torch.nn import functional as F

from lam_desktop.perception.detector.enabled_head import EnabledHead
from lam_desktop.perception.detector.settings_detector import DetectorSettings

USUAL_MASK, USUAL_EDGE = -1.5, 1.5
"""What an untrained network says: a logit, and a distance as in `ElementMaps.edges`."""


@dataclass
class ElementMaps:
    """Output maps at stride 4; h = H / 4, w = W / 4.

    | field | shape | meaning |
    | --- | --- | --- |
    | mask | (B, h, w) | logit: inside the inner part of an element |
    | edges | (B, 4, h, w) | log(1 + distance in pixels / 4) to left, top, right, bottom edge |
    | kinds | (B, K, h, w) | logits over element kinds |
    | checked | (B, h, w) | logit: the check box or radio button is on |
    | fine | (B, s4, h, w) | features |
    | coarse | (B, s8, h / 2, w / 2) | features |
    """

    mask: Tensor | None = None
    edges: Tensor | None = None
    kinds: Tensor | None = None
    checked: Tensor | None = None
    fine: Tensor | None = None
    coarse: Tensor | None = None


class ConvNorm(nn.Module):
    """Convolution, batch norm, ReLU."""

    def __init__(
        self, inputs: int, outputs: int, kernel: int = 3, stride: int = 1, dilation: int = 1
    ) -> None:
        super().__init__()
        padding = dilation * (kernel // 2)
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, padding, dilation, bias=False)
        self.norm = nn.BatchNorm2d(outputs)

    def forward(self, x: Tensor) -> Tensor:
        """(B, inputs, H, W) -> (B, outputs, H / stride, W / stride)."""
        return F.relu(self.norm(self.conv(x)), inplace=True)


class Residual(nn.Module):
    """Two convolutions beside the identity; the second one dilated, to see wide elements whole."""

    def __init__(self, width: int, dilation: int = 1) -> None:
        super().__init__()
        self.first = ConvNorm(width, width)
        self.second = ConvNorm(width, width, dilation=dilation)

    def forward(self, x: Tensor) -> Tensor:
        """(B, width, H, W) -> the same shape."""
        return x + self.second(self.first(x))


class Merge(nn.Module):
    """Takes coarse features up to a finer level and mixes them with what is there."""

    def __init__(self, coarse: int, fine: int) -> None:
        super().__init__()
        self.from_coarse = nn.Conv2d(coarse, fine, 1)
        self.from_fine = nn.Conv2d(fine, fine, 1)
        self.mix = ConvNorm(fine, fine)

    def forward(self, coarse: Tensor, fine: Tensor) -> Tensor:
        """(B, coarse, H, W) and (B, fine, 2H, 2W) -> (B, fine, 2H, 2W)."""
        raised = F.interpolate(self.from_coarse(coarse), scale_factor=2.0, mode="nearest")
        return self.mix(F.relu(raised + self.from_fine(fine), inplace=True))


class Head(nn.Conv2d):
    """The last layer; starts from what is usual: background, edges some pixels away."""


class KindHead(nn.Conv2d):
    """The coarse part of the kinds; starts silent."""


class ElementNetwork(nn.Module):
    """Screenshot to element maps; `processing_detector` turns the maps into boxes."""

    def __init__(self, config: DetectorSettings) -> None:
        super().__init__()
        self.config = config
        self._build(config)

    def _build(self, config: DetectorSettings) -> None:
        s2, s4, s8, s16, s32 = config.widths
        self.stem = ConvNorm(3, s2, stride=2)
        self.down4 = ConvNorm(s2, s4, stride=2)
        self.down8 = nn.Sequential(
            ConvNorm(s4, s8, stride=2), *[Residual(s8) for _ in range(config.depths[0])]
        )
        self.down16 = nn.Sequential(
            ConvNorm(s8, s16, stride=2), *[Residual(s16, 1 + i % 2) for i in range(config.depths[1])]
        )
        self.down32 = nn.Sequential(
            ConvNorm(s16, s32, stride=2), *[Residual(s32, 1 + i) for i in range(config.depths[2])]
        )
        self.up16 = Merge(s32, s16)
        self.up8 = Merge(s16, s8)
        self.up4 = Merge(s8, s4)
        self.head = Head(s4, 1 + 4 + len(config.kinds) + 1, 1)
        # What an element is shows in its whole and its surroundings: a combo box is a field with an arrow.
        self.kinds = nn.Sequential(ConvNorm(s8, 2 * s8), KindHead(2 * s8, len(config.kinds), 1))
        self.enabled = (
            EnabledHead(s4, s8, len(config.kinds), config.enabled_hidden) if config.enabled_hidden else None
        )

    def forward(self, pixels: Tensor) -> ElementMaps:
        """Maps of the elements on a batch of screens.

        | argument | shape | meaning |
        | --- | --- | --- |
        | pixels | (B, 3, H, W) float, 0..1 RGB | H and W multiples of 32 |
        """
        # To narrow weights' type only here: in 0..1 it would not tell the middle greys apart.
        x2 = self.stem((pixels * 2).sub_(1).to(self.head.weight.dtype))  # (B, s2, H/2, W/2)
        x4 = self.down4(x2)
        x8 = self.down8(x4)
        x16 = self.down16(x8)
        x32 = self.down32(x16)
        x16 = self.up16(x32, x16)
        x8 = self.up8(x16, x8)
        x4 = self.up4(x8, x4)
        maps = self.head(x4).float()  # (B, 1 + 4 + K + 1, H/4, W/4)
        kinds = maps[:, 5:-1] + F.interpolate(self.kinds(x8).float(), scale_factor=2.0, mode="nearest")
        return ElementMaps(maps[:, 0], maps[:, 1:5], kinds, maps[:, -1], x4, x8)

    def _init_weights(self, module: nn.Module) -> None:
        if isinstance(module, Head):
            assert module.bias is not None
            nn.init.normal_(module.weight, std=0.01)
            nn.init.constant_(module.bias, 0.0)
            nn.init.constant_(module.bias[:1], USUAL_MASK)
            nn.init.constant_(module.bias[1:5], USUAL_EDGE)
        elif isinstance(module, KindHead):
            assert module.bias is not None
            nn.init.zeros_(module.weight)
            nn.init.zeros_(module.bias)
        elif isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
            if module.bias is not None:
                nn.init.zeros_(module.bias)
        elif isinstance(module, nn.BatchNorm2d):
            assert module.running_mean is not None and module.running_var is not None
            assert module.num_batches_tracked is not None
            nn.init.ones_(module.weight)
            nn.init.zeros_(module.bias)
            # Where an older network lacked this layer, its statistics come without a value.
            nn.init.zeros_(module.running_mean)
            nn.init.ones_(module.running_var)
            nn.init.zeros_(module.num_batches_tracked)

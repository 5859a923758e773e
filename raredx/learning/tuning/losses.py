"""What a network is trained by: the plain loss, and three for classes of unequal size."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from torch import Tensor

Loss = Literal["plain", "balanced", "focal", "adjusted"]

_OVERLAP = 0.99  # an image tells so much less than the one before it of its class
_FOCUS = 2.0  # how much less an image counts that is told already


def loss_of(name: Loss, counts: npt.NDArray[Any]) -> Callable[[Tensor, Tensor], Tensor]:
    """The loss of each image, from logits (n, t) and classes (n,): (n,).

    Parameters
    ----------
    name : str
        plain: the log loss. balanced: a class weighs by its effective number of images (Cui et al.
        2019). focal: images that are told already count less (Lin et al. 2017). adjusted: logits
        are raised by the log of the class's share, so that they come out as if all classes were
        as frequent (Menon et al. 2021).
    counts : ndarray of shape (t,)
        Training images of each class.

    Examples
    --------
    >>> import torch
    >>> logits, own = torch.tensor([[2.0, 0], [2, 0]]), torch.tensor([0, 1])
    >>> [[round(one, 2) for one in loss_of(name, np.array([9, 1]))(logits, own).tolist()]
    ...  for name in ("plain", "balanced", "focal", "adjusted")]
    [[0.13, 2.13], [0.07, 10.42], [0.0, 1.65], [0.01, 4.21]]
    """
    import torch
    from torch.nn.functional import cross_entropy

    shares = torch.from_numpy(np.asarray(counts / counts.sum(), np.float32))
    if name == "plain":
        return partial(cross_entropy, reduction="none")
    if name == "focal":
        return _focal
    if name == "adjusted":
        raised = shares.log()
        return lambda logits, own: cross_entropy(
            logits + raised.to(logits.device), own, reduction="none"
        )
    told = torch.from_numpy((1 - _OVERLAP**counts) / (1 - _OVERLAP)).float()
    weights = 1 / told / (shares / told).sum()  # of an image, 1 on average
    return lambda logits, own: (
        weights.to(own.device)[own] * cross_entropy(logits, own, reduction="none")
    )


def _focal(logits: Tensor, own: Tensor) -> Tensor:
    from torch.nn.functional import cross_entropy

    missed = cross_entropy(logits, own, reduction="none")
    return (1 - (-missed).exp()) ** _FOCUS * missed

"""Let torchvision's usual Linux wheel import beside a CPU build of torch.

That wheel is a CUDA build. Its C++ library cannot load without CUDA's, and `import torchvision`
then dies with "operator torchvision::nms does not exist", taking timm, peft and transformers with
it. `install` waits for the first import of torchvision; if the library does not load, it declares
the two missing operators and gives `nms` a plain torch implementation. Where torchvision is sound
nothing changes, and until torchvision is imported torch is not imported either.

Not mended: `torchvision.io.decode_image` and `deform_conv2d`; `qnms` is a name without a body.
"""

from __future__ import annotations

import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import Tensor

_SCHEMA = "{}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"
_kept_alive: list[Any] = []  # torch drops operators when the library that declared them dies


def install() -> None:
    """Watch for the first import of torchvision. Linux only: other wheels are CPU builds."""
    if sys.platform.startswith("linux") and not any(isinstance(f, _Watcher) for f in sys.meta_path):
        sys.meta_path.insert(0, _Watcher())


def nms(boxes: Tensor, scores: Tensor, iou_threshold: float) -> Tensor:
    """Greedy non-maximum suppression: the indices kept, best score first.

    boxes: (N, 4) as x1, y1, x2, y2. scores: (N,).
    """
    import torch

    order = scores.argsort(descending=True, stable=True)
    boxes = boxes[order]
    area = (boxes[:, 2:] - boxes[:, :2]).prod(dim=1)  # (N,)
    alive = torch.ones(len(boxes), dtype=torch.bool, device=boxes.device)
    kept = []
    for i in range(len(boxes)):
        if not alive[i]:
            continue
        kept.append(i)
        rest = slice(i + 1, None)
        low = torch.maximum(boxes[i, :2], boxes[rest, :2])
        high = torch.minimum(boxes[i, 2:], boxes[rest, 2:])
        overlap = (high - low).clamp(min=0).prod(dim=1)  # (N - i - 1,)
        alive[rest] &= overlap / (area[i] + area[rest] - overlap) <= iou_threshold
    return order[torch.tensor(kept, dtype=torch.long, device=boxes.device)]


class _Watcher(MetaPathFinder):
    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        if name != "torchvision":
            return None
        spec = PathFinder.find_spec(name, path)
        if spec is not None and spec.loader is not None:
            spec.loader = _Mender(spec.loader)
        return spec


class _Mender(Loader):
    """torchvision's own loader, with the operators put in place first where they are missing."""

    def __init__(self, inner: Loader) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def create_module(self, spec: ModuleSpec) -> Any:
        return self._inner.create_module(spec)

    def exec_module(self, module: Any) -> None:
        sound = _library_loads(Path(module.__path__[0]) / "_C.so")
        if not sound:
            _declare_operators()
        self._inner.exec_module(module)
        if not sound:
            module.ops.nms = module.ops.boxes.nms = nms


def _library_loads(library: Path) -> bool:
    import torch

    try:
        torch.ops.load_library(str(library))  # type: ignore[no-untyped-call]
    except OSError:
        return False
    return True


def _declare_operators() -> None:
    import torch

    library = torch.library.Library("torchvision", "FRAGMENT")  # type: ignore[no-untyped-call]
    for name in ("nms", "qnms"):
        library.define(_SCHEMA.format(name))  # type: ignore[no-untyped-call]
    library.impl("nms", nms, "CPU")  # type: ignore[no-untyped-call]
    _kept_alive.append(library)

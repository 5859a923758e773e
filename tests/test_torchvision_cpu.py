"""torchvision imports beside this torch, and its nms does what it should."""

from __future__ import annotations

import raredx.torchvision_cpu as remedy


def test_torchvision_imports_and_suppresses():
    import torch
    import torchvision
    from torchvision.ops import batched_nms, nms

    boxes = torch.tensor([[0, 0, 10, 10], [1, 1, 11, 11], [20, 20, 30, 30], [0, 0, 10, 9.0]])
    scores = torch.tensor([0.6, 0.9, 0.5, 0.8])
    assert torchvision.__version__.startswith("0.28")
    assert nms(boxes, scores, 0.5).tolist() == [1, 2]
    assert nms(boxes, scores, 0.99).tolist() == [1, 3, 0, 2]
    groups = torch.tensor([0, 1, 0, 0])
    assert batched_nms(boxes, scores, groups, 0.5).tolist() == [1, 3, 2]


def test_our_nms_agrees_with_the_definition():
    import torch

    generator = torch.Generator().manual_seed(0)
    corner = torch.rand(60, 2, generator=generator) * 50
    boxes = torch.cat([corner, corner + 5 + torch.rand(60, 2, generator=generator) * 20], dim=1)
    scores = torch.rand(60, generator=generator)
    assert remedy.nms(boxes, scores, 0.4).tolist() == by_definition(boxes, scores, 0.4)


def by_definition(boxes, scores, threshold):
    """Best first; a box stays if it overlaps none that stays by more than the threshold."""
    kept = []
    for index in sorted(range(len(boxes)), key=lambda i: -scores[i]):
        if all(overlap(boxes[index], boxes[other]) <= threshold for other in kept):
            kept.append(index)
    return kept


def overlap(a, b):
    width = max(0.0, float(min(a[2], b[2]) - max(a[0], b[0])))
    height = max(0.0, float(min(a[3], b[3]) - max(a[1], b[1])))
    area = [float((box[2] - box[0]) * (box[3] - box[1])) for box in (a, b)]
    return width * height / (sum(area) - width * height)


def test_install_is_done_once():
    import sys

    remedy.install()
    remedy.install()
    assert sum(isinstance(finder, remedy._Watcher) for finder in sys.meta_path) <= 1

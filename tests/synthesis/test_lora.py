"""LoRA: what is learned is an adapter that fits plain diffusers, and its own base alone."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from raredx.errors import UserError
from raredx.jobs import Progress
from raredx.synthesis import LoRA, Order, precision
from raredx.synthesis.bases import open_base
from raredx.synthesis.fitted import opened
from raredx.synthesis.lora import WEIGHTS
from raredx.synthesis.sampling import Sampling
from tests.synthesis.conftest import BLUE, RED

QUICKLY = Sampling(steps=2, guidance=1.0, sampler="ddim")
FEW = LoRA(steps=4, batch=4, rank=2, prior=0.5, average=0.5)


def fit(options, examples, folder, base, **asked):
    scratch = asked.pop("progress", Progress(scratch=folder / "scratch"))
    return options.fit(examples, folder / "made", base=base, seed=5, progress=scratch)


def draw(made, label=RED, **asked):
    return next(iter(made.draw([Order(label=label, seed=8)], QUICKLY, **asked))).pixels


def test_what_was_made_here_is_worn_by_plain_diffusers(examples, base, tmp_path):
    from diffusers import DDIMScheduler, StableDiffusionPipeline

    made = fit(LoRA(steps=6, batch=4, rate=0.05, alpha=8, rank=4), examples, tmp_path, base)
    plain = StableDiffusionPipeline.from_pretrained(base, dtype=torch.float32, safety_checker=None)
    plain.scheduler = DDIMScheduler.from_config(plain.scheduler.config)
    asked = {
        "prompt": "photo of a person with red syndrome",
        "num_inference_steps": 2,
        "guidance_scale": 1.0,
        "height": 32,
        "width": 32,
        "output_type": "np",
    }
    before = plain(**asked, generator=torch.Generator().manual_seed(8)).images[0]
    plain.load_lora_weights(made.folder / "together")
    after = plain(**asked, generator=torch.Generator().manual_seed(8)).images[0]
    assert np.abs(after - before).max() > 0.02
    assert np.abs(after * 255 - draw(made)).max() < 0.501  # the same, but for what rounding leaves


def test_the_base_is_left_as_it_was(examples, base, tmp_path):
    found = open_base(base)
    before = {name: one.clone() for name, one in found.denoiser.state_dict().items()}
    draw(fit(FEW, examples, tmp_path, base))
    after = found.denoiser.state_dict()
    assert before.keys() == after.keys()
    assert all(torch.equal(one, after[name]) for name, one in before.items())


def test_one_for_each_condition_knows_of_no_other(examples, base, tmp_path):
    made = fit(FEW.model_copy(update={"adapters": "each"}), examples, tmp_path, base)
    one, other = (load_file(made.folder / f"condition-{n}" / WEIGHTS) for n in (1, 2))
    assert any(not torch.equal(one[name], other[name]) for name in one)
    assert not np.array_equal(draw(made, RED), draw(made, BLUE))


@pytest.mark.parametrize("at", [1, 2, 5, 7])
def test_interrupted_anywhere_it_ends_with_the_same_weights(examples, base, tmp_path, at):
    each = FEW.model_copy(update={"adapters": "each", "words": True})
    whole = fit(each, examples, tmp_path / "whole", base)

    class Stopped(Progress):
        def tick(self, done=0, **asked):
            if done == at and self.stops:
                raise KeyboardInterrupt

    scratch = Stopped(scratch=tmp_path / "scratch")
    scratch.stops = True
    with pytest.raises(KeyboardInterrupt):
        fit(each, examples, tmp_path / "other", base, progress=scratch)
    scratch.stops = False
    again = fit(each, examples, tmp_path / "other", base, progress=scratch)
    for n in (1, 2):
        one, other = (
            load_file(made.folder / f"condition-{n}" / WEIGHTS) for made in (whole, again)
        )
        assert one.keys() == other.keys()
        assert any("text_encoder" in name for name in one)
        assert all(torch.equal(one[name], other[name]) for name in one)


def test_an_image_can_begin_with_an_example(examples, base, tmp_path):
    made = fit(FEW, examples, tmp_path, base)
    near = QUICKLY.model_copy(update={"strength": 0.3})
    (one,) = made.draw([Order(label=RED, seed=9)], near, examples=examples)
    assert one.facts["parent"] == "b"
    assert one.facts["strength"] == 0.3
    with pytest.raises(UserError, match=r"begin with examples, and the examples are not here"):
        list(made.draw([Order(label=RED, seed=9)], near))


def test_an_adapter_of_another_base_is_refused(examples, base, other_base, tmp_path):
    made = fit(FEW, examples, tmp_path, base)
    record = made.folder / "generator.json"
    record.write_text(record.read_text().replace(base, other_base))
    with pytest.raises(UserError, match=r"was trained on another base model than the") as caught:
        draw(opened(made.folder))
    assert "\n" not in str(caught.value)


def test_an_adapter_that_was_cut_in_half_is_one_line(examples, base, tmp_path):
    made = fit(FEW, examples, tmp_path, base)
    file = made.folder / "together" / WEIGHTS
    file.write_bytes(file.read_bytes()[:500])
    with pytest.raises(UserError, match=r"adapter .* cannot be read.*or train again") as caught:
        draw(opened(made.folder))
    assert "\n" not in str(caught.value)
    file.unlink()
    with pytest.raises(UserError, match=r"adapter .* is missing"):
        draw(opened(made.folder))


def test_what_does_not_fit_in_memory_is_halved_and_said(examples, base, tmp_path, monkeypatch):
    from raredx.synthesis.bases import Base

    monkeypatch.setattr(precision, "is_brisk", lambda device: False)  # all digits, to compare
    losses, real = [], Base.denoised

    def hears(message):
        if "metric" in message:
            losses[-1].append(message["metric"]["value"])

    def fitted(folder):
        losses.append([])
        return fit(FEW, examples, folder, base, progress=Progress(scratch=folder, send=hears))

    fitted(tmp_path / "whole")

    def small(self, noisy, times, words):
        if len(noisy) > 2 and noisy.requires_grad is False and torch.is_grad_enabled():
            raise RuntimeError("[enforce fail] can't allocate memory: you tried")
        return real(self, noisy, times, words)

    monkeypatch.setattr(Base, "denoised", small)
    made = fitted(tmp_path / "parts")
    assert made.learned.remarks == ("The batch does not fit in memory: 2 images at a time now",)
    assert losses[0] == pytest.approx(losses[1], rel=1e-5)

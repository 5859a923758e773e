"""Synthetic images: generators that learn conditions from a handful of examples.

    examples = examples_of(cohort, ["Noonan syndrome"], among=split.development, most=4)
    made = get_generator("lora")(steps=300).fit(examples, folder, seed=1)
    for drawn in made.draw([Order(label="Noonan syndrome", seed=7)]):
        drawn.pixels, drawn.facts
    again = opened(folder)                  # draws the same

`all_generators()` lists them with what each is for; a form is drawn from their options.
"""

from raredx.synthesis.generator import Generator, Order, all_generators, get_generator, register
from raredx.synthesis.options import Augmentation, DreamBooth, FastGAN, LoRA

__all__ = [
    "Augmentation",
    "DreamBooth",
    "FastGAN",
    "Generator",
    "LoRA",
    "Order",
    "all_generators",
    "get_generator",
    "register",
]

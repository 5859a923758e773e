"""People of some classes, and episodes of them."""

from __future__ import annotations

from raredx.learning.episodes.episodes import draw

PEOPLE = 4
WIDTH = 8


def drawn(classes, *, ways=5, shots=1, episodes=300, people=PEOPLE, seed=0):
    labels = [f"class {number:03}" for number in range(classes) for _ in range(people)]
    names = [f"person {number:05}" for number in range(classes * people)]
    return draw(labels, names, names, ways=ways, shots=shots, episodes=episodes, seed=seed)


def faces(episodes, classes, rng, *, people=PEOPLE):
    """Features of classes, some of which are easy and take few, others not."""
    easy = rng.uniform(0.3, 1.7, size=(classes, 1))
    middles = (easy * rng.normal(size=(classes, WIDTH))).repeat(people, 0)
    found = middles + rng.normal(size=middles.shape)
    return found[[int(name.split()[1]) for name in episodes.images]]

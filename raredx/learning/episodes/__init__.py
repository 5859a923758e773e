"""Few-shot episodes: told apart by a few patients of each of some conditions.

episodes = draw(labels, subjects, images, ways=5, shots=1, seed=0)
evaluate(features, episodes)                          # frozen features, the baseline
net = train(others, their_labels, their_subjects, seed=0)
evaluate(features, episodes, net=net)                 # trained on other conditions
"""

from raredx.learning.episodes.episodes import Episodes, draw

__all__ = ["Episodes", "draw"]

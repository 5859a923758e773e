"""Few-shot episodes: told apart by a few patients of each of some conditions.

run(FewShotConfig(name="trial", ways=("5", "10")), progress=progress)
found = Trial.open("trial")
found.record.sentences            # who is better than whom on the same episodes, or that it is open
found.lists()                     # the episodes themselves, by task and group of classes

The parts by themselves:

episodes = draw(labels, subjects, images, ways=5, shots=1, seed=0)
evaluate(features, episodes)                          # frozen features, the baseline
net = train(others, their_labels, their_subjects, seed=0)
evaluate(features, episodes, net=net)                 # trained on other conditions
"""

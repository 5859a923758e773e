"""Experiments: arms x backbones x heads, over the folds and repeats of a split.

run(ExperimentConfig(cohort="simface-103", name="trial"), progress=progress)
found = Experiment.open("trial")
found.names                       # the classifiers: arm, backbone and head of each
found.predictions(found.names[0])  # all that metrics and comparisons are worked out from
"""

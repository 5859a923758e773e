"""Splits: which people are trained on, validated on, and kept for the one test at the end.

split = make_split(cohort, "default", Plan(folds=5, repeats=5))  # raredx.cohorts.splits.run
split.training(repeat=0, fold=2), split.validation(repeat=0, fold=2), split.calibration
test = open_test(folder, by="A. Person", why="final table")  # raredx.cohorts.splits.locked
"""

"""Model bundles: a trained classifier with all that it takes to ask it, and to judge its answers.

bundle = open_bundle("first")     # made by `raredx.diagnosis.training`
bundle.predict(image).ranked      # calibrated probabilities, the likeliest condition first
bundle.card.words()               # what it is for, learned from and was judged by, in sentences
"""

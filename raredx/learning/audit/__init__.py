"""The part of an audit that takes classifiers: whether they tell synthetic images, and members."""

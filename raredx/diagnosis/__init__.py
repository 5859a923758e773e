"""One image, or a few symptoms, and a trained model: a ranked answer, and whether to believe it."""

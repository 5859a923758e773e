"""Generators: what the base model is worth, what each method learns from a few images, how fast."""

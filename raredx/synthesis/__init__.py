"""Synthetic images: a base model of our own, and generators that learn from a handful of images."""

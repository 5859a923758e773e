"""Classifiers trained, cross-validated without leaks, and compared with honest statistics."""

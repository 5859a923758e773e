"""Heads: what tells classes apart, by features that stay as they are or by pictures.

    head = get_head("discriminant")(components=80)
    fitted = head.fit(features, labels, subjects, classes=classes, seed=0)
    fitted.scores(others)        # (m, c) log-probabilities
    fitted.save(folder)          # and `load(folder)` of `store`

A head sees the training rows that it is given and nothing else; scores are made from features (or
pictures) alone. `all_heads()` lists them with what each is for; a form is drawn from their options.
"""

from raredx.learning.heads.head import Head, all_heads, get_head, register
from raredx.learning.heads.options import (
    Discriminant,
    Expected,
    Logistic,
    Nearest,
    Prototype,
    Ridge,
    Tuned,
)

__all__ = [
    "Discriminant",
    "Expected",
    "Head",
    "Logistic",
    "Nearest",
    "Prototype",
    "Ridge",
    "Tuned",
    "all_heads",
    "get_head",
    "register",
]

"""Classifiers compared on the same images, until one sentence can be said of any two.

found = compare(one, other, names=("real", "mixed"))      # pairs: figures of two, paired
found = compare_all({"real": one, "mixed": other, ...})   # pairs: all pairs, adjusted by Holm
verdict(found[0])                                         # verdict: who is better, or nobody
found[0].winner, found[0].as_dict()                       # comparison
"""

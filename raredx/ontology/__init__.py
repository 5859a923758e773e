"""HPO and Orphanet facts: terms, diseases, frequencies, similarity, labels.

`facts` knows the face alone, as all that draws, describes or compares faces wants it; `body` knows
all organs, as the risk from symptoms wants them.
"""

"""HPO and Orphanet facts about the face: terms, diseases, frequencies, similarity, labels."""

"""Maps of what in a picture speaks for an answer, and the checks that say whether to read them."""

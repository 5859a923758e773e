"""Models are made here: fitted on all that a split gives to learn from, judged by who is left."""

"""The evidence: studies and data sets of the scoping review, read, normalised and linked."""

"""The shape of a face without place, size, turn and expression, and how like a condition it is."""

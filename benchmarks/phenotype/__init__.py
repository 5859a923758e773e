"""How well faces are measured, compared and put into words, and how fast."""

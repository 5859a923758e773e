"""What is known: terms and what they do to a face, conditions and how often they show them."""

"""One page to take along: the image, the answer, its map and checks, and what it is not."""

"""Collections of images: how they come in, what they hold, how they are divided."""

"""What was found in a face, in words: by rules or by a reader, and the conditions closest to it."""

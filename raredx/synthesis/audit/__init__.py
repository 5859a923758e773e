"""What a reviewer would ask of synthetic images, measured: likeness, diversity, phenotype, copies.

found = audit("first", progress)         # of a curation; people and pictures as it found them
found.measures                           # each with its interval, its n, and what it means
write(found, folder)                     # audit.json and audit.html, with the hashes of both sides
"""

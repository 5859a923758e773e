"""Hair, brows and lashes as strands: how they are styled, grown over a head, lit and drawn."""

"""Numbers with their uncertainty: shares, areas, intervals; every part of the house uses them."""

"""How results look and read."""

"""Plain values that travel between the layers: the input note, what was found in it, and the report."""

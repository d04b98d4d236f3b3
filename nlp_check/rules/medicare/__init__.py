"""Medicare: what a Part B treatment note must state."""

"""The corpus and what is made of it: gold labels, their checks, and training."""

"""Content: what was done, how much of it, against what and for what."""

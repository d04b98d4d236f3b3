"""Time: each code's own clock start and stop."""

"""Units: billed against what the minutes support."""

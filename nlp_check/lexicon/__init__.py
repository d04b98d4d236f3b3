"""Words are data: YAML lexicons that a clinician can review, and the compiled form the program reads."""

"""Note: what is billed and whether the note documents it."""

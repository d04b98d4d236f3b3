"""Code choice: what the text describes against what is billed."""

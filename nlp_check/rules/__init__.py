"""The rules, one a file, grouped by family."""

"""Classifiers: what each narrative describes, and whether it is specific and separately justified."""

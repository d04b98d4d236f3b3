"""Pair: how the two codes stand beside each other on one day."""

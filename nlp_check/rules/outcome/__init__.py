"""Outcome: what was measured, against what, and how the patient responded."""

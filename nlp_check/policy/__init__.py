"""Policies: dated, sourced values and rule settings that decide how evidence is judged."""

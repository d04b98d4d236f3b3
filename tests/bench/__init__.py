"""How fast the check is, measured beside what everybody has: ``python -m tests.bench``. Never part of the tests."""

"""Tests of the rules; a package so that they can share ``builders`` and ``cases``."""

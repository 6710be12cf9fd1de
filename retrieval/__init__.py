"""Finds what customers said, and remembers where it stands."""

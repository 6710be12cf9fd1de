"""Computes: tables, the analyses over them, and what may be told of their results."""

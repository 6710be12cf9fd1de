"""Formulas: pure functions of counts, sums and squares, each with the source it is taken from."""

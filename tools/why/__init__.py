"""Why they buy: analyses over words (rows B of the capabilities)."""

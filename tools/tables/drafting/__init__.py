"""Guesses about one table: what each column means, each guess with its reason."""

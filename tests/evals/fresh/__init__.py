"""Sixty questions over ten further invented companies, of every kind that tables are asked.

They were written without a look at the words that the offline analyst knows. Each question stands beside the few
lines of pandas that work out its answer from the clean truth, a path of its own.
"""

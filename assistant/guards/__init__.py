"""What may be asked and what may be said: policy as data, decisions in pure functions."""

"""What to do about it: analyses that judge what a company plans to say or do."""

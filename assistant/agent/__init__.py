"""The agent: one graph for whichever model thinks, with its tools, limits and guards."""

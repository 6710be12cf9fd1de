"""Talks to people: terminal, Slack, and the agent behind both."""

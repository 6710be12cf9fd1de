"""Figures about the quality of the answers and the guards."""

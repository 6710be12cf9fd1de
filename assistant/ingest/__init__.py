"""Reads folders and files into a workspace: tables, then documents, then the texts inside the tables."""

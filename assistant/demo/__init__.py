"""The demo company: invented data with planted truths (DATASHEET.md)."""

"""The word lists that names are recognised by, one file a list, written for this project."""

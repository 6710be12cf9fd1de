"""One process owns a workspace; others hand it their changes and read through the index that it keeps in order."""

"""Tables: readers, the catalog that understands them, and the engine that computes over them."""

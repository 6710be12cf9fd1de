"""Who buys: analyses over tables (rows A of the capabilities)."""

"""The offline analyst: reads a question, plans over the catalog, composes from reports. No LLM."""

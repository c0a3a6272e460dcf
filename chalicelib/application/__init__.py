"""The use cases: one module, one verb, always load, decide, save. They know ports only."""

"""The national public service portal (Cổng DVCQG): the only place that knows its words and codes."""

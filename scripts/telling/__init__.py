"""One module per generated document; each has one function that returns the document's whole text."""

"""What the portal does for an agency: one module per kind of business, one function per service."""

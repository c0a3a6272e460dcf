"""What stands in for AWS and for the nation on one machine. Never imported by chalicelib, never packaged."""

"""The infrastructure: what holds state (CloudFormation), and how it gets there."""

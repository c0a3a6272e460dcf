"""What travels to and from the portal: typed models with the wire's own names, formats and enumerations."""

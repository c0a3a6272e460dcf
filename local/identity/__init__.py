"""An identity provider for one machine, in place of VNConnect (citizens) and the sign-in of officers."""

"""Every bar of the project as a measurement that anybody can repeat: ``python -m bench [NAME]``."""

"""The sample dossiers: filed, digitized, decided, returned, and compared with what the portal knows of them."""

from local.demo.show import run

__all__ = ["run"]

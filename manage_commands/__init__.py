"""The commands of manage.py, one module each: ``app`` is its Typer, heavy imports stand inside the commands."""

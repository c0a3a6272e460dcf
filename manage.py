"""The operator's command line: a contents page of manage_commands/, where each command is a module.

Without STAGE in the environment it speaks to the machine that `make run` brought up.
"""

import importlib
from typing import Any

import typer
from typer.core import TyperGroup

from manage_commands.console import explained, note

#: Every command, in the order of the help page. A module has ``app``, a Typer, and imports what is heavy when it runs.
COMMANDS = (
    "doctor",
    "audit",
    "catalogue",
    "dead",
    "digitize",
    "dossier",
    "sync",
    "partners",
    "papers",
    "keys",
    "restore",
    "trace",
    "stuck",
    "webhooks",
)


class Contents(TyperGroup):
    """Loads the module of a command when the command is called or described."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The table above."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name, or ``None``."""
        if cmd_name not in COMMANDS:
            return None
        command = typer.main.get_command(importlib.import_module(f"manage_commands.{cmd_name}").app)
        command.name = cmd_name
        return command

    def invoke(self, ctx: Any) -> Any:
        """Run; what an operator can mend is told in a sentence instead of a trace."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            sentence = explained(error)
            if sentence is None:
                raise
            note(f"[red]{sentence}[/]")
            raise typer.Exit(1) from error


app = typer.Typer(
    cls=Contents, add_completion=False, no_args_is_help=True, pretty_exceptions_show_locals=False
)


@app.callback()
def motcua() -> None:
    """Motcua for operators. Without STAGE in the environment: the machine of `make run`."""


if __name__ == "__main__":
    app()

"""Is everything in place, and if not, what to do?"""

import typer

from manage_commands.checks import CHECKS
from manage_commands.console import AsJson, say, say_json
from manage_commands.findings import Verdict, examined
from manage_commands.place import reached

app = typer.Typer(add_completion=False)

_MARKS = {Verdict.GOOD: "[green]✓[/]", Verdict.WARNING: "[yellow]![/]", Verdict.BAD: "[red]✗[/]"}


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Look at everything from credentials and clock to the portal; exit code 1 if something is bad."""
    from rich.markup import escape

    container = reached()
    findings = []
    for finding in examined(CHECKS, container):
        findings.append(finding)
        if not as_json:
            say(f"{_MARKS[finding.verdict]} {finding.about:<10} {escape(finding.found)}")
            if finding.todo:
                say(f"  [dim]→[/] {escape(finding.todo)}")
    bad = any(finding.verdict is Verdict.BAD for finding in findings)
    if as_json:
        say_json({"good": not bad, "findings": [finding.as_dict() for finding in findings]})
    raise typer.Exit(1 if bad else 0)

"""Papers that have outlived their legal period: told, and erased once somebody has approved the list."""

from collections import Counter
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from manage_commands.console import AsJson, say, say_json, say_table
from manage_commands.place import reached

#: The nightly look has been everywhere after so long (thirty days, and one for the night itself).
_A_ROUND = timedelta(days=31)


def retention(
    due: Annotated[
        Path | None, typer.Option(help="Write each paper that is due as a JSON line, to be approved.")
    ] = None,
    found: Annotated[
        bool, typer.Option("--found", help="What the nightly look found in a month; reads no paper now.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Tell of every kind of paper how many are kept, why, and how many are due to be erased. Erases nothing."""
    from chalicelib.adapters.due_papers import lines_of
    from chalicelib.domain.retention import Keeping
    from infra.every_paper import every_paper

    container = reached()
    counts: Counter[tuple[str, Keeping]] = Counter()
    if found:
        papers_due = list(container.due_papers.found(container.today() - _A_ROUND))
        counts.update((each.kind, Keeping.DUE) for each in papers_due)
    else:
        papers = every_paper(container.dynamodb, container.settings.table)
        papers_due = list(container.review_retention(papers, counts))
    lines = [asdict(each) for each in papers_due]
    if due:
        due.write_text(lines_of(papers_due), encoding="utf-8")
    told = [(kind, keeping.value, count) for (kind, keeping), count in sorted(counts.items())]
    if as_json:
        say_json(
            {
                "kinds": [dict(zip(("kind", "keeping", "papers"), line, strict=True)) for line in told],
                "due": lines,
            }
        )
        return
    say_table(["kind", "keeping", "papers"], told)
    say(f"{len(lines)} papers are due to be erased. Kinds whose period is unknown are kept for ever.")


def erase_expired(
    approved: Annotated[
        Path, typer.Argument(help="What 'retention --due' wrote, with the lines that were approved.")
    ],
    approved_by: Annotated[str, typer.Option(help="Who approved it: stands in the owner's log.")],
    as_json: AsJson = False,
) -> None:
    """Erase the papers of an approved list that still are due; what changed since, or is held, stays."""
    from chalicelib.adapters.due_papers import due_paper_in

    erasing = reached().erase_expired
    erased = left = 0
    for text in approved.read_text(encoding="utf-8").splitlines():
        is_gone = erasing(due_paper_in(text), approved_by)
        erased, left = erased + is_gone, left + (not is_gone)
    if as_json:
        say_json({"erased": erased, "left": left})
    else:
        say(f"{erased} papers erased, {left} left: changed since, held, or erased before.")

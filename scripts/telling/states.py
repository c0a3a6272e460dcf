"""docs/states.md: the legal states of a dossier and every way from one to the next, as a picture and as a table."""

from collections.abc import Iterator

from scripts.telling.markdown import code, page, rows


def states() -> str:
    """From the transition table, which decides alone."""
    return page(
        "The states of a dossier",
        "chalicelib/domain/states.py",
        "The terms in Vietnamese stand in [glossary.md](glossary.md).",
        f"```mermaid\n{_diagram()}\n```",
        "## States",
        rows(["state", "national code", "ends", "degree of completion shown to the public (%)"], _states()),
        "## Transitions",
        "*Back* leads to the state the dossier came from; a supplement asked for before reception leads to `received`."
        " Guards are functions of `chalicelib/domain/guards.py`, effects on the clock of `chalicelib/domain/clock.py`.",
        rows(["from", "command", "to", "who", "guards", "reason in writing", "legal clock"], _transitions()),
    )


def _diagram() -> str:
    from chalicelib.domain.states import TERMINAL, TRANSITIONS, State

    lines = ["stateDiagram-v2", f"    [*] --> {_node(State.DRAFT)}"]
    for row in TRANSITIONS:
        for target in [row.to] if row.to else _ways_back(row.origin):
            lines.append(f"    {_node(row.origin)} --> {_node(target)}: {row.command}")
    lines += [f"    {_node(state)} --> [*]" for state in State if state in TERMINAL]
    return "\n".join(lines)


def _node(state: str) -> str:
    """Mermaid takes no hyphen in a name."""
    return state.replace("-", "_")


def _ways_back(detour: str) -> list[str]:
    """Where a state may lead back to: all from which it can be entered, by way of LEADS_BACK_TO for a supplement."""
    from chalicelib.domain.lifecycle import LEADS_BACK_TO
    from chalicelib.domain.states import TRANSITIONS, State

    origins = [row.origin for row in TRANSITIONS if row.to == detour]
    if detour == State.SUPPLEMENT_REQUESTED:
        origins = [LEADS_BACK_TO.get(origin, origin) for origin in origins]
    return list(dict.fromkeys(origins))


def _states() -> Iterator[tuple[object, ...]]:
    from chalicelib.domain.states import DEGREE_OF_COMPLETION, NATIONAL_CODES, TERMINAL, State

    for state in State:
        ends = "yes" if state in TERMINAL else ""
        yield code(state), NATIONAL_CODES.get(state, "none"), ends, DEGREE_OF_COMPLETION[state]


def _transitions() -> Iterator[tuple[object, ...]]:
    from chalicelib.domain.states import TRANSITIONS

    for row in TRANSITIONS:
        to = code(row.to) if row.to else "*back*"
        reason = "yes" if row.needs_reason else ""
        who = ", ".join(sorted(row.roles))
        yield code(row.origin), code(row.command), to, who, code(*row.guards), reason, row.clock

"""The one table of what is done about each thing the safety walk can find in a file."""

from collections.abc import Mapping
from enum import StrEnum

from chalicelib.digitization.model import Finding
from chalicelib.digitization.reasons import Rejected


class Action(StrEnum):
    """``allow`` is silent, ``flag`` is shown to the officer, ``refuse`` sends the file back with a reason."""

    ALLOW = "allow"
    FLAG = "flag"
    REFUSE = "refuse"


POLICY: dict[str, tuple[Action, str | None]] = {
    # finding: (action, reason given when refused)
    "link": (Action.ALLOW, None),  # a plain web link, inert in every copy we make
    "goto": (Action.ALLOW, None),  # nearly every word processor writes one
    "form": (Action.ALLOW, None),
    "owner-password": (Action.FLAG, None),  # opens without a password; printing or copying restricted
    "embedded-file": (Action.FLAG, None),  # never opened, never in a copy
    "remote-goto": (Action.FLAG, None),
    "rich-media": (Action.FLAG, None),
    "unknown-action": (Action.FLAG, None),
    "trailing-data": (Action.FLAG, None),
    "repaired": (Action.FLAG, None),
    "location": (Action.FLAG, None),  # a photo's GPS position: left out of every copy
    "external-link": (Action.FLAG, None),
    "xfa": (Action.FLAG, None),  # the static form underneath is what is read and shown
    "dynamic-xfa": (Action.REFUSE, "dynamic-form"),
    "javascript": (Action.REFUSE, "active-content"),
    "launch": (Action.REFUSE, "active-content"),
    "submit-form": (Action.REFUSE, "active-content"),
    "import-data": (Action.REFUSE, "active-content"),
    "opens-link": (Action.REFUSE, "active-content"),  # leaves for the web by itself when opened
    "polyglot": (Action.REFUSE, "several-types"),
    "inflates-too-far": (Action.REFUSE, "inflates-too-far"),
    "too-many-objects": (Action.REFUSE, "too-costly"),
    "macros": (Action.REFUSE, "macros"),
    "external-target": (Action.REFUSE, "external-target"),
    "embedded-object": (Action.REFUSE, "active-content"),
    "entity-declaration": (Action.REFUSE, "active-content"),
}


def judge(counts: Mapping[str, int]) -> tuple[Finding, ...]:
    """Findings worth showing, with their action; raises ``Rejected`` when policy refuses one of them."""
    findings = tuple(
        Finding(code=code, action=POLICY[code][0].value, count=count)
        for code, count in sorted(counts.items())
        if count and POLICY[code][0] is not Action.ALLOW
    )
    refusals = [reason for finding in findings if (reason := POLICY[finding.code][1]) is not None]
    if refusals:
        raise Rejected(refusals[0], findings)
    return findings

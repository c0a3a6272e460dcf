"""How a caller can stand to a dossier: as its applicant, in somebody's place, as its officer, as a system."""

from collections.abc import Callable
from enum import StrEnum

from chalicelib.domain.dossier import Channel, Dossier
from chalicelib.domain.principals import Principal, PrincipalKind
from chalicelib.domain.states import TERMINAL, State


class Relation(StrEnum):
    """How a caller can stand to a dossier."""

    ANY_CITIZEN = "any-citizen"
    APPLICANT = "applicant"
    OFFICER_OF_UNIT = "officer-of-unit"
    OFFICER_ANYWHERE = "officer-anywhere"
    OWNER_FILING = "owner-filing"
    DELEGATE = "delegate"
    DELEGATE_FILING = "delegate-filing"
    DELEGATE_IN_ALL = "delegate-in-all"
    DELEGATE_WITH_PAPERS = "delegate-with-papers"
    OFFICER_WITH_PURPOSE = "officer-with-purpose"
    OFFICER_WHO_DECIDED = "officer-who-decided"
    MACHINE_OF_UNIT = "machine-of-unit"
    MACHINE_ANYWHERE = "machine-anywhere"


#: Who says that they act for another has these relations and none of their own: the two never mix in one request.
OF_DELEGATES = frozenset(
    {
        Relation.DELEGATE,
        Relation.DELEGATE_FILING,
        Relation.DELEGATE_IN_ALL,
        Relation.DELEGATE_WITH_PAPERS,
    }
)


def is_applicant(principal: Principal, dossier: Dossier) -> bool:
    """The owner, or the citizen who filed for the owner: what a desk took in was filed by an officer's account, and
    what was filed under a delegation is the delegate's only while that holds.
    """
    if principal.kind is not PrincipalKind.CITIZEN:
        return False
    is_online = dossier.channel is Channel.ONLINE and not dossier.is_held_elsewhere
    has_filed = is_online and not dossier.filed_under and principal.subject == dossier.submitted_by
    return has_filed or principal.number == dossier.owner.number != ""


def is_officer_of_unit(principal: Principal, dossier: Dossier) -> bool:
    """An officer of the unit that decides, or of the one that took the dossier in."""
    return principal.kind is PrincipalKind.OFFICER and is_of_unit(principal, dossier)


def is_of_unit(principal: Principal, dossier: Dossier) -> bool:
    """At the unit that decides or took the dossier in, or at one that has taken its place."""
    return not principal.covers.isdisjoint({dossier.unit, dossier.received_at_unit})


def is_owner_filing(principal: Principal, dossier: Dossier) -> bool:
    """The owner, in a dossier that nobody else files: what another filer would see stays out of it."""
    is_owner = principal.kind is PrincipalKind.CITIZEN and principal.number == dossier.owner.number != ""
    return is_owner and dossier.channel is Channel.ONLINE and principal.subject == dossier.submitted_by


def is_delegate(principal: Principal, dossier: Dossier) -> bool:
    """Acting for the owner, in a dossier that the delegation reaches."""
    held = principal.acting_for
    return held is not None and held.covers(dossier.owner.ref, dossier.id, dossier.procedure.code)


def is_delegate_with_papers(principal: Principal, dossier: Dossier) -> bool:
    """The same where the owner's papers are granted too, in a dossier that nobody files but owner and delegates."""
    held, owner = principal.acting_for, dossier.owner.number
    is_theirs = bool(dossier.filed_under) or dossier.submitter_number == owner != ""
    return held is not None and held.scope.with_papers and is_theirs and is_delegate(principal, dossier)


def has_purpose(principal: Principal, dossier: Dossier) -> bool:
    """An open dossier of the owner at the officer's unit; a draft that a citizen keeps is nobody's business."""
    is_theirs = dossier.state is State.DRAFT and dossier.channel is Channel.ONLINE
    return is_officer_of_unit(principal, dossier) and not is_theirs and dossier.state not in TERMINAL


def has_decided(principal: Principal, dossier: Dossier) -> bool:
    """An officer of the unit that issued the result."""
    return principal.kind is PrincipalKind.OFFICER and dossier.unit in principal.covers


def is_machine_of_unit(principal: Principal, dossier: Dossier) -> bool:
    """A system of the unit; nobody's draft is its business."""
    is_filed = dossier.state is not State.DRAFT
    return principal.kind is PrincipalKind.MACHINE and is_filed and is_of_unit(principal, dossier)


STANDS: dict[Relation, Callable[[Principal, Dossier | None], bool]] = {
    Relation.ANY_CITIZEN: lambda p, d: p.kind is PrincipalKind.CITIZEN,
    Relation.APPLICANT: lambda p, d: d is not None and is_applicant(p, d),
    Relation.OFFICER_OF_UNIT: lambda p, d: d is not None and is_officer_of_unit(p, d),
    Relation.OFFICER_ANYWHERE: lambda p, d: p.kind is PrincipalKind.OFFICER,
    Relation.OWNER_FILING: lambda p, d: d is not None and is_owner_filing(p, d),
    Relation.DELEGATE: lambda p, d: d is not None and is_delegate(p, d),
    Relation.DELEGATE_FILING: lambda p, d: p.acting_for is not None and not p.acting_for.scope.dossier_id,
    Relation.DELEGATE_IN_ALL: lambda p, d: p.acting_for is not None and p.acting_for.scope.is_everything,
    Relation.DELEGATE_WITH_PAPERS: lambda p, d: d is not None and is_delegate_with_papers(p, d),
    Relation.OFFICER_WITH_PURPOSE: lambda p, d: d is not None and has_purpose(p, d),
    Relation.OFFICER_WHO_DECIDED: lambda p, d: d is not None and has_decided(p, d),
    Relation.MACHINE_OF_UNIT: lambda p, d: d is not None and is_machine_of_unit(p, d),
    Relation.MACHINE_ANYWHERE: lambda p, d: p.kind is PrincipalKind.MACHINE,
}

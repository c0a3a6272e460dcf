"""Who may do what, as one table: nothing else in the code decides on ownership, role or unit."""

from dataclasses import dataclass
from enum import StrEnum

from chalicelib.domain.dossier import Dossier
from chalicelib.domain.errors import DossierNotFound, NotAllowed
from chalicelib.domain.principals import Actor, Principal, PrincipalKind
from chalicelib.domain.relations import (
    OF_DELEGATES,
    STANDS,
    Relation,
    is_applicant,
    is_delegate,
    is_officer_of_unit,
)
from chalicelib.domain.states import TRANSITION_BY_STEP, Command, Role
from chalicelib.domain.webhooks import Subscription


class Action(StrEnum):
    """Everything besides the commands of states.py that a caller may want."""

    OPEN_DRAFT = "open-draft"
    OPEN_DRAFT_FOR_ANOTHER = "open-draft-for-another"
    READ_DOSSIER = "read-dossier"
    CHANGE_FILES = "change-files"
    ATTACH_RESULT = "attach-result"
    FETCH_RESULT = "fetch-result"
    LIST_OWN = "list-own"
    READ_WORK_QUEUE = "read-work-queue"
    READ_SYNC_STATE = "read-sync-state"
    READ_OWN_PAPERS = "read-own-papers"
    REUSE_PAPERS = "reuse-papers"
    READ_OWNERS_PAPERS = "read-owners-papers"
    CERTIFY_PAPER = "certify-paper"
    REVOKE_RESULT = "revoke-result"
    CORRECT_READING = "correct-reading"
    CERTIFY_COPY = "certify-copy"
    LINK_OLD_NUMBER = "link-old-number"
    FETCH_FOR_AGENCY = "fetch-for-agency"
    PUSH_FROM_PORTAL = "push-from-portal"
    KEEP_WEBHOOKS = "keep-webhooks"
    TELL_AS_PARTNER = "tell-as-partner"
    READ_PARTNERS_DEBTS = "read-partners-debts"
    DELEGATE = "delegate"
    LOOK_AT_IDENTITY = "look-at-identity"
    ALLOW_MORE_VIEWS = "allow-more-views"
    ANSWER_RECTIFICATION = "answer-rectification"


@dataclass(frozen=True, slots=True)
class Rule:
    """Allowed for callers in ``relation`` who hold one of ``roles`` (empty: none needed) and, machines, ``scope``."""

    relation: Relation
    roles: frozenset[Role] = frozenset()
    scope: str = ""


_APPLICANT = Rule(Relation.APPLICANT)
_DELEGATE = Rule(Relation.DELEGATE)
_READERS = frozenset({Role.RECEPTION, Role.SPECIALIST, Role.LEADER, Role.CLERK, Role.AUDITOR})
_DESK = frozenset({Role.RECEPTION})
#: Who holds a paper against what was read from it.
_COMPARERS = frozenset({Role.RECEPTION, Role.SPECIALIST})
#: Other systems read what concerns their units; only the national portal brings dossiers too, for their applicants.
_READING_MACHINE = Rule(Relation.MACHINE_OF_UNIT, scope="dossier.read")

ACCESS: dict[Action, tuple[Rule, ...]] = {
    Action.OPEN_DRAFT: (Rule(Relation.ANY_CITIZEN), Rule(Relation.DELEGATE_FILING)),
    Action.OPEN_DRAFT_FOR_ANOTHER: (Rule(Relation.OFFICER_ANYWHERE, _DESK),),
    Action.READ_DOSSIER: (_APPLICANT, _DELEGATE, Rule(Relation.OFFICER_OF_UNIT, _READERS), _READING_MACHINE),
    Action.CHANGE_FILES: (_APPLICANT, _DELEGATE, Rule(Relation.OFFICER_OF_UNIT, _DESK)),
    Action.ATTACH_RESULT: (Rule(Relation.OFFICER_OF_UNIT, frozenset({Role.SPECIALIST, Role.LEADER})),),
    Action.FETCH_RESULT: (_APPLICANT, _DELEGATE, Rule(Relation.OFFICER_OF_UNIT, _READERS)),
    Action.LIST_OWN: (Rule(Relation.ANY_CITIZEN), Rule(Relation.DELEGATE_IN_ALL)),
    Action.READ_WORK_QUEUE: (Rule(Relation.OFFICER_ANYWHERE, _READERS),),
    Action.READ_SYNC_STATE: (Rule(Relation.OFFICER_ANYWHERE),),
    Action.READ_OWN_PAPERS: (Rule(Relation.ANY_CITIZEN),),
    Action.REUSE_PAPERS: (
        Rule(Relation.OWNER_FILING),
        Rule(Relation.DELEGATE_WITH_PAPERS),
        Rule(Relation.OFFICER_WITH_PURPOSE, _DESK),
    ),
    Action.READ_OWNERS_PAPERS: (
        Rule(Relation.OFFICER_WITH_PURPOSE, frozenset({Role.RECEPTION, Role.SPECIALIST})),
    ),
    Action.LINK_OLD_NUMBER: (Rule(Relation.OFFICER_WITH_PURPOSE, _DESK),),
    Action.FETCH_FOR_AGENCY: (Rule(Relation.MACHINE_ANYWHERE, scope="paper.read"),),
    Action.CERTIFY_PAPER: (Rule(Relation.OFFICER_OF_UNIT, _DESK),),
    Action.CORRECT_READING: (Rule(Relation.OFFICER_WITH_PURPOSE, _COMPARERS),),
    Action.CERTIFY_COPY: (Rule(Relation.OFFICER_WITH_PURPOSE, _COMPARERS),),
    Action.REVOKE_RESULT: (Rule(Relation.OFFICER_WHO_DECIDED, frozenset({Role.LEADER})),),
    Action.PUSH_FROM_PORTAL: (Rule(Relation.MACHINE_ANYWHERE, scope="portal.push"),),
    Action.KEEP_WEBHOOKS: (
        Rule(Relation.MACHINE_ANYWHERE, scope="webhook.keep"),
        Rule(Relation.OFFICER_ANYWHERE, frozenset({Role.ADMINISTRATOR})),
    ),
    Action.DELEGATE: (Rule(Relation.ANY_CITIZEN),),
    Action.LOOK_AT_IDENTITY: (
        _APPLICANT,
        _DELEGATE,
        Rule(Relation.OFFICER_WITH_PURPOSE, frozenset({Role.RECEPTION, Role.SPECIALIST, Role.LEADER})),
    ),
    Action.ANSWER_RECTIFICATION: (Rule(Relation.OFFICER_ANYWHERE, _COMPARERS),),
    Action.ALLOW_MORE_VIEWS: (Rule(Relation.OFFICER_ANYWHERE, frozenset({Role.LEADER})),),
    Action.TELL_AS_PARTNER: (Rule(Relation.MACHINE_ANYWHERE, scope="partner.push"),),
    Action.READ_PARTNERS_DEBTS: (
        Rule(Relation.OFFICER_ANYWHERE, frozenset({Role.LEADER, Role.CLERK, Role.AUDITOR})),
    ),
}

#: What nobody does here to a dossier that a partner's system holds: there it is carried on, here it is only told.
NOT_ELSEWHERE = frozenset(
    {
        Action.CHANGE_FILES,
        Action.ATTACH_RESULT,
        Action.REUSE_PAPERS,
        Action.CERTIFY_PAPER,
        Action.REVOKE_RESULT,
    }
)


def is_for_delegates(right: Action | Command) -> bool:
    """Whether a right can be asked for in another's name."""
    if isinstance(right, Command):
        return any(Role.APPLICANT in row.roles for row in TRANSITION_BY_STEP.values() if row.command is right)
    return any(rule.relation in OF_DELEGATES for rule in ACCESS[right])


def speaks_for(principal: Principal, unit: str) -> bool:
    """Whether a partner's system tells of dossiers of this unit."""
    return principal.kind is PrincipalKind.MACHINE and unit in principal.covers


def may(principal: Principal, action: Action, dossier: Dossier | None = None) -> bool:
    """Whether one of the rules of ``action`` fits the caller."""
    if dossier is not None and dossier.is_held_elsewhere and action in NOT_ELSEWHERE:
        return False
    return any(
        (rule.relation in OF_DELEGATES) is (principal.acting_for is not None)
        and STANDS[rule.relation](principal, dossier)
        and (not rule.roles or not rule.roles.isdisjoint(principal.roles))
        and (not rule.scope or rule.scope in principal.scopes)
        for rule in ACCESS[action]
    )


def demand(principal: Principal, action: Action, dossier: Dossier | None = None) -> None:
    """Raise unless allowed. A caller who may not even read a dossier is told that there is none."""
    if may(principal, action, dossier):
        return
    if dossier is not None and not may(principal, Action.READ_DOSSIER, dossier):
        raise DossierNotFound
    raise NotAllowed(action=action)


def keeps(principal: Principal, subscription: Subscription) -> bool:
    """A system keeps what it registered itself, an administrator whatever tells of no units but theirs."""
    if not principal.covers.issuperset(subscription.units):
        return False
    is_own = (subscription.keeper_kind, subscription.keeper) == (principal.kind, principal.subject)
    return principal.kind is PrincipalKind.OFFICER or is_own


def roles_towards(principal: Principal, dossier: Dossier) -> frozenset[Role]:
    """The roles in which the caller may act on this dossier; none on one that a partner's system carries on."""
    if dossier.is_held_elsewhere:
        return frozenset()
    applies = is_applicant if principal.acting_for is None else is_delegate
    if applies(principal, dossier):
        return frozenset({Role.APPLICANT})
    return principal.roles if is_officer_of_unit(principal, dossier) else frozenset()


def actor_for(principal: Principal, dossier: Dossier, command: Command) -> Actor:
    """The caller in a role that may order ``command`` here.

    Raises ``DossierNotFound`` for who may not read it, ``NotAllowed`` for a wrong role. A command that the state
    does not know is judged by every row of the command, so that the answer about the state comes later.
    """
    if not may(principal, Action.READ_DOSSIER, dossier):
        raise DossierNotFound
    held = roles_towards(principal, dossier)
    row = TRANSITION_BY_STEP.get((dossier.state, command))
    rows = [row] if row else [r for (_, c), r in TRANSITION_BY_STEP.items() if c is command]
    fitting = sorted(role for r in rows for role in r.roles & held)
    if not fitting:
        raise NotAllowed(action=command)
    return acting_as(principal, fitting[0], unit_towards(principal, dossier))


def unit_towards(principal: Principal, dossier: Dossier) -> str:
    """The unit for which an officer acts on the dossier: one of the dossier's own, else one that took its place."""
    theirs = [unit for unit in (dossier.unit, dossier.received_at_unit) if unit in principal.units]
    return next(iter(theirs or sorted(principal.units)), "")


def acting_as(principal: Principal, role: Role, unit: str) -> Actor:
    """How the caller is written into an event."""
    return Actor(
        subject=principal.subject,
        kind=principal.kind,
        name=principal.name,
        role=role,
        position=principal.position,
        unit=unit if principal.kind is PrincipalKind.OFFICER else "",
        acting_for=principal.acting_for.grantor.name if principal.acting_for else "",
        delegation=principal.acting_for.id if principal.acting_for else "",
    )

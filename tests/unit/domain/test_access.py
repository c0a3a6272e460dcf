"""Who may do what: the whole matrix, written down apart from the table that decides it."""

import pytest

from chalicelib.domain.access import (
    NOT_ELSEWHERE,
    Action,
    actor_for,
    demand,
    may,
    roles_towards,
)
from chalicelib.domain.dossier import Channel
from chalicelib.domain.errors import DossierNotFound, NotAllowed
from chalicelib.domain.principals import Principal, PrincipalKind
from chalicelib.domain.relations import is_applicant
from chalicelib.domain.states import TRANSITIONS, Command, Role, State
from tests.factories import (
    DESK,
    OTHER_NUMBER,
    OWNER_NUMBER,
    UNIT,
    a_citizen,
    a_delegation,
    a_dossier,
    a_dossier_in,
    acting,
    an_officer,
)

PRINCIPALS = {
    "owner": a_citizen("somebody-who-owns"),
    "filer": a_citizen("citizen-1", number=OTHER_NUMBER),
    "stranger": a_citizen("stranger", number=OTHER_NUMBER),
    "nobody": a_citizen("no-number", number=""),
    "machine": Principal(subject="m", kind=PrincipalKind.MACHINE, units=frozenset({UNIT})),
    "machine for papers": Principal(
        subject="p", kind=PrincipalKind.MACHINE, scopes=frozenset({"paper.read"})
    ),
    "portal": Principal(subject="p", kind=PrincipalKind.MACHINE, scopes=frozenset({"portal.push"})),
    "partner": Principal(subject="q", kind=PrincipalKind.MACHINE, scopes=frozenset({"partner.push"})),
    "machine that is told": Principal(
        subject="w", kind=PrincipalKind.MACHINE, scopes=frozenset({"webhook.keep"}), units=frozenset({UNIT})
    ),
    "delegate": acting(a_delegation()),
    "delegate with papers": acting(a_delegation(with_papers=True)),
    "delegate in this dossier": acting(a_delegation(dossier_id="d1")),
    "delegate in another dossier": acting(a_delegation(dossier_id="d2")),
    "delegate in this procedure": acting(a_delegation(procedures=(a_dossier().procedure.code,))),
    "delegate in another procedure": acting(a_delegation(procedures=("9.999999",))),
    "delegate of another": acting(a_delegation(grantor="somebody-else")),
} | {role.value: an_officer(role) for role in Role if role is not Role.APPLICANT}

ELSEWHERE = {
    f"{role} elsewhere": an_officer(role, units=("99.SYT",)) for role in Role if role is not Role.APPLICANT
}
CALLERS = PRINCIPALS | ELSEWHERE

CITIZENS = {"owner", "filer", "stranger", "nobody"}
IN_SCOPE = {"delegate", "delegate with papers", "delegate in this dossier", "delegate in this procedure"}
IN_ALL = {"delegate", "delegate with papers", "delegate of another"}
READERS = {"reception", "specialist", "leader", "clerk", "auditor"}
ALLOWED: dict[Action, set[str]] = {
    Action.OPEN_DRAFT: CITIZENS | IN_ALL | {"delegate in this procedure", "delegate in another procedure"},
    Action.DELEGATE: CITIZENS,
    Action.LOOK_AT_IDENTITY: {"owner", "filer"} | IN_SCOPE,
    Action.ANSWER_RECTIFICATION: {
        f"{role}{place}" for role in ("reception", "specialist") for place in ("", " elsewhere")
    },
    Action.ALLOW_MORE_VIEWS: {"leader", "leader elsewhere"},
    Action.OPEN_DRAFT_FOR_ANOTHER: {"reception", "reception elsewhere"},
    Action.READ_DOSSIER: {"owner", "filer"} | READERS | IN_SCOPE,
    Action.CHANGE_FILES: {"owner", "filer", "reception"} | IN_SCOPE,
    Action.ATTACH_RESULT: {"specialist", "leader"},
    Action.FETCH_RESULT: {"owner", "filer"} | READERS | IN_SCOPE,
    Action.LIST_OWN: CITIZENS | IN_ALL,
    Action.READ_WORK_QUEUE: READERS | {f"{role} elsewhere" for role in READERS},
    Action.READ_SYNC_STATE: {name for name in CALLERS if name.split(" ")[0] in {*Role}},
    Action.READ_OWN_PAPERS: CITIZENS,
    Action.REUSE_PAPERS: set(),
    Action.READ_OWNERS_PAPERS: set(),
    Action.LINK_OLD_NUMBER: set(),
    Action.FETCH_FOR_AGENCY: {"machine for papers"},
    Action.CERTIFY_PAPER: {"reception"},
    Action.CORRECT_READING: set(),
    Action.CERTIFY_COPY: set(),
    Action.REVOKE_RESULT: {"leader"},
    Action.PUSH_FROM_PORTAL: {"portal"},
    Action.TELL_AS_PARTNER: {"partner"},
    Action.READ_PARTNERS_DEBTS: {
        f"{role}{place}" for role in ("leader", "clerk", "auditor") for place in ("", " elsewhere")
    },
    Action.KEEP_WEBHOOKS: {"machine that is told", "administrator", "administrator elsewhere"},
}


@pytest.mark.parametrize("action", Action)
def test_exactly_those_may_do_it_who_stand_in_the_matrix(action):
    assert {name for name, principal in CALLERS.items() if may(principal, action, a_dossier())} == ALLOWED[
        action
    ]


@pytest.mark.parametrize("action", Action)
def test_whoever_may_not_even_read_a_dossier_is_told_that_there_is_none(action):
    for name in CALLERS.keys() - ALLOWED[action]:
        with pytest.raises(NotAllowed if name in ALLOWED[Action.READ_DOSSIER] else DossierNotFound):
            demand(CALLERS[name], action, a_dossier())


def test_without_a_dossier_a_refusal_is_plain():
    with pytest.raises(NotAllowed):
        demand(PRINCIPALS["machine"], Action.OPEN_DRAFT)


@pytest.mark.parametrize("row", TRANSITIONS, ids=lambda row: f"{row.origin} {row.command}")
def test_each_command_is_for_the_roles_of_its_row(row):
    dossier, _, _ = a_dossier_in(row.origin)
    for name, principal in CALLERS.items():
        role = Role.APPLICANT if name in {"owner", "filer"} | IN_SCOPE else next(iter(principal.roles), None)
        if name not in ALLOWED[Action.READ_DOSSIER]:
            with pytest.raises(DossierNotFound):
                actor_for(principal, dossier, row.command)
        elif role in row.roles:
            assert actor_for(principal, dossier, row.command).role is role
        else:
            with pytest.raises(NotAllowed):
                actor_for(principal, dossier, row.command)


def test_a_command_the_state_does_not_know_is_left_to_the_table_of_states():
    draft = a_dossier()
    assert actor_for(an_officer(Role.LEADER), draft, Command.DECIDE).role is Role.LEADER
    with pytest.raises(NotAllowed):
        actor_for(an_officer(Role.CLERK), draft, Command.DECIDE)


def test_officers_of_the_unit_that_took_it_in_and_of_the_one_that_decides_may_act():
    dossier, _, _ = a_dossier_in(State.SUBMITTED)
    for unit in (UNIT, DESK):
        actor = actor_for(an_officer(Role.RECEPTION, units=(unit,)), dossier, Command.RECEIVE)
        assert actor.unit == unit


def test_a_file_number_of_nobody_makes_no_owner():
    ownerless = a_dossier(owner=a_dossier().owner.model_copy(update={"number": ""}), submitted_by="x")
    assert not is_applicant(a_citizen("no-number", number=""), ownerless)


def test_a_citizen_with_the_subject_of_an_officer_owns_nothing_that_the_officer_filed():
    at_counter = a_dossier(channel=Channel.COUNTER, submitted_by="17")
    assert not is_applicant(a_citizen("17", number=OTHER_NUMBER), at_counter)


def test_an_officer_is_no_applicant_even_with_the_owners_number():
    officer = an_officer(Role.SPECIALIST, units=("99.SYT",)).model_copy(
        update={"number": a_dossier().owner.number, "subject": "citizen-1"}
    )
    assert roles_towards(officer, a_dossier()) == frozenset()


@pytest.mark.parametrize(
    ("dossier", "reusing", "looking"),
    [
        (a_dossier(submitted_by="somebody-who-owns"), {"owner"}, set()),
        (
            a_dossier(submitted_by="somebody-who-owns", submitter_number=OWNER_NUMBER),
            {"owner", "delegate with papers"},
            set(),
        ),
        (a_dossier(filed_under="g1"), {"delegate with papers"}, set()),
        (
            a_dossier(channel=Channel.COUNTER, submitted_by="officer-1"),
            {"reception"},
            {"reception", "specialist"},
        ),
        (a_dossier(state=State.SUBMITTED), {"reception"}, {"reception", "specialist"}),
        (a_dossier(state=State.PROCESSING), {"reception"}, {"reception", "specialist"}),
        *((a_dossier(state=state), set(), set()) for state in (State.REFUSED, State.STOPPED, State.RETURNED)),
    ],
    ids=lambda given: f"{given.state}-{given.channel}" if hasattr(given, "channel") else "",
)
def test_an_owners_papers_are_for_the_owner_who_files_and_for_officers_with_an_open_dossier(
    dossier, reusing, looking
):
    def allowed(action):
        return {name for name, principal in CALLERS.items() if may(principal, action, dossier)}

    assert allowed(Action.REUSE_PAPERS) == reusing
    assert allowed(Action.READ_OWNERS_PAPERS) == looking
    assert allowed(Action.CORRECT_READING) == looking
    assert allowed(Action.CERTIFY_COPY) == looking
    assert allowed(Action.LINK_OLD_NUMBER) == looking & {"reception"}
    officers = {*map(str, Role)}
    assert allowed(Action.LOOK_AT_IDENTITY) & officers == (looking | {"leader"} if looking else set())


def test_what_a_partners_system_holds_is_read_here_and_carried_on_there():
    dossier, _, _ = a_dossier_in(State.PROCESSING)
    held = dossier.model_copy(update={"partner_number": "SYT-1"})
    for principal in CALLERS.values():
        assert roles_towards(principal, held) == frozenset()
        assert not any(may(principal, action, held) for action in NOT_ELSEWHERE)
        assert may(principal, Action.READ_DOSSIER, held) in {
            False,
            may(principal, Action.READ_DOSSIER, dossier),
        }
    assert may(PRINCIPALS["owner"], Action.READ_DOSSIER, held)
    assert not may(PRINCIPALS["filer"], Action.READ_DOSSIER, held)

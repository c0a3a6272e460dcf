"""However a partner's word is doubled, shuffled and divided, the same dossier comes of it, and nothing gets lost."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.application.attach_file import UploadLimits
from chalicelib.application.bring_papers import BringPapers
from chalicelib.application.file_for_partner import FileForPartner
from chalicelib.application.partner_debts import PartnerDebts
from chalicelib.application.settle_partner import SettlePartner
from chalicelib.application.take_from_partner import TakeFromPartner
from chalicelib.domain.events import AnyEvent
from chalicelib.domain.partner_account import Reception, account_id
from chalicelib.domain.partner_dossiers import PartnerDossier, PartnerStep
from chalicelib.domain.partner_errors import PaperNotFetched, RowInvalid
from chalicelib.domain.partner_steps import target_of
from chalicelib.domain.principals import Principal, PrincipalKind
from chalicelib.domain.states import TRANSITION_BY_STEP, Command, State, commands_from
from tests.factories import MORNING, a_dossier
from tests.fakes import HandClock, InMemoryBlobs, InMemoryDossiers, PlainRefs
from tests.fakes_partners import InMemoryPartnerAccounts, quick_catalogue

UNIT, PROCEDURE, NUMBER = "L-SYT-01", "1.014101", "H26-260302-0001"
PARTNER = Principal(
    subject="hanoi", kind=PrincipalKind.MACHINE, scopes=frozenset({"partner.push"}), units=frozenset({UNIT})
)
DAYS = timedelta(days=60)
#: What a life of the property tests leaves out: it needs a file, or the law wants more time than a life has.
NOT_WALKED = {Command.DECIDE, Command.CLOSE, Command.RETURN}


class NoPapers:
    """A partner without papers."""

    def fetch(self, unit: str, path: str) -> bytes:
        raise PaperNotFetched(place=path, problem="none")


class Office:
    """A world of its own, on the day when everything has been."""

    def __init__(self) -> None:
        self.dossiers, self.clock = InMemoryDossiers(), HandClock(MORNING + DAYS)
        self.accounts = InMemoryPartnerAccounts(self.dossiers)
        catalogue = quick_catalogue()
        limits = UploadLimits(1_000_000, 100, {"application/pdf": "pdf"})
        bring = BringPapers(self.dossiers, InMemoryBlobs(MORNING), NoPapers(), limits, self.clock)
        file = FileForPartner(self.dossiers, catalogue, self.clock, PlainRefs(), "G18")
        settle = SettlePartner(catalogue, self.clock, file)
        self.take = TakeFromPartner(self.accounts, settle, bring, self.clock)
        self.debts = PartnerDebts(self.accounts, catalogue, self.clock)

    def hear(self, *messages: PartnerDossier | PartnerStep | list[PartnerStep]) -> list[Reception]:
        said = []
        for message in messages:
            if isinstance(message, PartnerDossier):
                said.append(self.take.dossier(PARTNER, message)[0].reception)
            else:
                steps = message if isinstance(message, list) else [message]
                answers, _ = self.take.steps(PARTNER, UNIT, NUMBER, steps)
                said += [answer.reception for answer in answers]
        return said

    @property
    def events(self) -> tuple[AnyEvent, ...]:
        return self.dossiers.events(account_id(UNIT, NUMBER))

    @property
    def owed(self) -> list[tuple[str, int]]:
        page = self.debts.of_partner(PARTNER, UNIT, 100)
        return [(debt.reason.code, debt.step) for owed in page.items for debt in owed.debts]


def a_told(**changes: object) -> PartnerDossier:
    told = {
        "number": NUMBER,
        "unit": UNIT,
        "procedure": PROCEDURE,
        "owner": {"number": "001185900101", "name": "Nguyễn Thị Thử"},
        "filed_at": MORNING,
        "changed_at": MORNING,
    }
    return PartnerDossier.model_validate(told | changes)


def a_step(number: int, state: str, **changes: object) -> PartnerStep:
    told = {
        "step": number,
        "state": state,
        "at": MORNING + timedelta(hours=number),
        "person": "Trần Thị Ví Dụ",
    }
    return PartnerStep.model_validate(told | changes)


@dataclass
class Walker:
    """Walks through the table of states as a system would that keeps the law."""

    luck: Random
    asked: bool = False

    def life(self, steps: int) -> list[PartnerStep]:
        dossier = a_dossier(state=State.SUBMITTED)
        told: list[PartnerStep] = []
        while len(told) < steps:
            rows = [row for row in commands_from(dossier.state) if self.may(row.command)]
            if not rows:
                break
            row = self.luck.choice(rows)
            to = target_of(dossier, row)
            self.asked |= row.command in {Command.REQUEST_SUPPLEMENT, Command.RESCHEDULE}
            promised = MORNING + DAYS if row.command is Command.RESCHEDULE else None
            told.append(a_step(len(told) + 1, to, reason="vì lý do mẫu", amount=50_000, promised=promised))
            way = (
                dossier.came_from[:-1]
                if row.to is None
                else (*dossier.came_from, back(dossier.state, row.to))
            )
            dossier = dossier.model_copy(update={"state": to, "came_from": way})
        return told

    def may(self, command: Command) -> bool:
        once = command in {Command.REQUEST_SUPPLEMENT, Command.RESCHEDULE}
        return command not in NOT_WALKED and not (once and self.asked)


def back(origin: State, to: State) -> State:
    is_early = origin is State.SUBMITTED and to is State.SUPPLEMENT_REQUESTED
    return State.RECEIVED if is_early else origin


def shuffled(luck: Random, told: list[PartnerDossier], steps: list[PartnerStep]) -> list[object]:
    """Everything at least once, some twice, in any order, divided over calls in any way."""
    rows: list[object] = [*told, *steps, *luck.sample(steps, len(steps) // 2), *luck.sample(told, 1)]
    luck.shuffle(rows)
    calls: list[object] = []
    for row in rows:
        joins = calls and isinstance(calls[-1], list) and isinstance(row, PartnerStep) and luck.random() < 0.5
        if joins:
            calls[-1].append(row)
        else:
            calls.append([row] if isinstance(row, PartnerStep) else row)
    return calls


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), length=st.integers(0, 12))
def test_any_delivery_of_a_legal_life_leads_to_the_same_dossier(seed, length):
    luck = Random(seed)
    steps = Walker(luck).life(length)
    told = [a_told(), a_told(summary="Sau", changed_at=MORNING + timedelta(hours=1))]
    straight, other = Office(), Office()
    assert set(straight.hear(told[-1], steps)) <= {Reception.TAKEN}
    other.hear(*shuffled(luck, told, steps))
    ours, theirs = (
        straight.dossiers.get(account_id(UNIT, NUMBER)),
        other.dossiers.get(account_id(UNIT, NUMBER)),
    )
    same = {"version", "last_hash"}
    assert ours.model_dump(exclude=same) == theirs.model_dump(exclude=same)
    moves = [(event.kind, event.at, event.state) for event in other.events if event.kind != "amended"]
    assert moves == [(event.kind, event.at, event.state) for event in straight.events]
    assert [event.seq for event in other.events] == list(range(1, len(other.events) + 1))
    assert {code for code, _ in other.owed} <= {"partner-dossier-overdue"}


STEPS = st.lists(
    st.builds(
        a_step,
        st.integers(1, 6),
        st.sampled_from(list(State)),
        reason=st.sampled_from(["", "vì lý do mẫu"]),
        void=st.booleans(),
    ),
    max_size=12,
)


@settings(max_examples=80, deadline=None)
@given(steps=STEPS)
def test_whatever_is_told_only_legal_ways_are_taken_and_nothing_is_lost(steps):
    office = Office()
    said = office.hear(a_told(), *steps)[1:]
    events = office.events
    ways = {(row.origin, row.to) for row in TRANSITION_BY_STEP.values()}
    for before, after in pairwise(events[1:]):
        assert (before.state, after.state) in ways or (before.state, None) in ways
    account = office.accounts.get(account_id(UNIT, NUMBER)).account
    assert account is not None
    here = {*range(1, len(account.taken) + 1), *(step.step for step in account.waiting)}
    assert {step.step for step in steps} <= here
    open_ones = [step.step for step in account.waiting]
    assert bool(open_ones) <= bool([code for code, _ in office.owed if code != "partner-dossier-overdue"])
    for step, reception in zip(steps, said, strict=True):
        assert reception is not Reception.TAKEN or step.step <= len(account.taken)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_of_several_tellings_the_latest_holds_whatever_came_last(seed):
    luck = Random(seed)
    tellings = [a_told(summary=f"lần {n}", changed_at=MORNING + timedelta(minutes=n)) for n in range(5)]
    order = tellings * 2
    luck.shuffle(order)
    office = Office()
    office.hear(*order)
    assert office.dossiers.get(account_id(UNIT, NUMBER)).summary == "lần 4"


def test_three_hundred_steps_that_were_kept_are_taken_at_once():
    office = Office()
    steps = [a_step(1, "received"), a_step(2, "processing")]
    for number in range(3, 300, 2):
        steps += [
            a_step(number, "withdrawal-asked", reason="x"),
            a_step(number + 1, "processing", reason="x"),
        ]
    later = [step for step in steps[1:] if step.step <= 300]
    for start in range(0, len(later), 50):
        assert set(office.hear(later[start : start + 50])) == {Reception.KEPT}
    office.hear(a_told())
    assert office.hear(steps[0]) == [Reception.TAKEN]
    assert len(office.events) == 2 + 300


def test_a_slip_promises_sooner_than_the_law_and_never_later():
    dues = {}
    for name, due in (("none", None), ("sooner", MORNING + timedelta(days=2)), ("later", MORNING + DAYS)):
        office = Office()
        office.hear(a_told(due=due), a_step(1, "received"))
        dues[name] = office.dossiers.get(account_id(UNIT, NUMBER)).clock.due
    assert dues["sooner"] == MORNING + timedelta(days=2)
    assert dues["later"] == dues["none"] is not None


def test_what_was_filed_does_not_become_something_else():
    office = Office()
    office.hear(a_told())
    changed = a_told(filed_at=MORNING - timedelta(hours=1), changed_at=MORNING + timedelta(hours=1))
    assert office.hear(changed) == [Reception.REFUSED]
    assert ("partner-dossier-fixed", 0) in office.owed
    assert office.hear(a_told(changed_at=MORNING + timedelta(hours=2))) == [Reception.TAKEN]
    assert ("partner-dossier-fixed", 0) not in office.owed


def test_dates_that_no_step_tells_or_that_differ_are_owed():
    office = Office()
    dates = {"received_at": MORNING, "finished_at": MORNING + timedelta(hours=9)}
    office.hear(a_told(**dates), a_step(1, "received"))
    assert {code for code, _ in office.owed} == {
        "partner-dates-differ", "partner-end-not-told", "partner-dossier-overdue",
    }  # fmt: skip


def test_a_step_before_the_one_it_follows_is_refused():
    office = Office()
    early = a_step(2, "processing", at=MORNING)
    assert office.hear(a_told(), a_step(1, "received"), early) == ["taken", "taken", "refused"]
    assert ("partner-step-too-early", 2) in office.owed


def test_a_procedure_of_which_our_catalogue_knows_neither_papers_nor_time_can_be_told_of():
    office, due = Office(), MORNING + timedelta(days=9)
    said = office.hear(a_told(procedure="1.000793", due=due), a_step(1, "received"))
    dossier = office.dossiers.get(account_id(UNIT, NUMBER))
    assert said == [Reception.TAKEN] * 2
    assert (dossier.procedure.requirements, dossier.procedure.processing, dossier.clock.due) == (
        (),
        None,
        due,
    )


def test_a_unit_that_does_not_decide_on_the_procedure_is_told_so():
    office = Office()
    assert office.hear(a_told(procedure="1.013867")) == [Reception.REFUSED]
    assert ("unit-not-competent", 0) in office.owed


def test_what_is_kept_stays_within_one_record_however_much_is_told():
    office, long = Office(), "ữ" * 2000
    papers = [{"component": "A", "name": "ữ" * 255, "path": f"{n:02d}" + "x" * 390} for n in range(30)]
    office.hear(a_told(summary="ữ" * 1000, papers=papers, procedure="1.000793"))
    answers = office.hear([a_step(n, "processing", reason=long) for n in range(2, 51)])
    assert set(answers) == {Reception.KEPT, Reception.REFUSED}
    for n in range(60):
        office.take.misread(PARTNER, UNIT, NUMBER, RowInvalid(fields="x" * 200), n)
    office.take.go_on(account_id(UNIT, NUMBER))
    account = office.accounts.get(account_id(UNIT, NUMBER)).account
    assert len(account.unfetched) == 30
    assert len(account.model_dump_json().encode()) < 380_000
    assert office.hear(a_step(1, "received")) == [Reception.TAKEN]


def test_a_debt_is_overlong_after_a_week_and_gone_once_it_is_paid():
    office = Office()
    office.accounts.heard(UNIT, MORNING)
    office.hear(a_told(due=MORNING + timedelta(days=1)), a_step(1, "received"))

    def outstanding():
        (found,) = office.debts.outstanding()
        return found.dossiers, found.since, found.is_overlong(office.clock.now())

    since = MORNING + timedelta(days=1)
    office.clock.at = since - timedelta(hours=1)
    assert outstanding() == (0, None, False)
    office.clock.at = since + timedelta(days=7)
    assert outstanding() == (1, since, False)
    office.clock.at = since + timedelta(days=7, seconds=1)
    assert outstanding() == (1, since, True)
    office.hear(a_step(2, "stopped", reason="Không đủ điều kiện", at=since + timedelta(hours=1)))
    assert outstanding() == (0, None, False)

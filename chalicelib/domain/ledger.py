"""What the portal has acknowledged of one dossier, and what to do next. Pure: values in, values out.

Header and progress rows are acknowledged apart. Before anything is sent, the ledger says what is about to be
sent (``Flight``); whoever finds a flight that never landed asks the portal before sending again. The flight
is also the lease: while it is young, nobody else sends for this dossier.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict

from chalicelib.domain.ports_portal import REFUSALS, Answer, Verdict
from chalicelib.domain.repairs import Repair
from chalicelib.domain.statements import Statement, Step
from chalicelib.domain.states import State
from chalicelib.domain.story import Story
from chalicelib.domain.told import Told

#: How many refusals in a row, by verdict, before a person has to look.
PATIENCE = {Verdict.PERMANENT: 2, Verdict.UNRECOGNISED: 5}
#: How long a flight keeps others away: longer than a worker can live.
LEASE = timedelta(minutes=2)
#: The repair of rows that stand twice at the portal: it keeps nothing from being told.
TWICE = "row-twice"
#: The repair of a row that may or may not have arrived, where the portal shows none.
UNSEEN = "unseen"
_SHOWN_TEXT = 300

#: Rows of these states are not sent a second time on the mere chance that they did not arrive: a second
#: request for a supplement makes a dossier overdue (QĐ 766); any other row standing twice changes no score.
NEVER_TWICE = frozenset({State.SUPPLEMENT_REQUESTED})


class Flight(BaseModel):
    """What may have been sent: a header as of ``header_seq`` (0: none) and rows by ``seq``.

    ``leased_until``: ``None`` once nobody is sending any more. ``settles_at``: before then it is not asked for, because
    what is on its way may still arrive, and what is sent a second time then stands there twice. ``since``: when the
    call went out whose answer was lost.
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    header_seq: int
    steps: tuple[int, ...]
    leased_until: datetime | None
    settles_at: datetime | None = None
    since: datetime | None = None


class Ledger(BaseModel):
    """One dossier's account with the portal. ``revision`` counts the writes; 0 was never written.

    ``portal_number``: the portal's own number of a dossier that was filed there; empty for ours.
    ``created``: the portal knows the number. ``header_seq``: the event after which the acknowledged header
    stands, ``header_digest`` its content. All rows up to ``story.seq`` are acknowledged, and those in
    ``ahead`` beyond it. ``next_attempt`` is set while something is left to do; ``repairs`` while a person has
    to look, ``parked_seq`` being the event after which the dossier stood then.

    ``doubtful``: events of which something was sent again because nobody knew whether it had arrived; it may still do
    so, and the portal is looked at ``look_at``. ``doubled``: events whose rows were seen to stand there twice;
    ``accepted``: those of which a person has said so be it.
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    dossier_id: str
    revision: int = 0
    number: str = ""
    portal_number: str = ""
    created: bool = False
    header_seq: int = 0
    header_digest: str = ""
    story: Story = Story()
    ahead: tuple[int, ...] = ()
    told: Told | None = None
    flight: Flight | None = None
    attempts: int = 0
    refusals: int = 0
    next_attempt: datetime | None = None
    trouble: str = ""
    trouble_text: str = ""
    repairs: tuple[Repair, ...] = ()
    parked_at: datetime | None = None
    parked_seq: int = 0
    paused: bool = False
    doubtful: tuple[int, ...] = ()
    look_at: datetime | None = None
    doubled: tuple[int, ...] = ()
    accepted: tuple[int, ...] = ()

    def is_parked(self, version: int) -> bool:
        """Whether a person has to look first; a dossier that has changed since then is tried again."""
        return bool(self.repairs) and version <= self.parked_seq

    @property
    def needs_a_person(self) -> bool:
        """Whether something keeps it from being told; rows that stand twice do not."""
        return any(repair.code != TWICE for repair in self.repairs)

    def is_settling(self, now: datetime) -> bool:
        """Whether what may have been sent may still be on its way."""
        until = self.flight.settles_at if self.flight else None
        return until is not None and now < until

    def is_leased(self, now: datetime) -> bool:
        """Whether somebody is sending for this dossier right now."""
        until = self.flight.leased_until if self.flight else None
        return until is not None and now < until

    def knows_all_until(self, version: int) -> bool:
        """Whether header and rows are acknowledged up to event ``version``."""
        return self.flight is None and self.header_seq >= version and self.story.seq >= version

    # What is about to happen

    def taking_off(self, header_seq: int, steps: Sequence[Step], now: datetime) -> "Ledger":
        """The ledger to write before sending; its write is the claim to send."""
        flight = Flight(
            header_seq=header_seq,
            steps=tuple(step.seq for step in steps),
            leased_until=now + LEASE,
            settles_at=now + LEASE,
            since=now,
        )
        return self._changed(flight=flight, next_attempt=now + LEASE)

    # What the portal answered

    def header_acknowledged(self, statement: Statement, digest: str) -> "Ledger":
        """The portal holds this header."""
        return self._changed(
            created=True,
            header_seq=max(statement.seq, self.header_seq),
            header_digest=digest,
            told=(self.told or Told()).with_header(statement),
        )

    def known_there(self, *, created: bool) -> "Ledger":
        """The portal has the number, or has not, whatever we thought."""
        if created:
            return self._changed(created=True)
        return self._changed(created=False, header_seq=0, header_digest="", told=None)

    def steps_acknowledged(self, steps: Sequence[Step]) -> "Ledger":
        """The portal took these rows. ``caught_up`` moves the story on afterwards."""
        ahead = tuple(sorted({*self.ahead, *(step.seq for step in steps)}))
        return self._changed(ahead=ahead, told=(self.told or Told()).with_steps(steps))

    def caught_up(self, stories: Sequence[Story], owed: frozenset[int]) -> "Ledger":
        """Move the story over every event whose row, if it owes one, is acknowledged.

        ``stories``: the story after each event that was read, in order. ``owed``: the events that owe a row.
        """
        story = self.story
        for later in stories:
            if later.seq in owed and later.seq not in self.ahead:
                break
            story = later
        return self._changed(story=story, ahead=tuple(seq for seq in self.ahead if seq > story.seq))

    def doubting(self, seqs: Sequence[int]) -> "Ledger":
        """What was sent of these events did not arrive so far, and is sent again."""
        return self._changed(doubtful=tuple(sorted({*self.doubtful, *seqs})))

    # How a pass ends

    def landed(self, now: datetime, look_again: timedelta) -> "Ledger":
        """Everything that was to be said has been taken; after ``look_again`` the portal is looked at, if in doubt."""
        settled = self._changed(
            flight=None, attempts=0, refusals=0, next_attempt=None, trouble="", trouble_text="",
            look_at=now + look_again if self.doubtful else None,
        )  # fmt: skip
        return settled._with_notice(now)

    def looked_at(self, twice: Sequence[int], now: datetime) -> "Ledger":
        """The portal was looked at, and nothing is in doubt any more; the rows of ``twice`` stand there twice."""
        if self.needs_a_person:
            return self
        doubled = tuple(seq for seq in twice if seq not in self.accepted)
        return self._changed(doubtful=(), look_at=None, doubled=doubled)._with_notice(now)

    def so_be_it(self, now: datetime) -> "Ledger":
        """A person has seen the rows that stand twice, and nobody need look again."""
        accepted = tuple(sorted({*self.accepted, *self.doubled}))
        return self._changed(accepted=accepted, doubled=())._with_notice(now)

    def _with_notice(self, now: datetime) -> "Ledger":
        """On the list of what needs a person while rows stand twice, and only then."""
        if not self.doubled:
            return self._changed(repairs=(), parked_at=None)
        notice = Repair(code=TWICE, detail=", ".join(map(str, self.doubled)))
        return self._changed(repairs=(notice,), parked_at=self.parked_at or now, parked_seq=0)

    def put_off(self, answer: Answer, at: datetime, uncertain: Flight | None = None) -> "Ledger":
        """Try again at ``at``; what is ``uncertain`` is asked for first."""
        return self._changed(
            flight=uncertain,
            attempts=self.attempts + 1,
            refusals=self.refusals + (answer.verdict in REFUSALS),
            next_attempt=at,
            trouble=answer.verdict.value,
            trouble_text=answer.text[:_SHOWN_TEXT],
        )

    def is_out_of_patience(self, answer: Answer) -> bool:
        """Whether one more refusal like ``answer`` is one too many."""
        return answer.verdict in REFUSALS and self.refusals + 1 >= PATIENCE[answer.verdict]

    def parked(self, repairs: Sequence[Repair], version: int, now: datetime) -> "Ledger":
        """Nothing more is sent until a person has looked or the dossier has changed."""
        return self._changed(
            flight=None,
            next_attempt=None,
            look_at=None,
            repairs=tuple(repairs),
            parked_at=now,
            parked_seq=version,
        )

    # What people order

    def replayed(self, now: datetime) -> "Ledger":
        """Try again now, whatever stood in the way."""
        return self._changed(
            attempts=0, refusals=0, next_attempt=now, repairs=(), parked_at=None, paused=False
        )

    def seen_there(self, now: datetime) -> "Ledger":
        """A person has seen at the portal the rows of which nobody knew; the rest is told."""
        seen = [int(repair.detail) for repair in self.repairs if repair.code == UNSEEN]
        return self._changed(ahead=tuple(sorted({*self.ahead, *seen}))).replayed(now)

    def told_anew(self, *, created: bool, steps: Sequence[Step], now: datetime) -> "Ledger":
        """Start again from what the portal was seen to hold: the header is stated anew, and all rows but ``steps``."""
        blank = self.replayed(now)._changed(
            story=Story(), ahead=(), flight=None, header_seq=0, header_digest=""
        )
        return blank._changed(created=created, told=None).steps_acknowledged(steps)

    def paused_at(self, now: datetime) -> "Ledger":
        """Hold back until ``replayed``; it stays on the list of what waits."""
        return self._changed(paused=True, next_attempt=now)

    def _changed(self, **changes: object) -> "Ledger":
        return self.model_copy(update=changes)

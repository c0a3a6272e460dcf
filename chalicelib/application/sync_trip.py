"""One dossier on its way to the portal and back: what it has to say, what was taken, why it stopped."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.events import AnyEvent
from chalicelib.domain.ledger import NEVER_TWICE, UNSEEN, Flight, Ledger
from chalicelib.domain.ports_portal import Answer, Finding, Held, NationalPortal, Verdict
from chalicelib.domain.ports_sync import Account
from chalicelib.domain.repairs import Repair
from chalicelib.domain.shown import agrees, arrived
from chalicelib.domain.statements import Statement, Step
from chalicelib.domain.stating import House, statement_of, steps_of
from chalicelib.domain.story import Story

#: After so many passes without a known outcome a dossier travels alone, so that it keeps no other waiting.
SUSPECT_AFTER = 2


@dataclass(slots=True)
class Trip:
    """The only mutable thing in a pass, owned by it. ``ledger`` moves on in memory and is written at the end.

    ``uncertain``: what may have arrived unseen. ``stopped_by``: the answer after which nothing more is sent.
    ``heard``: the event up to which the news is taken note of at the end, 0 if nobody left a note.
    """

    ledger: Ledger
    statement: Statement
    ours: Held
    rows: dict[int, tuple[str, ...]]
    steps: tuple[Step, ...]
    stories: tuple[Story, ...]
    uncertain: Flight | None
    heard: int = 0
    stopped_by: Answer | None = None
    repairs: tuple[Repair, ...] = ()

    @property
    def is_portal_born(self) -> bool:
        """Whether the dossier was filed at the portal, which then must never be sent as one of ours."""
        return bool(self.ledger.portal_number)

    @property
    def number_there(self) -> str:
        """Under which number the portal has it."""
        return self.ledger.portal_number or self.statement.number

    @property
    def goes_on(self) -> bool:
        """Whether anything more may be sent in this pass."""
        return self.stopped_by is None and not self.repairs

    @property
    def is_suspect(self) -> bool:
        """Whether nobody knows what the portal made of it several times over: it may be what breaks a shared call."""
        return self.ledger.trouble == Verdict.UNKNOWN and self.ledger.attempts >= SUSPECT_AFTER

    @property
    def digest(self) -> str:
        """What the header says, as one value."""
        return hashlib.sha256(json.dumps(self.ours.fields, sort_keys=True).encode()).hexdigest()

    @property
    def owes_header(self) -> bool:
        """Whether the portal holds no header, or another one."""
        return not self.ledger.created or self.ledger.header_digest != self.digest

    @property
    def owed_steps(self) -> tuple[Step, ...]:
        """The rows that are not acknowledged, in order."""
        return tuple(step for step in self.steps if step.seq not in self.ledger.ahead)

    def header_taken(self) -> None:
        """The portal holds this header."""
        self.ledger = self.ledger.header_acknowledged(self.statement, self.digest)

    def steps_taken(self, steps: Sequence[Step]) -> None:
        """The portal holds these rows."""
        self.ledger = self.ledger.steps_acknowledged(steps)

    def stop(self, answer: Answer, steps: Sequence[Step] = (), *, header: bool = False) -> None:
        """End the trip. Of what was in the failing call, an unknown outcome leaves us uncertain."""
        self.stopped_by = answer
        self.uncertain = None
        if answer.verdict is Verdict.UNKNOWN and self.ledger.flight is not None:
            self.uncertain = Flight(
                header_seq=self.statement.seq if header else 0,
                steps=tuple(step.seq for step in steps),
                leased_until=None,
            )

    def learn_of(self, flight: Flight, finding: Finding, until: datetime | None) -> None:
        """Take in what became of a flight that never landed; what is not there yet may still come, and is doubtful.

        ``until``: so long what must never stand there twice is not sent again; ``None``: it is late enough.
        """
        self.learn(finding, flight.steps)
        if self.stopped_by is None:
            missing = [seq for seq in flight.steps if seq in self.rows and seq not in self.ledger.ahead]
            if until is not None and any(s.seq in missing and s.state in NEVER_TWICE for s in self.steps):
                self.stopped_by = Answer(Verdict.UNKNOWN)
                self.uncertain = flight.model_copy(update={"leased_until": None, "settles_at": until})
                return
            if flight.header_seq and self.owes_header:
                missing.append(flight.header_seq)
            self.ledger = self.ledger.doubting(missing)

    def learn(self, finding: Finding, maybe: Sequence[int]) -> None:
        """Take in what the portal shows; ``maybe``: the rows of which it is unknown whether they arrived."""
        if finding.answer.verdict is not Verdict.DONE:
            self.stopped_by = Answer(Verdict.UNKNOWN, finding.answer.code, finding.answer.text)
            return
        self.uncertain = None
        held = finding.held
        if self.is_portal_born:
            self._learn_reply(held, [step for step in self.owed_steps if step.seq in maybe])
            return
        self.ledger = self.ledger.known_there(created=held is not None)
        if held is None:
            return
        if all(agrees(value, held.fields.get(name, "")) for name, value in self.ours.fields.items()):
            self.header_taken()
        self._learn_steps(held, [step for step in self.owed_steps if step.seq in maybe])

    def _learn_reply(self, held: Held | None, flown: list[Step]) -> None:
        """A portal-born dossier shows only its latest state: if that is the one in flight, it arrived."""
        for position, step in enumerate(flown):
            if held is not None and held.fields.get("state") == self.rows[step.seq][0]:
                self.steps_taken(flown[: position + 1])

    def _learn_steps(self, held: Held, flown: list[Step]) -> None:
        seen = arrived([self.rows[step.seq] for step in flown], held)
        if seen is not None:
            self.steps_taken([flown[position] for position in seen])
            return
        self.repairs = tuple(
            Repair(code=UNSEEN, detail=str(step.seq)) for step in flown if step.state in NEVER_TWICE
        )


def depart(account: Account, events: tuple[AnyEvent, ...], portal: NationalPortal, house: House) -> Trip:
    """Everything the dossier has to say. Raises ``NotTruthful`` or what the portal has no form for."""
    before = account.ledger.story
    events = tuple(event for event in events if event.seq <= account.dossier.version)
    stories: list[Story] = []
    for event in events:
        stories.append((stories[-1] if stories else before).after(event))
    now_told = stories[-1] if stories else before
    statement = statement_of(account.dossier, account.files, now_told, house)
    steps = steps_of(account.dossier.number, events, before)
    return Trip(
        ledger=account.ledger,
        statement=statement,
        ours=portal.as_held(statement),
        rows={step.seq: portal.as_step(step) for step in steps},
        steps=steps,
        stories=tuple(stories),
        uncertain=account.ledger.flight,
        heard=account.dossier.version if account.has_news else 0,
    )

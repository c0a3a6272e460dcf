"""``NationalPortal`` over HTTP: one session for all threads, renewed when it is over."""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from chalicelib.domain.ports_portal import Answer, Finding, Held, Verdict
from chalicelib.domain.statements import Reply, Statement, Step
from chalicelib.domain.states import State
from chalicelib.portal.answers import Reading, judge, read
from chalicelib.portal.dialect import Dialect, NotInThisDialect
from chalicelib.portal.http import Call, NeverSent, NoAnswer, Transport
from chalicelib.portal_settings import PortalSettings

_NOTHING = Reading(0, "", "", {}, is_json=False)
#: A session this young is not suspected of being over: at most so often is there a log-in too many.
_FRESH = timedelta(seconds=2)


class PortalClient:
    """The portal behind ``Dialect`` and ``Transport``. Never repeats a call, except once after a new log-in.

    Repeating then is safe: a portal that says the session is over has not looked at the rest.
    """

    def __init__(
        self, settings: PortalSettings, dialect: Dialect, transport: Transport, now: Callable[[], datetime]
    ) -> None:
        self._settings = settings
        self._dialect = dialect
        self._transport = transport
        self._now = now
        self._lock = threading.Lock()
        self._session = ""
        self._since: datetime | None = None

    def send(self, statements: Sequence[Statement], *, updating: bool) -> Answer:
        """State dossiers, all of them new or all of them known there."""
        answer = Answer(Verdict.DONE)
        for position in range(len(self._dialect.dossiers("", statements, updating=updating))):
            answer = self._state(statements, updating, position)
            if answer.verdict is not Verdict.DONE:
                break
        return answer

    def _state(self, statements: Sequence[Statement], updating: bool, position: int) -> Answer:
        def build(session: str) -> Call:
            return self._dialect.dossiers(session, statements, updating=updating)[position]

        return self.ask(build)[0]

    def add_steps(self, steps: Sequence[Step]) -> Answer:
        """Add progress rows."""
        return self.ask(lambda session: self._dialect.steps(session, steps))[0]

    def reply(self, reply: Reply) -> Answer:
        """Answer about a portal-born dossier; a dialect without words for it refuses, so that a person hears of it."""
        try:
            return self.ask(lambda session: self._dialect.reply(session, reply))[0]
        except NotInThisDialect as wordless:
            return Answer(Verdict.PERMANENT, "", f"phương thức kết nối này không có dịch vụ {wordless}")

    def look_up(self, number: str, *, filed_there: bool = False) -> Finding:
        """What is held under ``number``; a portal that says "no such dossier" has answered well."""
        answer, reading = self.ask(
            lambda session: self._dialect.look_up(session, number, filed_there=filed_there)
        )
        if answer.verdict is Verdict.MISSING or (
            answer.verdict is not Verdict.DONE and reading.says_nothing_found
        ):
            return Finding(Answer(Verdict.DONE, answer.code, answer.text))
        if answer.verdict is not Verdict.DONE:
            return Finding(answer)
        return Finding(answer, self._dialect.held_in(reading, number))

    def as_held(self, statement: Statement) -> Held:
        """The statement in the form in which ``look_up`` answers."""
        return self._dialect.as_held(statement)

    def as_step(self, step: Step) -> tuple[str, ...]:
        """The step in the form in which ``look_up`` answers."""
        return self._dialect.as_step(step)

    def as_replied(self, state: State) -> str:
        """The state in the form in which ``look_up`` answers about a portal-born dossier."""
        return self._dialect.as_replied(state)

    def ask(self, build: Callable[[str], Call]) -> tuple[Answer, Reading]:
        """Make a call with a living session; log in again and repeat once if the portal says it is over."""
        build("")  # what cannot be said is found before anybody is asked for a session
        for _attempt in range(2):
            session, refused = self._living_session()
            if refused is not None:
                return refused, _NOTHING
            answer, reading = self._say(build(session))
            if answer is None or self._may_be_a_stranger(answer, reading):
                self._forget(session)
            if answer is not None:
                return answer, reading
        return Answer(Verdict.TRANSIENT, reading.code, reading.text), reading

    def _living_session(self) -> tuple[str, Answer | None]:
        """A session not older than it may be, or why there is none. One thread logs in, the others wait."""
        with self._lock:
            login = self._dialect.log_in()
            if login is None or (self._session and self._is_young()):
                return self._session, None
            answer, reading = self._say(login)
            session = self._dialect.session_in(reading)
            if not session:
                # Whatever the reason, nothing was said about any dossier yet.
                return "", Answer(Verdict.TRANSIENT, reading.code, answer.text if answer else reading.text)
            self._session, self._since = session, self._now()
            return session, None

    def _may_be_a_stranger(self, answer: Answer, reading: Reading) -> bool:
        """The code of a session that is over is not public: words we do not know, or being sent elsewhere, may mean it.

        The call is not repeated for that; the next one logs in anew.
        """
        is_old = self._since is not None and self._now() - self._since >= _FRESH
        return is_old and (answer.verdict is Verdict.UNRECOGNISED or 300 <= reading.status < 400)

    def _forget(self, session: str) -> None:
        with self._lock:
            if self._session == session:
                self._session = ""

    def _is_young(self) -> bool:
        return self._since is not None and self._now() - self._since < self._settings.session_life

    def _say(self, call: Call) -> tuple[Answer | None, Reading]:
        try:
            raw = self._transport.post(call)
        except NeverSent as problem:
            return Answer(Verdict.TRANSIENT, "", str(problem)), _NOTHING
        except NoAnswer as problem:
            return Answer(Verdict.UNKNOWN, "", str(problem)), _NOTHING
        reading = read(raw.status, raw.body)
        answer = judge(
            reading,
            expired_codes=self._settings.expired_codes,
            success_needs_words=self._settings.success_needs_words,
        )
        return answer, reading

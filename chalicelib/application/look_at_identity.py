"""Look at a picture of somebody's identity papers: counted for the officer, told to the owner, in the journal."""

import hashlib
from dataclasses import dataclass

from chalicelib.application.audit import Looks
from chalicelib.domain.access import Action, demand, unit_towards
from chalicelib.domain.audit import allowance_line, view_line
from chalicelib.domain.calendar import local
from chalicelib.domain.dossier import Dossier
from chalicelib.domain.ports import Clock, Ids, Once
from chalicelib.domain.ports_looks import CountedViews
from chalicelib.domain.principals import Principal, PrincipalKind
from chalicelib.domain.sensitive import MoreViews, ViewCount, views_a_day
from chalicelib.domain.traces import Sight, Use, Viewer


@dataclass(frozen=True, slots=True)
class LookAtIdentity:
    """One call. Officers need a purpose: an open dossier at their unit. Nothing is shown that could not be noted."""

    views: CountedViews
    looks: Looks
    clock: Clock
    ids: Ids

    def record(self, principal: Principal, dossier: Dossier, what: str, papers: tuple[str, ...] = ()) -> None:
        """Note the look, or raise ``NotAllowed``, ``ViewLimitReached``. ``papers``: codes in the owner's repository."""
        demand(principal, Action.LOOK_AT_IDENTITY, dossier)
        if principal.kind is not PrincipalKind.OFFICER:
            self.looks.record(principal, dossier, what)
            return
        now, unit = self.clock.now(), unit_towards(principal, dossier)
        use = Use(
            id=self.ids.new(),
            owner_ref=dossier.owner.ref,
            at=now,
            what=Sight.IDENTITY_SEEN,
            papers=papers,
            by=Viewer.of(principal, unit),
            purpose=f"Giải quyết hồ sơ thủ tục {dossier.procedure.code}: {dossier.procedure.name}",
            dossier_id=dossier.id,
            dossier_number=dossier.number,
        )
        line = view_line(use.id, now, dossier.id, principal.kind, principal.subject, what)
        self.views.count(principal, unit, local(now).date(), views_a_day(principal.roles), use, line)


@dataclass(frozen=True, slots=True)
class AllowMoreViews:
    """A leader lets an officer of the unit see more today; who, whom and how many is in the journal, why beside it."""

    views: CountedViews
    clock: Clock
    ids: Ids

    def __call__(
        self, principal: Principal, officer: str, wish: MoreViews, once: Once | None = None
    ) -> ViewCount:
        """How the officer's day stands then; the same request again adds nothing. Raises ``NoViewsToday``."""
        demand(principal, Action.ALLOW_MORE_VIEWS)
        now = self.clock.now()
        id_ = hashlib.sha256(once.key.encode()).hexdigest()[:26] if once else self.ids.new()
        line = allowance_line(id_, now, principal.subject, officer, wish.more)
        return self.views.allow(officer, principal.units, local(now).date(), id_, wish, line)

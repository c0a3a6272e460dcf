"""No sequence of calls by one owner, or by an officer without purpose, shows a byte or a field of another's paper.

Everything about Bình's papers bears a mark. Bình uses them, files and is served; An and officers who have nothing to do
with Bình try everything with what they may have got hold of: codes, identifiers, cursors, even Bình's number.
"""

import contextlib
import hashlib
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from chalicelib.application.attach_file import UploadLimits
from chalicelib.application.certify_paper import CertifyPaper
from chalicelib.application.export_papers import ExportPapers
from chalicelib.application.look_at_identity import LookAtIdentity
from chalicelib.application.pack_export import PackExport
from chalicelib.application.reuse_paper import ReusePaper, ReuseWish
from chalicelib.application.revoke_result import Revocation, RevokeResult
from chalicelib.application.share_paper import SharePaper, ShareWish
from chalicelib.application.suggest_papers import SuggestOwnPapers, SuggestPapers
from chalicelib.application.take_back_consent import TakeBackConsent
from chalicelib.application.view_papers import ViewPapers
from chalicelib.application.views import Views
from chalicelib.domain.dossier import Channel, Requirement
from chalicelib.domain.errors import DomainError
from chalicelib.domain.files import FileOrigin, ReadField
from chalicelib.domain.papers import Validity
from chalicelib.domain.ports_papers import NationalPaper, Wanted
from chalicelib.domain.states import Role, State
from chalicelib.domain.storage import copy_key, shared_key
from tests.factories import (
    MORNING,
    PROCEDURE,
    a_citizen,
    a_dossier_in,
    a_draft,
    a_paper,
    an_officer,
    an_owner,
)
from tests.fakes import (
    CountedIds,
    HandClock,
    InMemoryBlobs,
    InMemoryDossiers,
    InMemoryNation,
    PlainRefs,
    at_once,
)
from tests.fakes_repository import (
    InMemoryCountedViews,
    InMemoryExports,
    InMemoryShares,
    InMemoryStreams,
    NoLooks,
)

MARK = "cua-binh"
AN, BINH = "001185900101", "038078900102"
KIND, DATABASE = "L-GT-SK", "L-CSDL-DKDN"
CODES = [f"{KIND}.01", f"{KIND}.02", f"Q|{MARK}", DATABASE, "RESULT.01", f"{KIND}.01#0001", ""]
DOSSIERS = ["of-an", "of-binh", "of-binh-by-an", "of-binh-at-counter", "returned-to-binh"]
ATTACKERS = {
    "an": a_citizen("an", AN),
    "nobody": a_citizen("nobody", ""),
    **{
        f"{role} elsewhere": an_officer(role, units=("99.SYT",))
        for role in Role
        if role is not Role.APPLICANT
    },
    "leader": an_officer(Role.LEADER),
    "auditor": an_officer(Role.AUDITOR),
}
PROCEDURE_OF_PAPERS = PROCEDURE.model_copy(
    update={
        "requirements": (
            Requirement(
                code="SK", name="Giấy khám sức khỏe", required=False, paper=KIND, replaceable_by=(DATABASE,)
            ),
            *PROCEDURE.requirements,
        )
    }
)


class PapersStayPrivate(RuleBasedStateMachine):
    """What attackers were told is looked through at once."""

    @initialize()
    def furnish(self):
        self.refs, self.clock, ids = PlainRefs(), HandClock(MORNING), CountedIds()
        self.dossiers, self.nation, self.blobs = InMemoryDossiers(), InMemoryNation(), InMemoryBlobs(MORNING)
        self.papers, self.traces = self.dossiers.papers, self.dossiers.traces
        limits = UploadLimits(1_000_000, 500, {"application/pdf": "pdf"})
        self.views = ViewPapers(
            self.dossiers,
            self.papers,
            self.traces,
            self.blobs,
            self.refs,
            self.clock,
            ids,
            LookAtIdentity(InMemoryCountedViews(self.traces), NoLooks(), self.clock, ids),
        )
        self.dossier_views = Views(self.dossiers, self.dossiers, self.blobs, self.refs, NoLooks())
        self.suggest = SuggestPapers(
            self.dossiers, self.papers, self.nation, self.nation, self.clock, at_once
        )
        self.suggest_own = SuggestOwnPapers(self.papers, self.clock)
        self.reuse = ReusePaper(
            self.dossiers, self.papers, self.nation, self.nation, self.blobs, self.clock, ids, limits
        )
        self.take_back = TakeBackConsent(self.dossiers, self.traces, self.refs, self.clock)
        self.certify = CertifyPaper(self.dossiers, self.papers, self.clock)
        self.revoke = RevokeResult(self.dossiers, self.papers, self.clock)
        self.loot = {"cursor": [""], "consent": ["id000001"], "share": ["0" * 64], "export": ["id000001"]}
        self.shares, exports = InMemoryShares(self.traces), InMemoryExports(self.traces)
        self.share = SharePaper(
            self.papers,
            self.shares,
            self.traces,
            self.blobs,
            self.refs,
            self.clock,
            ids,
            lambda text: hashlib.sha256(f"secret {text}".encode()).hexdigest(),
        )
        pack = PackExport(
            exports,
            self.dossiers,
            self.papers,
            self.traces,
            InMemoryStreams(self.blobs),
            self.clock,
            lambda _: {},
        )
        self.export = ExportPapers(exports, self.blobs, self.refs, self.clock, ids, pack.small)
        self._store(AN, "an")
        self._store(BINH, MARK)
        self._open("of-an", AN, "an")
        self._open("of-binh", BINH, "binh")
        self._open("of-binh-by-an", BINH, "an")
        self._open(
            "of-binh-at-counter",
            BINH,
            "officer-2",
            channel=Channel.COUNTER,
            unit="77.SYT",
            received_at_unit="77.SYT",
        )
        self._open("returned-to-binh", BINH, "binh", state=State.RETURNED)

    def _store(self, number, mark):
        owner_ref = self.refs.ref(number)
        for file_id, values in (
            ("f1", {}),
            ("f2", {"validity": Validity.REVOKED}),
            ("f3", {"visible": False}),
        ):
            paper = a_paper(
                file_id, KIND, owner_ref=owner_ref, name=f"Giấy {mark}", number=mark, issuer=mark, words=f"giay {mark}",
                dossier_id=f"old-{mark}", dossier_number=mark, fields=(ReadField(name="x", value=mark, confidence=1),),
                **values,
            )  # fmt: skip
            self.blobs.objects[self.papers.store(paper).key] = mark.encode()
        held = NationalPaper("Q", f"Giấy khám sức khỏe {mark}", mark, mark, f"{mark}.pdf", mark)
        self.nation.held[number] = {held: mark.encode()}
        self.nation.registers.setdefault(DATABASE, {})[number] = {"TenDoanhNghiep": mark}

    def _open(self, dossier_id, number, subject, state=State.DRAFT, **values):
        given = {"id": dossier_id, "owner": an_owner(number=number), "submitted_by": subject} | values
        given |= {"procedure": PROCEDURE_OF_PAPERS}
        if state is State.DRAFT:
            dossier, opened = a_draft(**given)
            self.dossiers.save(dossier, [opened])
        else:
            dossier, _, events = a_dossier_in(state, **given)
            self.dossiers.save(dossier, events)

    # What Bình does

    @rule(code=st.sampled_from(CODES), source=st.sampled_from(["reused", "national-repository", "database"]))
    def binh_uses_a_paper(self, code, source):
        with contextlib.suppress(DomainError):
            wish = ReuseWish(component="SK", source=source, code=code or "x", consent=True)
            self.reuse(a_citizen("binh", BINH), "of-binh", wish)
        self.loot["consent"] += [c.id for c in self.traces.consents(self.refs.ref(BINH), 9).items]

    @rule(limit=st.integers(1, 2), word=st.sampled_from(["", MARK]))
    def binh_looks_through_the_papers(self, limit, word):
        binh = a_citizen("binh", BINH)
        for page in (
            self.views.own(binh, Wanted(words=(word,) if word else ()), limit),
            self.views.uses(binh, 1),
            self.views.consents(binh, 1),
        ):
            self.loot["cursor"].append(page.cursor)

    @rule()
    def an_officer_with_purpose_looks(self):
        clerk = an_officer(Role.SPECIALIST, units=("77.SYT",))
        shown = self.views.owners(clerk, "of-binh-at-counter", Wanted(), 1)
        assert MARK in str(shown)
        self.loot["cursor"].append(shown.cursor)

    @rule(code=st.sampled_from(CODES))
    def binh_shares_a_paper(self, code):
        """The token goes to the recipient; its hash, which names the share, may get about."""
        with contextlib.suppress(DomainError):
            share, _ = self.share.make(a_citizen("binh", BINH), code, ShareWish(recipient="x", purpose="y"))
            self.shares.copied(share.model_copy(update={"copy_state": "ready", "file_name": MARK}))
            self.blobs.write(shared_key(share.id), MARK.encode(), "application/pdf")
            self.loot["share"].append(share.id)

    @rule()
    def binh_asks_for_everything(self):
        asked = self.export.ask(a_citizen("binh", BINH))
        assert MARK in self._read_export(a_citizen("binh", BINH), asked.id)
        self.loot["export"].append(asked.id)

    def _pick(self, what: str, pick: int) -> str:
        return self.loot[what][pick % len(self.loot[what])]

    def _exported(self, principal) -> str:
        asked = self.export.ask(principal)
        self.loot["export"].append(asked.id)
        return self._read_export(principal, asked.id)

    def _read_export(self, principal, export_id: str) -> str:
        """Everything that the caller could unpack."""
        if not self.export.link(self.export.get(principal, export_id)):
            return ""
        with zipfile.ZipFile(BytesIO(self.blobs.read(copy_key(export_id)))) as archive:
            return str({name: archive.read(name).decode() for name in archive.namelist()})

    # What others try

    @rule(
        who=st.sampled_from(sorted(ATTACKERS)),
        code=st.sampled_from(CODES),
        dossier=st.sampled_from(DOSSIERS),
        pick=st.integers(0, 50),
        wanted=st.sampled_from([Wanted(), Wanted(words=(MARK,)), Wanted(number=MARK), Wanted(kind=KIND)]),
        source=st.sampled_from(["reused", "national-repository", "database"]),
        act=st.sampled_from(
            [
                "own", "preview", "versions", "uses", "consents", "owners", "owners_paper", "suggest", "open", "reuse",
                "take_back", "certify", "revoke", "dossier", "result", "share", "open_link", "end_share",
                "export", "read_export",
            ]
        ),
    )  # fmt: skip
    def somebody_tries(self, who, code, dossier, pick, wanted, source, act):
        principal = ATTACKERS[who]
        cursor = self.loot["cursor"][pick % len(self.loot["cursor"])]
        consent = self.loot["consent"][pick % len(self.loot["consent"])]
        wish = ReuseWish(component="SK", source=FileOrigin(source), code=code or "x", consent=True)
        decision = Revocation(number="1", decided_on=MORNING.date(), reason="thử", replaced_by=code)
        attempts: dict[str, Callable[[], Any]] = {
            "own": lambda: self.views.own(principal, wanted, 5, cursor),
            "preview": lambda: self.views.preview(principal, code),
            "versions": lambda: self.views.versions(principal, code),
            "uses": lambda: self.views.uses(principal, 5, cursor),
            "consents": lambda: self.views.consents(principal, 5, cursor),
            "owners": lambda: self.views.owners(principal, dossier, wanted, 5, cursor),
            "owners_paper": lambda: self.views.owners_paper(principal, dossier, code),
            "suggest": lambda: self.suggest(principal, dossier),
            "open": lambda: self.suggest_own(principal, self.dossiers.get(dossier)),
            "reuse": lambda: self.reuse(principal, dossier, wish).file,
            "take_back": lambda: self.take_back(principal, consent),
            "certify": lambda: self.certify(principal, dossier, code),
            "share": lambda: self.share.make(principal, code, ShareWish(recipient="x", purpose="y")),
            "open_link": lambda: self.share.open(self._pick("share", pick)),
            "end_share": lambda: self.share.end(principal, self._pick("share", pick)),
            "export": lambda: self._exported(principal),
            "read_export": lambda: self._read_export(principal, self._pick("export", pick)),
            "revoke": lambda: self.revoke(principal, dossier, decision).dossier.result,
            "dossier": lambda: self.dossier_views.dossier(principal, dossier)[1] if who == "an" else "",
            "result": lambda: self.dossier_views.result_link(principal, dossier) if who == "an" else "",
        }
        try:
            told = str(attempts[act]())
        except DomainError as refused:
            told = refused.in_english() + refused.in_vietnamese()
        assert MARK not in told, (who, act, dossier)


TestPapersStayPrivate = PapersStayPrivate.TestCase
TestPapersStayPrivate.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)


def test_the_mark_would_be_seen_if_it_were_shown():
    machine = PapersStayPrivate()
    machine.furnish()
    binh = a_citizen("binh", BINH)
    assert MARK in str(machine.views.own(binh, Wanted(), 5))
    assert MARK in machine.views.preview(binh, f"{KIND}.01")
    assert MARK in str(machine.suggest(binh, "of-binh"))
    for source, code in (
        ("reused", f"{KIND}.01"),
        ("national-repository", f"Q|{MARK}"),
        ("database", DATABASE),
    ):
        wish = ReuseWish(component="SK", source=FileOrigin(source), code=code, consent=True)
        file = machine.reuse(binh, "of-binh", wish).file
        assert MARK in str(file)

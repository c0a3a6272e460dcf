"""The repository of papers: what owners hold, reuse and see; what officers may look at, certify and revoke."""

from typing import Any

from chalicelib.api import dossiers
from chalicelib.api.calls import Answer, Call, Nothing, PageQuery
from chalicelib.api.file_models import FileView
from chalicelib.api.http import Routes
from chalicelib.api.models import CommandView, LinkView, PageView
from chalicelib.api.paper_models import (
    CodesView,
    ConsentView,
    ExportView,
    PaperQuery,
    PaperView,
    SharedPaperView,
    ShareView,
    UseView,
    VersionsView,
    VersionView,
)
from chalicelib.application.link_old_number import OldNumber
from chalicelib.application.offers import Suggestions
from chalicelib.application.reuse_paper import ReuseWish
from chalicelib.application.revoke_result import Revocation
from chalicelib.application.share_paper import ShareWish
from chalicelib.bootstrap import container
from chalicelib.domain.exports import Export
from chalicelib.domain.ports import Outcome

citizen = Routes("citizen")
officer = Routes("officer")


@citizen.read("/papers", out=PageView[PaperView], query=PaperQuery)
def list_own_papers(call: Call[Nothing]) -> Answer:
    """The caller's own papers, all or those that fit; a page may be short while the list goes on."""
    query = call.query
    page = container().view_papers.own(call.caller, query.wanted(), query.limit, query.cursor)
    today, number = container().today(), call.caller.number
    items = tuple(PaperView.of(paper, today, number) for paper in page.items)
    return Answer(PageView[PaperView](items=items, next_cursor=page.cursor))


@citizen.read("/papers/{code}/preview", out=LinkView)
def preview_paper(call: Call[Nothing]) -> Answer:
    """A link to one's own paper, for a few minutes; the look is logged."""
    return Answer(LinkView(url=container().view_papers.preview(call.caller, call.path["code"])))


@citizen.read("/papers/{code}/versions", out=VersionsView)
def list_paper_versions(call: Call[Nothing]) -> Answer:
    """How a paper came to be what it is: certified, revoked, replaced, by whom and by which decision."""
    versions = container().view_papers.versions(call.caller, call.path["code"])
    return Answer(VersionsView(items=tuple(map(VersionView.of, versions))))


@citizen.write("POST", "/papers/{code}/shares", body=ShareWish, out=ShareView, status=201)
def share_paper(call: Call[ShareWish]) -> Answer:
    """Make a link by which somebody else can see a paper for a while; every opening is logged."""
    share, token = container().share_paper.make(call.caller, call.path["code"], call.body, call.once)
    url = f"{container().settings.public_base_url}/v1/shared-papers/{token}"
    return Answer(ShareView.of(share, url))


@citizen.write("DELETE", "/paper-shares/{share_id}", out=ShareView)
def end_share(call: Call[Nothing]) -> Answer:
    """End a link before its time."""
    return Answer(ShareView.of(container().share_paper.end(call.caller, call.path["share_id"])))


@citizen.read("/shared-papers/{token}", out=SharedPaperView, public=True)
def open_shared(call: Call[Nothing]) -> Answer:
    """A marked copy of a paper that its owner shared and that still stands; no sign-in, the address is the key."""
    validity, url = container().share_paper.open(call.path["token"])
    return Answer(SharedPaperView(url=url, validity=validity))


def _export(export: Export) -> Answer:
    papers, now = container().export_papers, container().clock.now()
    view = ExportView.of(export, now, papers.link(export))
    return Answer(view, location=f"/v1/paper-exports/{export.id}")


@citizen.write("POST", "/paper-exports", out=ExportView, status=201)
def export_papers(call: Call[Nothing]) -> Answer:
    """Ask for everything that is held on the caller, as a ZIP with a manifest; a small one is ready at once."""
    return _export(container().export_papers.ask(call.caller, call.once))


@citizen.read("/paper-exports/{export_id}", out=ExportView)
def read_export(call: Call[Nothing]) -> Answer:
    """How far an export is, and once it is ready a link to it for a few minutes."""
    return _export(container().export_papers.get(call.caller, call.path["export_id"]))


@citizen.read("/paper-uses", out=PageView[UseView], query=PageQuery)
def list_uses(call: Call[Nothing]) -> Answer:
    """Every use of the caller's papers and every officer's view, the newest first."""
    page = container().view_papers.uses(call.caller, call.query.limit, call.query.cursor)
    return Answer(PageView[UseView](items=tuple(map(UseView.of, page.items)), next_cursor=page.cursor))


@citizen.read("/consents", out=PageView[ConsentView], query=PageQuery)
def list_consents(call: Call[Nothing]) -> Answer:
    """Every consent that the caller gave, the newest first."""
    page = container().view_papers.consents(call.caller, call.query.limit, call.query.cursor)
    items = tuple(map(ConsentView.of, page.items))
    return Answer(PageView[ConsentView](items=items, next_cursor=page.cursor))


@citizen.write("POST", "/consents/{consent_id}/revocation", out=ConsentView)
def take_back_consent(call: Call[Nothing]) -> Answer:
    """Take a consent back; the paper leaves the dossier, if that was not filed yet."""
    consent = container().take_back_consent(call.caller, call.path["consent_id"])
    return Answer(ConsentView.of(consent))


@citizen.read("/dossiers/{dossier_id}/suggestions", out=Suggestions)
def suggest_papers(call: Call[Nothing]) -> Answer:
    """For every component: what already satisfies it, and why other papers do not; and which sources were heard."""
    return Answer(container().suggest_papers(call.caller, call.path["dossier_id"]))


def _present_reused(outcome: Outcome, call: Call[Any]) -> Answer:
    assert outcome.file is not None
    return Answer(FileView.of(outcome.file))


@citizen.write(
    "POST", "/dossiers/{dossier_id}/reuse", body=ReuseWish, out=FileView, status=201, present=_present_reused
)
def reuse_paper(call: Call[ReuseWish]) -> Outcome:
    """Use a paper or an entry that is held already, with the owner's consent."""
    return container().reuse_paper(call.caller, call.path["dossier_id"], call.body, call.once)


@officer.read("/dossiers/{dossier_id}/owner-papers", out=PageView[PaperView], query=PaperQuery)
def list_owners_papers(call: Call[Nothing]) -> Answer:
    """The papers of the owner of a dossier that the officer works on; the owner is told which were shown."""
    query, dossier_id = call.query, call.path["dossier_id"]
    page = container().view_papers.owners(call.caller, dossier_id, query.wanted(), query.limit, query.cursor)
    items = tuple(PaperView.of(paper, container().today()) for paper in page.items)
    return Answer(PageView[PaperView](items=items, next_cursor=page.cursor))


@officer.read("/dossiers/{dossier_id}/owner-papers/{code}", out=LinkView)
def view_owners_paper(call: Call[Nothing]) -> Answer:
    """A link to one of them, for a few minutes; the owner is told."""
    views = container().view_papers
    return Answer(LinkView(url=views.owners_paper(call.caller, call.path["dossier_id"], call.path["code"])))


@officer.write("POST", "/dossiers/{dossier_id}/owner-old-number", body=OldNumber, out=CodesView)
def link_old_number(call: Call[OldNumber]) -> Answer:
    """Record that an old nine-digit number is the owner's; the papers under it become theirs."""
    codes = container().link_old_number(call.caller, call.path["dossier_id"], call.body)
    return Answer(CodesView(codes=codes))


@officer.write("POST", "/dossiers/{dossier_id}/owner-papers/{code}/certification", out=PaperView)
def certify_paper(call: Call[Nothing]) -> Answer:
    """Certify that a digitized paper agrees with the original that was shown."""
    paper = container().certify_paper(call.caller, call.path["dossier_id"], call.path["code"])
    return Answer(PaperView.of(paper, container().today()))


@officer.write(
    "POST",
    "/dossiers/{dossier_id}/result/revocation",
    body=Revocation,
    out=CommandView,
    present=dossiers.present_command,
)
def revoke_result(call: Call[Revocation]) -> Outcome:
    """Revoke a result, or replace it by another paper of the owner, by a decision of the unit that issued it."""
    return container().revoke_result(call.caller, call.path["dossier_id"], call.body, call.version, call.once)

"""What the repository costs in AWS calls, with one paper and with two thousand of one owner."""

from collections import Counter

import boto3
import pytest

from chalicelib.adapters.counted_views import DynamoCountedViews
from chalicelib.adapters.cursors import Cursors
from chalicelib.adapters.dossiers import DynamoDossiers
from chalicelib.adapters.items import wire
from chalicelib.adapters.paper_items import Kind, kind_item, paper_item
from chalicelib.adapters.papers import DynamoPapers
from chalicelib.adapters.traces import DynamoTraces
from chalicelib.application.attach_file import UploadLimits
from chalicelib.application.look_at_identity import LookAtIdentity
from chalicelib.application.reuse_paper import ReusePaper, ReuseWish
from chalicelib.application.suggest_papers import SuggestOwnPapers, SuggestPapers
from chalicelib.application.view_papers import ViewPapers
from chalicelib.domain.dossier import Requirement
from chalicelib.domain.ports_papers import Wanted
from chalicelib.domain.qualifying import shortlist
from tests.aws_in_memory import aws_in_memory
from tests.factories import MORNING, PROCEDURE, a_citizen, a_draft, a_paper, an_owner
from tests.fakes import CountedIds, HandClock, InMemoryBlobs, InMemoryNation, PlainRefs, at_once
from tests.fakes_repository import NoLooks
from tests.tables import ONCE_TABLE, TABLE, make_tables_of_template

MANY = 2000
KINDS = [f"L-GT-{number}" for number in range(10)]
TEN_COMPONENTS = PROCEDURE.model_copy(
    update={
        "requirements": tuple(
            Requirement(code=f"TP{number}", name=f"Giấy tờ {number}", required=True, paper=kind)
            for number, kind in enumerate(KINDS)
        )
    }
)


@pytest.fixture(scope="module", params=[1, MANY])
def world(request):
    """An owner with so many papers, a draft with ten components, and the calls counted."""
    with aws_in_memory():
        client = boto3.client("dynamodb")
        make_tables_of_template(client)
        cursors, calls = Cursors(b"secret"), Counter()
        client.meta.events.register("before-call", lambda model, **_: calls.update([model.name]))
        dossiers = DynamoDossiers(client, TABLE, ONCE_TABLE, cursors)
        papers = DynamoPapers(client, TABLE, cursors)
        fill(client, request.param)
        draft, opened = a_draft(procedure=TEN_COMPONENTS)
        dossiers.save(draft, [opened])
        traces, nation, clock, ids = (
            DynamoTraces(client, TABLE, cursors),
            InMemoryNation(),
            HandClock(MORNING),
            CountedIds(),
        )
        blobs = InMemoryBlobs(MORNING)
        identity = LookAtIdentity(DynamoCountedViews(client, TABLE), NoLooks(), clock, ids)
        limits = UploadLimits(1_000_000, 500, {"application/pdf": "pdf"})
        yield {
            "calls": calls,
            "suggest": SuggestPapers(dossiers, papers, nation, nation, clock, at_once),
            "open": SuggestOwnPapers(papers, clock),
            "draft": draft,
            "reuse": ReusePaper(dossiers, papers, nation, nation, blobs, clock, ids, limits),
            "views": ViewPapers(dossiers, papers, traces, blobs, PlainRefs(), clock, ids, identity),
        }


def fill(client, count):
    """Two hundred of each kind, or one paper in all, as stored."""
    owner_ref, by_kind = an_owner().ref, {}
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        of_kind = by_kind.setdefault(kind, [])
        code = f"{kind}.{len(of_kind) + 1:02d}"
        of_kind.append(a_paper(f"f{number}", kind, owner_ref=owner_ref, code=code, words="so ke hoach"))
    items = [paper_item(paper) for papers in by_kind.values() for paper in papers]
    for kind, papers in by_kind.items():
        lines = shortlist(paper.line for paper in papers)
        items.append(kind_item(owner_ref, Kind(kind=kind, latest=len(papers), revision=1, shortlist=lines)))
    for start in range(0, len(items), 25):
        batch = [{"PutRequest": {"Item": wire(item)}} for item in items[start : start + 25]]
        client.batch_write_item(RequestItems={TABLE: batch})


@pytest.mark.parametrize(
    ("name", "budget", "act"),
    [
        ("suggestions", {"Query": 1, "BatchGetItem": 1}, lambda w: w["suggest"](a_citizen(), "d1")),
        ("suggestions of a new draft", {"BatchGetItem": 1}, lambda w: w["open"](a_citizen(), w["draft"])),
        ("list", {"Query": 1}, lambda w: w["views"].own(a_citizen(), Wanted(), 20)),
        ("search", {"Query": 1}, lambda w: w["views"].own(a_citizen(), Wanted(words=("hoach",)), 20)),
        (
            "reuse",
            {"Query": 1, "GetItem": 1, "TransactWriteItems": 1},
            lambda w: w["reuse"](
                a_citizen(), "d1", ReuseWish(component="TP0", code="L-GT-0.01", consent=True)
            ),
        ),
        (
            "preview",
            {"GetItem": 1, "TransactWriteItems": 1},
            lambda w: w["views"].preview(a_citizen(), "L-GT-0.01"),
        ),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_calls_do_not_grow_with_the_number_of_papers(world, name, budget, act):
    world["calls"].clear()
    assert act(world)
    assert world["calls"] == budget


def test_no_item_of_an_owner_grows_with_their_papers():
    """Five thousand papers of one kind: their shortlist, the only item that knows them all, stays a few kilobytes."""
    owner_ref, kind = an_owner().ref, Kind(kind="L-GT-SK")
    name = "Giấy khám sức khỏe " * 5
    for number in range(1, 5001):
        paper = a_paper(f"f{number}", "L-GT-SK", owner_ref=owner_ref, code=f"L-GT-SK.{number:02d}", name=name)
        kind = kind.with_paper(paper, number)
    assert kind.latest == 5000
    assert len(kind_item(owner_ref, kind)["body"].encode()) < 8_000

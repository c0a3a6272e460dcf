"""What each use case costs in AWS calls, warm, and that it does not grow with files or dossiers."""

from collections import Counter

import pytest

from chalicelib.adapters.items import head_item
from chalicelib.domain.files import ReadField
from chalicelib.domain.qualifying import SHORTLIST
from chalicelib.domain.states import Command
from tests.app.test_papers import LEGAL_STATUS, held, person
from tests.app.world import AN, UNIT, announcement, officer
from tests.factories import MORNING, a_draft, an_owner, step

MANY = 500
FIELDS = tuple(
    ReadField(
        name=f"field_number_{n}",
        value="Bác sĩ chuyên khoa cấp I, Sở Y tế",
        normalised="2026-03-02",
        confidence=0.97,
    )
    for n in range(12)
)
BUDGETS = {
    "open": 2, "presign": 2, "remove": 3, "submit": 3, "receive": 2, "start": 2, "decide": 2, "read": 2,
    "receipt": 2, "track": 2,
}  # fmt: skip


def measured(world, action) -> Counter[str]:
    with world.counted() as calls:
        reply = action()
    assert reply.status in {200, 201}, reply.body
    return calls


def journey(world, files: int) -> dict[str, Counter[str]]:
    """What each step costs for a dossier with that many files."""
    costs: dict[str, Counter[str]] = {}

    def cost(name, *request, **headers):
        reply = None

        def send():
            nonlocal reply
            reply = world.call(*request, **headers)
            return reply

        costs[name] = measured(world, send)
        return reply.body

    wish = {"procedure": "1.013874", "unit": UNIT}
    draft = cost("open", "POST", "/v1/dossiers", AN, wish, idempotency_key=f"budget-open-{files}")
    path = f"/v1/dossiers/{draft['id']}"
    codes = [c["code"] for c in draft["components"]]
    for code in codes:
        world.put_ready(draft["id"], code, fields=FIELDS)
    world.put_ready(draft["id"], codes[0], count=files - len(codes) - 1, fields=FIELDS)
    file = cost("presign", "POST", f"{path}/files", AN, announcement(codes[0], b"%PDF"))["file"]
    cost("remove", "DELETE", f"{path}/files/{file['component']}/{file['file_id']}", AN)
    number = cost("submit", "POST", f"{path}/submit", AN, idempotency_key=f"budget-submit-{files}")["number"]
    cost("receive", "POST", f"{path}/commands/receive", officer("reception"), {}, if_match='"2"')
    cost("start", "POST", f"{path}/commands/start-processing", officer("specialist"), {})
    (result,) = world.put_ready(draft["id"], "RESULT")
    decision = {"result_file": result, "result_number": "12/QĐ", "result_issued_on": "2026-10-05"}
    cost("decide", "POST", f"{path}/commands/decide", officer("leader"), decision)
    cost("read", "GET", path, AN)
    cost("receipt", "GET", f"{path}/receipt", AN)
    cost("track", "GET", f"/v1/tracking/{number}")
    world.forget([draft["id"]])
    return costs


@pytest.fixture(scope="module")
def costs(world):
    """With few files and with as many as a dossier may hold; an unmeasured one before warms everything up."""
    world.filed()
    return {"few": journey(world, 14), "many": journey(world, MANY)}


@pytest.mark.parametrize("step_name", BUDGETS)
def test_a_step_keeps_its_budget_however_many_files_there_are(costs, step_name):
    few, many = costs["few"][step_name], costs["many"][step_name]
    assert 0 < few.total() <= BUDGETS[step_name], few
    assert many == few


@pytest.fixture(scope="module")
def long_queue(world):
    """A unit with five hundred submitted dossiers of one owner, and one with a single one."""
    owner = an_owner(number=AN["SoDinhDanh"]).model_copy(
        update={"ref": world.container.refs.ref(AN["SoDinhDanh"])}
    )
    heads = []
    for unit, count in (("99.LONG", MANY), ("99.SHORT", 1)):
        for number in range(count):
            draft, _ = a_draft(id=f"{unit}-{number}", unit=unit, owner=owner)
            heads.append(step(draft, Command.SUBMIT, MORNING)[0])
    items = [head_item(head) for head in heads]
    world.put_items(items)
    yield
    world.take_out(items)


@pytest.mark.usefixtures("long_queue")
@pytest.mark.parametrize("limit", [1, 20, 100])
def test_a_page_of_a_queue_costs_one_call_however_long_the_queue_is(world, limit):
    for unit, count in (("99.LONG", limit), ("99.SHORT", 1)):
        with world.counted() as calls:
            reply = world.call("GET", f"/v1/work-queue?unit={unit}&limit={limit}", officer("clerk", unit))
        assert calls == {"Query": 1}
        assert len(reply.body["items"]) == count


@pytest.mark.usefixtures("long_queue")
def test_a_long_queue_is_walked_to_its_end_page_by_page(world):
    seen, cursor = [], ""
    for _ in range(MANY // 100):
        path = f"/v1/work-queue?unit=99.LONG&limit=100&cursor={cursor}"
        body = world.call("GET", path, officer("clerk", "99.LONG")).body
        seen += [line["id"] for line in body["items"]]
        cursor = body["next_cursor"]
    assert len(set(seen)) == len(seen) == MANY


@pytest.mark.usefixtures("long_queue")
def test_a_page_of_ones_own_dossiers_costs_one_call(world):
    assert measured(world, lambda: world.call("GET", "/v1/dossiers", AN)) == {"Query": 1}


@pytest.mark.parametrize("count", [1, 2000])
def test_opening_a_draft_tells_what_is_held_within_its_budget_however_many_papers_there_are(world, count):
    claims = person(40_000 + count)
    held(world, claims, count)
    wish = {"procedure": "1.013874", "unit": UNIT}
    with world.counted() as calls:
        reply = world.call("POST", "/v1/dossiers", claims, wish)
    assert calls == {"TransactWriteItems": 1, "BatchGetItem": 1}
    told = next(each for each in reply.body["suggestions"]["items"] if each["component"] == LEGAL_STATUS)
    assert len(told["offers"]) == min(count, SHORTLIST)
    world.forget_all_of(f"OWNER#{world.container.refs.ref(claims['SoDinhDanh'])}")


def test_a_request_without_a_valid_token_costs_nothing(world):
    with world.counted() as calls:
        assert world.call("GET", "/v1/dossiers/whatever").status == 401
    assert calls == {}


def test_clients_of_table_files_and_queues_name_themselves_and_describe_no_machine_for_each_call(world):
    clients = (world.container.dynamodb, world.container.s3, world.container.sqs)
    assert all(client.meta.config.user_agent.startswith("motcua ") for client in clients)

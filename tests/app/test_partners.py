"""Partners tell of dossiers that they hold: once, in order, nothing lost, nobody else's, and the portal hears it."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from typer.testing import CliRunner

import manage
from chalicelib.adapters.partner_papers import HttpPartnerPapers
from chalicelib.domain.partner_dossiers import PartnerDossier, PartnerStep
from chalicelib.domain.states import NATIONAL_CODES
from chalicelib.workers import find_stuck
from infra import watch
from infra.stages import stage_of
from local.partner.samples import DECIDED, RESULT_PATH, WITHDRAWN
from local.partner.shelf import shelf
from local.partner.system import careless
from tests.app.partner_world import (
    DEPARTMENT,
    LIFE,
    OWNER,
    PROCEDURE,
    PROVINCE,
    RECEIVED,
    STARTED,
    STOPPED,
    UNIT,
    a_dossier,
    a_step,
    owed,
    tell,
    tell_steps,
)
from tests.app.test_sync import news_of, portal_for
from tests.app.test_take_in import read_all
from tests.app.test_tracing import written  # noqa: F401 - a fixture
from tests.app.world import AN, OFFICE_MORNING, officer
from tests.pdfs import a_pdf


def receptions(answer):
    return [row["reception"] for row in answer["rows"]]


def test_a_dossier_and_its_steps_are_taken_once_however_often_they_come(world):
    number = "H26-261001-0001"
    first, second = tell(world, a_dossier(number), a_dossier(number))
    assert (first["reception"], second["reception"]) == ("taken", "known")
    assert first["stands"] == {"dossier_number": number, "state": "submitted", "taken_until": 0}
    assert receptions(tell_steps(world, number, *LIFE)) == ["taken"] * 3
    again = tell_steps(world, number, *LIFE, *LIFE)
    assert receptions(again) == ["known"] * 6
    assert again["stands"] == {"dossier_number": number, "state": "stopped", "taken_until": 3}
    dossier = world.container.dossiers.get(world.container.dossiers.id_of_number(number))
    assert [event.kind for event in world.container.dossiers.events(dossier.id)] == [
        "draft-opened", "submitted", "received", "processing-started", "stopped",
    ]  # fmt: skip
    assert number not in owed(world)


def history(world, number):
    dossier_id = world.container.dossiers.id_of_number(number)
    return [(event.kind, event.at) for event in world.container.dossiers.events(dossier_id)]


@pytest.mark.parametrize("seed", range(3))
def test_shuffled_doubled_and_divided_tellings_lead_to_the_same_dossier(world, seed):
    luck, number, straight = Random(seed), f"H26-261001-01{seed}1", f"H26-261001-01{seed}2"
    tell(world, a_dossier(straight))
    tell_steps(world, straight, *LIFE)
    messages = [a_dossier(number), *LIFE, a_dossier(number), *LIFE]
    luck.shuffle(messages)
    for message in messages:
        if "step" in message:
            tell_steps(world, number, message)
        else:
            tell(world, message)
    assert history(world, number) == history(world, straight)
    assert number not in owed(world)


def test_steps_that_come_before_their_dossier_are_kept_and_shown_as_owed(world):
    number = "H26-261001-0003"
    answer = tell_steps(world, number, LIFE[2], LIFE[0])
    assert receptions(answer) == ["kept", "kept"]
    assert {row["code"] for row in answer["rows"]} == {"partner-dossier-not-told"}
    assert {debt["code"] for debt in owed(world)[number]} == {
        "partner-dossier-not-told",
        "partner-steps-missing",
    }
    (taken,) = tell(world, a_dossier(number))
    assert (taken["reception"], taken["stands"]["taken_until"]) == ("taken", 1)
    (missing,) = owed(world)[number]
    assert (missing["kind"], missing["step"], missing["detail_en"][:16]) == (
        "step-missing",
        2,
        "Step 2 is missin",
    )
    assert tell_steps(world, number, LIFE[1])["stands"]["state"] == "stopped"
    assert number not in owed(world)


def test_what_is_out_of_legal_order_is_refused_with_words_until_it_is_mended(world):
    number = "H26-261001-0004"
    tell(world, a_dossier(number))
    wrong = a_step(1, "processing", STARTED)
    (row,) = tell_steps(world, number, wrong)["rows"]
    assert (row["reception"], row["code"]) == ("refused", "partner-step-not-legal")
    assert "received, refused, supplement-requested, withdrawal-asked" in row["detail_en"]
    (behind,) = tell_steps(world, number, a_step(2, "returned", STARTED))["rows"]
    assert behind["reception"] == "kept"
    assert [(debt["kind"], debt["step"]) for debt in owed(world)[number]] == [("refused", 1)]
    assert tell_steps(world, number, LIFE[0], LIFE[1])["stands"]["taken_until"] == 2
    assert number not in owed(world)
    (differs,) = tell_steps(world, number, wrong)["rows"]
    assert (differs["reception"], differs["code"]) == ("refused", "partner-step-told-differently")
    assert [(debt["kind"], debt["step"]) for debt in owed(world)[number]] == [("refused", 1)]
    assert receptions(tell_steps(world, number, LIFE[0])) == ["known"]
    assert number not in owed(world)


def test_the_law_holds_for_partners_too_and_a_refused_step_can_be_taken_back(world):
    number = "H26-261001-0005"
    tell(world, a_dossier(number))
    asks = {"reason": "Thiếu trang 2"}
    steps = [
        LIFE[0],
        a_step(2, "supplement-requested", RECEIVED, **asks),
        a_step(3, "received", RECEIVED),
        a_step(4, "supplement-requested", RECEIVED, **asks),
    ]
    answer = tell_steps(world, number, *steps)
    assert receptions(answer) == ["taken", "taken", "taken", "refused"]
    assert answer["rows"][3]["code"] == "supplement-already-asked"
    void = {**steps[3], "void": True}
    assert receptions(tell_steps(world, number, void, a_step(5, "processing", STARTED))) == ["taken"] * 2
    assert number not in owed(world)


def test_a_bad_row_spoils_no_other_and_is_owed(world):
    good, bad = "H26-261001-0006", "H26-261001-0007"
    owner = {"kind": "citizen", "number": "12", "name": "An"}
    rows = tell(world, a_dossier(bad, owner=owner), {"number": "?"}, a_dossier(good))
    assert [row["reception"] for row in rows] == ["refused", "refused", "taken"]
    assert [row["code"] for row in rows[:2]] == ["partner-row-invalid"] * 2
    assert "owner.number" in rows[0]["detail_en"]
    assert "12" not in rows[0]["detail_en"]
    assert {debt["code"] for debt in owed(world)[bad]} == {"partner-row-invalid", "partner-dossier-not-told"}
    (unknown,) = tell(world, a_dossier(bad, procedure="1.999999"))
    assert (unknown["reception"], unknown["code"]) == ("kept", "procedure-not-found")
    tell(world, a_dossier(bad, changed_at=RECEIVED))
    assert bad not in owed(world)
    assert receptions(tell_steps(world, good, {"step": 1}, LIFE[0])) == ["refused", "taken"]


def test_a_partner_writes_and_sees_only_dossiers_of_its_own_units(world):
    number = "H26-261001-0008"
    tell(world, a_dossier(number))
    (row,) = tell(world, a_dossier(number), claims=DEPARTMENT)
    assert (row["reception"], row["code"]) == ("refused", "partner-unit-not-yours")
    assert row["stands"] == {"dossier_number": "", "state": None, "taken_until": 0}
    answer = tell_steps(world, number, LIFE[0], claims=DEPARTMENT)
    assert {row["code"] for row in answer["rows"]} == {"partner-unit-not-yours"}
    own = tell_steps(world, number, LIFE[0], unit="L-PB", claims=DEPARTMENT)
    assert own["stands"]["dossier_number"] == ""
    assert history(world, number)[-1][0] == "submitted"
    assert number in owed(world, "L-PB", DEPARTMENT)
    assert number not in owed(world)
    reply = world.call("GET", f"/v1/partner/owed?unit={UNIT}", DEPARTMENT)
    assert (reply.status, reply.body["code"]) == (403, "partner-unit-not-yours")


def test_a_number_belongs_to_one_dossier_for_ever(world):
    number = "G18.PB-261001-0001"
    (row,) = tell(world, a_dossier(number, unit="L-PB", procedure="1.013874"), claims=DEPARTMENT)
    assert row["stands"]["dossier_number"] == number
    other = {"sub": "other", "scope": "partner.push", "units": ["L-QLD"]}
    (row,) = tell(world, a_dossier(number, unit="L-QLD", procedure="2.000952"), claims=other)
    assert (row["reception"], row["code"]) == ("refused", "partner-number-of-another")
    assert [debt["code"] for debt in owed(world, "L-QLD", other)[number]] == ["partner-number-of-another"]


@pytest.mark.parametrize(
    "number", ["SYT-2026-000123", "H40-261001-0001", "H26-261001-180001", "G18-261001-0001"]
)
def test_a_number_that_cannot_be_national_is_kept_beside_one_of_ours(world, number):
    (row,) = tell(world, a_dossier(number))
    issued = row["stands"]["dossier_number"]
    assert issued.startswith("H26-261005-18")
    assert tell(world, a_dossier(number))[0]["stands"]["dossier_number"] == issued
    dossier = world.container.dossiers.get(world.container.dossiers.id_of_number(issued))
    assert (dossier.number, dossier.partner_number) == (issued, number)


def test_the_portal_sees_a_partners_dossier_like_one_of_ours(world):
    portal, number = portal_for(world), "H26-261001-0009"
    tell(world, a_dossier(number))
    tell_steps(world, number, *LIFE)
    dossier_id = world.container.dossiers.id_of_number(number)
    assert news_of(world, {"id": dossier_id}) == {"batchItemFailures": []}
    header = portal.headers[number]
    assert (header["TrangThaiHoSo"], header["NgayNopHoSo"], header["NgayTiepNhan"]) == (
        "8", "20261005080500", "20261005081500",
    )  # fmt: skip
    rows = [(row["TrangThai"], row["ThoiDiemXuLy"], row["NguoiXuLy"]) for row in portal.rows[number]]
    assert rows == [
        ("1", "20261005080500", "Người nộp hồ sơ"),
        ("2", "20261005081500", "Đặng Thị Tiếp Nhận"),
        ("4", "20261005082500", "Đặng Thị Tiếp Nhận"),
        ("8", "20261005083500", "Đặng Thị Tiếp Nhận"),
    ]
    renamed = {"kind": "citizen", "number": OWNER, "name": "Nguyễn Thị Thử An Sửa"}
    tell(world, a_dossier(number, owner=renamed, changed_at=RECEIVED))
    tell(world, a_dossier(number))
    news_of(world, {"id": dossier_id})
    assert portal.headers[number]["ChuHoSo"] == "Nguyễn Thị Thử An Sửa"
    assert len(portal.rows[number]) == 4


def test_news_of_what_happened_long_ago_is_as_young_as_its_telling(world):
    number, early = "H26-260901-0002", "2026-09-01T02:00:00Z"
    tell(world, a_dossier(number, filed_at=early, changed_at=early))
    tell_steps(world, number, a_step(1, "received", "2026-09-01T02:30:00Z"))
    ledgers, now = world.container.ledgers, world.container.clock.now()
    dossier_id = world.container.dossiers.id_of_number(number)
    assert dossier_id not in ledgers.unheard(now - timedelta(minutes=1), 1000)
    assert dossier_id in ledgers.unheard(now, 1000)


def test_a_dossier_without_an_end_after_its_time_is_owed_until_it_ends(world):
    number = "H26-260901-0001"
    early = "2026-09-01T02:00:00Z"
    dossier = a_dossier(
        number, filed_at=early, changed_at=early, due="2026-09-03T09:00:00Z", finished_at=STARTED
    )
    tell(world, dossier)
    tell_steps(world, number, a_step(1, "received", "2026-09-01T02:30:00Z"))
    debts = {debt["code"]: debt for debt in owed(world)[number]}
    assert set(debts) == {"partner-dossier-overdue", "partner-end-not-told"}
    assert debts["partner-dossier-overdue"]["since"] == "2026-09-03T09:00:00Z"
    end = a_step(2, "stopped", STARTED, reason="Không đủ điều kiện")
    tell_steps(world, number, end)
    assert number not in owed(world)


def test_what_is_owed_for_over_a_week_is_counted_its_unit_named_and_an_alarm_rings(
    world,
    written,  # noqa: F811
    capsys,
):
    number, early, due = "H26-260901-0003", "2026-09-01T02:00:00Z", datetime(2026, 9, 3, 9, tzinfo=UTC)
    tell(world, a_dossier(number, filed_at=early, changed_at=early, due=due.isoformat()))
    tell_steps(world, number, a_step(1, "received", "2026-09-01T02:30:00Z"))
    world.set_clock(due + timedelta(days=8))
    capsys.readouterr()
    find_stuck.handle()
    lines = map(json.loads, written)
    assert UNIT in {each["unit"] for each in lines if each["event"] == "PARTNER_OWES"}
    told = capsys.readouterr().out.splitlines()
    (measured,) = [json.loads(line) for line in told if "PartnersDossiersOwed" in line]
    assert measured["PartnersDossiersOwed"][0] >= 1
    rings = {each.metric: each for each in watch.alarms(stage_of("zip"), {}, [])}["PartnersOldestDebtSeconds"]
    assert measured["PartnersOldestDebtSeconds"][0] >= 8 * 86_400 > rings.threshold
    with world.counted() as calls:
        units = [each.unit for each in world.container.partner_debts.outstanding()]
    assert calls == {"Query": 1 + len(units)}


def test_nobody_here_carries_on_what_a_partner_holds_but_its_owner_sees_it(world):
    number = "H26-261001-0011"
    tell(world, a_dossier(number, channel=2))
    dossier_id = world.container.dossiers.id_of_number(number)
    assert number in {
        line["number"] for line in world.call("GET", "/v1/dossiers?limit=100", AN).body["items"]
    }
    seen = world.call("GET", f"/v1/dossiers/{dossier_id}", AN)
    assert (seen.status, seen.body["possible"], seen.body["partner_number"]) == (200, [], number)
    desk = officer("reception", UNIT)
    assert world.call("GET", f"/v1/dossiers/{dossier_id}", desk).body["possible"] == []
    ordered = world.call("POST", f"/v1/dossiers/{dossier_id}/commands/receive", desk, {})
    assert (ordered.status, ordered.body["code"]) == (403, "not-allowed")
    withdrawal = world.call("POST", f"/v1/dossiers/{dossier_id}/withdrawal", AN, {"reason": "x"})
    assert withdrawal.status == 403


def test_an_officer_of_the_unit_sees_what_its_system_owes(world):
    number = "H26-261001-0012"
    tell_steps(world, number, LIFE[0])
    path = f"/v1/partner-debts?unit={UNIT}&limit=100"
    seen = world.call("GET", path, officer("leader", UNIT))
    assert number in {item["number"] for item in seen.body["items"]}
    for stranger in (officer("leader"), officer("specialist", UNIT), officer("auditor", "G18"), AN, PROVINCE):
        assert world.call("GET", path, stranger).status == 403
    below = "/v1/partner-debts?unit=L-PB"
    assert world.call("GET", below, officer("auditor", "G18")).status == 200
    assert world.call("GET", below, officer("auditor", "L-QLD")).status == 403
    unknown = world.call("GET", "/v1/partner-debts?unit=L-XX", officer("auditor", "G18"))
    assert (unknown.status, unknown.body["code"]) == (422, "unit-not-found")


def test_what_lies_ahead_is_kept_until_it_has_passed(world):
    number = "H26-261001-0013"
    tell(world, a_dossier(number))
    (row,) = tell_steps(world, number, a_step(1, "received", "2026-10-05T04:00:00Z"))["rows"]
    assert (row["reception"], row["code"]) == ("kept", "partner-not-yet-passed")
    now = world.container.clock.now()
    world.set_clock(now.replace(hour=now.hour + 3))
    world.container.take_from_partner.everywhere()
    assert history(world, number)[-1][0] == "received"
    assert number not in owed(world)


def test_parallel_doubles_make_one_dossier_with_each_step_once(world):
    number, take = "H26-261001-0014", world.container.take_from_partner
    partner = world.container.tokens.principal(f"Bearer {world.token(PROVINCE)}")
    told, steps = (
        PartnerDossier.model_validate(a_dossier(number)),
        [PartnerStep.model_validate(s) for s in LIFE],
    )
    acts = [lambda: take.dossier(partner, told), lambda: take.steps(partner, UNIT, number, steps)] * 4
    with ThreadPoolExecutor(8) as threads:
        for done in [threads.submit(act) for act in acts]:
            done.result()
    assert [kind for kind, _ in history(world, number)][1:] == [
        "submitted", "received", "processing-started", "stopped",
    ]  # fmt: skip


def test_a_telling_costs_few_calls_whatever_came_before(world):
    number = "H26-261001-0015"
    with world.counted() as filing:
        tell(world, a_dossier(number))
    tell_steps(world, number, *LIFE[:2])
    with world.counted() as one:
        tell_steps(world, number, LIFE[2])
    with world.counted() as doubled:
        tell_steps(world, number, LIFE[2])
    assert sum(filing.values()) <= 5
    assert sum(one.values()) <= 3
    assert sum(doubled.values()) <= 2


# Papers


@pytest.fixture
def papers(world):
    """What the partner's older system has on its shelf, by path."""
    on_the_shelf: dict[str, bytes] = {}
    take = world.container.take_from_partner
    with shelf(on_the_shelf) as base:
        fetching = HttpPartnerPapers({UNIT: base}, max_bytes=1_000_000)
        bring = replace(take.bring, papers=fetching)
        world.container.__dict__["take_from_partner"] = replace(take, bring=bring)
        yield on_the_shelf
    world.container.__dict__["take_from_partner"] = take


def go_on(world):
    return world.container.take_from_partner.everywhere()


def test_a_result_is_fetched_and_read_before_the_decision_is_taken_and_the_portal_is_told_of_both(
    world, papers
):
    portal, number = portal_for(world), "H26-261001-0016"
    paper = {"component": f"{PROCEDURE}-TP01", "name": "don.pdf", "path": "don/1.pdf"}
    tell(world, a_dossier(number, papers=[paper]))
    result = {"result_number": "12/CCHN", "result_issued_on": "2026-10-05", "result_path": "ket-qua/1.pdf"}
    decided = a_step(3, "decided", STOPPED, **result)
    answer = tell_steps(world, number, *LIFE[:2], decided, a_step(4, "returned", STOPPED))
    assert receptions(answer) == ["taken", "taken", "kept", "kept"]
    assert answer["rows"][2]["code"] == "partner-result-not-here"
    go_on(world)
    debts = {debt["code"]: debt["detail_en"] for debt in owed(world)[number]}
    assert set(debts) == {"partner-result-not-here", "partner-paper-not-fetched"}
    assert "HTTP 404" in debts["partner-paper-not-fetched"]
    papers.update({"don/1.pdf": a_pdf("Đơn"), "ket-qua/1.pdf": a_pdf("Chứng chỉ")})
    for _ in range(2):
        go_on(world)
    dossier_id = world.container.dossiers.id_of_number(number)
    read_all(world, dossier_id)
    go_on(world)
    assert number not in owed(world)
    assert [kind for kind, _ in history(world, number)][-3:] == ["amended", "decided", "returned"]
    go_on(world)
    assert len(history(world, number)) == 7
    news_of(world, {"id": dossier_id})
    header = portal.headers[number]
    assert header["TrangThaiHoSo"] == "10"
    assert [each["MaThanhPhanHoSo"] for each in header["TaiLieuNop"]] == [f"{PROCEDURE}-TP01"]
    assert len(header["DanhSachGiayToKetQua"]) == 1
    assert [row["TrangThai"] for row in portal.rows[number]] == ["1", "2", "4", "9", "10"]


def test_a_decision_without_the_paper_that_the_procedure_yields_is_refused_and_owed(world):
    number = "H26-261001-0017"
    tell(world, a_dossier(number))
    bare = a_step(3, "decided", STOPPED, result_number="1/CCHN", result_issued_on="2026-10-05")
    answer = tell_steps(world, number, *LIFE[:2], bare)
    assert (answer["rows"][2]["reception"], answer["rows"][2]["code"]) == ("refused", "result-missing")
    assert [(debt["kind"], debt["step"], debt["code"]) for debt in owed(world)[number]] == [
        ("refused", 3, "result-missing")
    ]


@pytest.mark.parametrize("path", ["../up", "a//b", "http://elsewhere/x", "/absolute", "a\\b", "user@host"])
def test_a_path_never_leads_away_from_the_registered_address(world, path):
    number = "H26-261001-0018"
    (row,) = tell(world, a_dossier(number, papers=[{"component": "A", "name": "x", "path": path}]))
    assert (row["reception"], row["code"]) == ("refused", "partner-row-invalid")


def test_without_a_registered_address_a_paper_is_owed_and_nothing_else_waits(world):
    number = "H26-261001-0019"
    tell(
        world,
        a_dossier(number, papers=[{"component": f"{PROCEDURE}-TP01", "name": "x.pdf", "path": "x.pdf"}]),
    )
    assert receptions(tell_steps(world, number, *LIFE)) == ["taken"] * 3
    go_on(world)
    (debt,) = owed(world)[number]
    assert (debt["kind"], debt["code"]) == ("paper", "partner-paper-not-fetched")
    assert "PARTNER_PAPERS" in debt["detail_en"]


def test_a_rehearsal_is_answered_like_any_dossier_and_nobody_else_hears_of_it(world):
    portal, number = portal_for(world), "TEST-H26-0001"
    (row,) = tell(world, a_dossier(number))
    assert row["stands"]["dossier_number"] == number
    assert receptions(tell_steps(world, number, *LIFE)) == ["taken"] * 3
    dossier_id = world.container.dossiers.id_of_number(number)
    news_of(world, {"id": dossier_id})
    assert portal.headers == {}
    assert number not in {
        line["number"] for line in world.call("GET", "/v1/dossiers?limit=100", AN).body["items"]
    }
    queue = world.call("GET", f"/v1/work-queue?unit={UNIT}&state=stopped&limit=100", officer("leader", UNIT))
    assert number not in {line["number"] for line in queue.body["items"]}
    assert world.call("GET", f"/v1/tracking/{number}").status == 404


def test_the_operator_sees_what_each_partner_owes(world):
    number = "H26-261001-0020"
    tell(world, a_dossier(number))
    tell_steps(world, number, LIFE[1])
    told = CliRunner().invoke(manage.app, ["partners", "owed", "--unit", UNIT, "--json"])
    assert told.exit_code == 1, told.output
    (unit,) = json.loads(told.stdout)
    (one,) = [each for each in unit["owed"] if each["number"] == number]
    assert [(debt["kind"], debt["step"]) for debt in one["debts"]] == [("step-missing", 1)]
    shown = CliRunner().invoke(manage.app, ["partners", "owed"], env={"COLUMNS": "200"}).stdout
    assert number in shown
    assert "step-missing" in shown
    tell_steps(world, number, LIFE[0], LIFE[2])
    assert number not in CliRunner().invoke(manage.app, ["partners", "owed", "--json"]).stdout


def test_an_older_system_that_is_careless_is_told_to_the_portal_as_it_kept_its_journal(world, papers):
    portal, days = portal_for(world), OFFICE_MORNING.replace(day=20)
    world.set_clock(days)
    papers[RESULT_PATH] = a_pdf("Chứng chỉ hành nghề dược")
    for seed, old in enumerate((WITHDRAWN, DECIDED)):
        for path, body in careless(old.messages(), seed):
            assert world.call("POST", path, PROVINCE, body).status == 200
    go_on(world)
    for old in (WITHDRAWN, DECIDED):
        dossier_id = world.container.dossiers.id_of_number(old.number)
        if old is DECIDED:
            read_all(world, dossier_id)
            go_on(world)
        news_of(world, {"id": dossier_id})
        codes = [str(NATIONAL_CODES[step["state"]]) for step in old.steps()]
        assert [row["TrangThai"] for row in portal.rows[old.number]] == ["1", *codes]
        assert [row["NguoiXuLy"] for row in portal.rows[old.number]][1:] == [
            line.officer for line in old.journal
        ]
        assert portal.headers[old.number]["TrangThaiHoSo"] == codes[-1]
        assert old.number not in owed(world)


def test_the_operator_can_look_at_a_partners_dossier_whose_chain_is_whole(world):
    number = "SYT-2026-000777"
    issued = tell(world, a_dossier(number))[0]["stands"]["dossier_number"]
    tell_steps(world, number, *LIFE)
    told = CliRunner().invoke(manage.app, ["dossier", "show", issued, "--json"])
    assert told.exit_code == 0, told.output
    assert f'"partner_number": "{number}"' in told.stdout
    assert OWNER not in told.stdout

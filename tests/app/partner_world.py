"""Partners of the small world: a province and a department with a system of its own, and what they tell."""

from typing import Any

from tests.app.world import World

PROVINCE = {"sub": "hanoi-motcua", "scope": "partner.push", "units": ["L-SYT-01"]}
DEPARTMENT = {"sub": "old-portal", "scope": "partner.push", "units": ["L-PB"]}
UNIT, PROCEDURE, OWNER = "L-SYT-01", "1.014101", "001185900101"
#: On the morning on which every test begins, an hour before it does: nothing is overdue yet.
FILED, RECEIVED, STARTED, STOPPED = (f"2026-10-05T01:{minute}:00Z" for minute in ("05", "15", "25", "35"))


def a_dossier(number: str, **changes: Any) -> dict[str, Any]:
    """A dossier as a partner tells of it."""
    return {
        "number": number,
        "unit": UNIT,
        "procedure": PROCEDURE,
        "owner": {"kind": "citizen", "number": OWNER, "name": "Nguyễn Thị Thử An"},
        "channel": 1,
        "summary": "Đề nghị cấp chứng chỉ",
        "filed_at": FILED,
        "changed_at": FILED,
        **changes,
    }


def a_step(step: int, state: str, at: str, **changes: Any) -> dict[str, Any]:
    """A step as a partner tells of it."""
    person = {"person": "Đặng Thị Tiếp Nhận", "position": "Chuyên viên", "department": "Bộ phận một cửa"}
    return {"step": step, "state": state, "at": at, **person, **changes}


#: A whole life that needs no paper: received, examined, stopped with a reason.
LIFE = (
    a_step(1, "received", RECEIVED),
    a_step(2, "processing", STARTED),
    a_step(3, "stopped", STOPPED, reason="Người nộp không đủ điều kiện."),
)


def tell(world: World, *dossiers: dict[str, Any], claims: dict[str, Any] = PROVINCE) -> list[dict[str, Any]]:
    """Tell of dossiers; the answers, row by row."""
    reply = world.call("POST", "/v1/partner/dossiers", claims, {"dossiers": list(dossiers)})
    assert reply.status == 200, reply.body
    rows: list[dict[str, Any]] = reply.body["rows"]
    return rows


def tell_steps(
    world: World, number: str, *steps: dict[str, Any], unit: str = UNIT, claims: dict[str, Any] = PROVINCE
) -> dict[str, Any]:
    """Tell of steps; the whole answer."""
    told = {"unit": unit, "steps": list(steps)}
    reply = world.call("POST", f"/v1/partner/dossiers/{number}/progress", claims, told)
    assert reply.status == 200, reply.body
    answer: dict[str, Any] = reply.body
    return answer


def owed(
    world: World, unit: str = UNIT, claims: dict[str, Any] = PROVINCE
) -> dict[str, list[dict[str, Any]]]:
    """What is owed, by number."""
    found, cursor = {}, ""
    while True:
        reply = world.call("GET", f"/v1/partner/owed?unit={unit}&limit=100&cursor={cursor}", claims)
        assert reply.status == 200, reply.body
        found |= {item["number"]: item["debts"] for item in reply.body["items"]}
        cursor = reply.body["next_cursor"]
        if not cursor:
            return found

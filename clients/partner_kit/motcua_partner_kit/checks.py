"""What docs/partners.md promises, one check for each promise. A check's name is its sentence."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from motcua_partner_kit.run import Failed, Run, expect

Check = Callable[[Run], str]
CHECKS: list[tuple[str, Check]] = []
#: How many procedures of the public list are tried where none is named.
_TRIES = 100


def check(sentence: str) -> Callable[[Check], Check]:
    """Add a check to the list, in the order of this module."""

    def add(one: Check) -> Check:
        CHECKS.append((sentence, one))
        return one

    return add


def receptions(rows: list[dict[str, Any]]) -> list[str]:
    """What became of each row."""
    return [row["reception"] for row in rows]


def expect_rows(rows: list[dict[str, Any]], *expected: str) -> None:
    """Raise ``Failed`` unless the rows were received so."""
    told = [f"{row['reception']} {row['code']}".strip() for row in rows]
    expect(receptions(rows) == list(expected), f"expected {', '.join(expected)}; got {', '.join(told)}")


@check("The credentials give a token that may tell of a unit")
def token(run: Run) -> str:
    """Also finds out for which unit, where none was named."""
    claims = run.api.sign_in()
    scopes, units = str(claims.get("scope", "")).split(), claims.get("units") or []
    expect("partner.push" in scopes, f"the token's scopes are {' '.join(scopes) or 'none'}, not partner.push")
    expect(bool(run.unit or units), "the token names no unit; give one with --unit")
    run.unit = run.unit or sorted(units)[0]
    return f"unit {run.unit}"


@check("A dossier is taken under its own number")
def create(run: Run) -> str:
    """Also finds a procedure that the unit decides on, where none was named."""
    number = run.new_number()
    candidates = [run.procedure] if run.procedure else _procedures(run)
    for minutes, code in enumerate(candidates):
        run.procedure = code
        (row,) = run.tell(run.dossier(number, minutes))
        if row["code"] != "unit-not-competent":
            expect_rows([row], "taken")
            expect(row["stands"]["state"] == "submitted", f"it stands in {row['stands']['state']}")
            return f"{number}, procedure {code}"
    raise Failed("the unit decides on none of the procedures that were tried; give one with --procedure")


@check("Without a token nothing is taken")
def nobody(run: Run) -> str:
    """401, as a problem document."""
    reply = run.api.post_without_token("/v1/partner/dossiers", {"dossiers": [run.dossier("TEST-NOBODY")]})
    expect(reply.status == 401, f"answered with {reply.status}")
    return ""


@check("The same dossier told again is known")
def double(run: Run) -> str:
    """In one call and in two."""
    number = run.new_number()
    expect_rows(run.tell(run.dossier(number), run.dossier(number)), "taken", "known")
    expect_rows(run.tell(run.dossier(number)), "known")
    return ""


@check("Of two tellings the later one holds, whichever comes last")
def update(run: Run) -> str:
    """By changed_at."""
    number = run.new_number()
    expect_rows(run.tell(run.dossier(number)), "taken")
    expect_rows(run.tell(run.dossier(number, 2, summary="Sau")), "taken")
    expect_rows(run.tell(run.dossier(number, 1, summary="Giữa")), "known")
    return ""


@check("Steps are taken once and in order")
def steps(run: Run) -> str:
    """A row for each, and again."""
    number = run.new_number()
    run.tell(run.dossier(number))
    told = (run.step(1, "received"), run.step(2, "processing"))
    answer = run.tell_steps(number, *told)
    expect_rows(answer["rows"], "taken", "taken")
    expect(answer["stands"]["state"] == "processing", f"it stands in {answer['stands']['state']}")
    expect_rows(run.tell_steps(number, *told)["rows"], "known", "known")
    return ""


@check("A step that comes early is kept, owed, and taken when its turn comes")
def out_of_order(run: Run) -> str:
    """The gap is named."""
    number = run.new_number()
    run.tell(run.dossier(number))
    expect_rows(
        run.tell_steps(number, run.step(3, "stopped"), run.step(1, "received"))["rows"], "kept", "taken"
    )
    missing = [debt["step"] for debt in run.owed(number) if debt["kind"] == "step-missing"]
    expect(missing == [2], f"the report misses steps {missing}, not [2]")
    answer = run.tell_steps(number, run.step(2, "processing"))
    expect(answer["stands"]["state"] == "stopped", f"it stands in {answer['stands']['state']}")
    return ""


@check("Steps that come before their dossier are kept and taken with it")
def early(run: Run) -> str:
    """Nothing is lost."""
    number = run.new_number()
    expect_rows(run.tell_steps(number, run.step(1, "received"))["rows"], "kept")
    (row,) = run.tell(run.dossier(number))
    expect(row["stands"]["state"] == "received", f"it stands in {row['stands']['state']}")
    return ""


@check("A taken step in other words is refused")
def other_words(run: Run) -> str:
    """And its first words are known still."""
    number = run.new_number()
    run.tell(run.dossier(number))
    run.tell_steps(number, run.step(1, "received"))
    changed = run.step(1, "received", person="Người Khác")
    (row,) = run.tell_steps(number, changed)["rows"]
    expect(row["code"] == "partner-step-told-differently", f"answered {row['reception']} {row['code']}")
    expect_rows(run.tell_steps(number, run.step(1, "received"))["rows"], "known")
    return ""


@check("A step out of legal order is refused in words, owed, and can be mended")
def illegal(run: Run) -> str:
    """The words say what is possible."""
    number = run.new_number()
    run.tell(run.dossier(number))
    (row,) = run.tell_steps(number, run.step(1, "processing"))["rows"]
    expect(row["code"] == "partner-step-not-legal", f"answered {row['reception']} {row['code']}")
    expect(bool(row["detail_vi"] and row["detail_en"]), "the refusal has no words")
    codes = [debt["code"] for debt in run.owed(number)]
    expect("partner-step-not-legal" in codes, f"the report has {', '.join(codes) or 'nothing'}")
    expect_rows(run.tell_steps(number, run.step(1, "received"))["rows"], "taken")
    return ""


@check("A refused step can be taken back")
def void(run: Run) -> str:
    """Its number is used up."""
    number = run.new_number()
    run.tell(run.dossier(number))
    run.tell_steps(number, run.step(1, "returned"))
    told = (run.step(1, "returned", void=True), run.step(2, "received"))
    expect_rows(run.tell_steps(number, *told)["rows"], "taken", "taken")
    return ""


@check("A bad row spoils no other")
def bad_row(run: Run) -> str:
    """Each row has its own answer; what cannot be read is owed."""
    bad, good = run.new_number(), run.new_number()
    broken = {**run.dossier(bad), "filed_at": "yesterday"}
    rows = run.tell(broken, run.dossier(good))
    expect_rows(rows, "refused", "taken")
    expect("filed_at" in rows[0]["detail_en"], "the refusal does not name the field")
    expect(bool(run.owed(bad)), "the bad row is not owed")
    return ""


@check("Another unit's dossiers are out of reach")
def other_unit(run: Run) -> str:
    """To write, to carry on and to see."""
    number = f"TEST-{run.name}-XX"
    stranger = "G18" if run.unit != "G18" else "L-QLD"
    (row,) = run.tell(run.dossier(number, unit=stranger))
    expect(
        row["code"] == "partner-unit-not-yours", f"a dossier was answered {row['reception']} {row['code']}"
    )
    (row,) = run.tell_steps(number, run.step(1, "received"), unit=stranger)["rows"]
    expect(row["code"] == "partner-unit-not-yours", f"a step was answered {row['reception']} {row['code']}")
    reply = run.api.get("/v1/partner/owed", unit=stranger)
    expect(reply.status == 403, f"its report was answered with {reply.status}")
    return ""


@check("Parallel doubles make one dossier")
def parallel(run: Run) -> str:
    """Eight tellings at once."""
    number = run.new_number()
    acts: list[Callable[[], Any]] = [
        lambda: run.tell(run.dossier(number)),
        lambda: run.tell_steps(number, run.step(1, "received"), run.step(2, "processing")),
    ] * 4
    with ThreadPoolExecutor(8) as threads:
        for done in [threads.submit(act) for act in acts]:
            done.result()
    stands = run.tell(run.dossier(number))[0]["stands"]
    expect((stands["state"], stands["taken_until"]) == ("processing", 2), f"it stands at {stands}")
    return ""


@check("The report is read page by page")
def pages(run: Run) -> str:
    """With one line on each."""
    numbers = [run.new_number() for _ in range(2)]
    for number in numbers:
        run.tell_steps(number, run.step(1, "received"))
    expect(all(run.owed(number, limit=1) for number in numbers), "pages of one line lose some")
    return ""


@check("The tests leave nothing owed behind")
def tidy(run: Run) -> str:
    """Every test dossier is brought to an end."""
    left = []
    for number in run.numbers:
        run.end(number)
        left += [f"{number}: {debt['code']}" for debt in run.owed(number)]
    expect(not left, "; ".join(left))
    return f"{len(run.numbers)} test dossiers ended"


def _procedures(run: Run) -> list[str]:
    reply = run.api.get("/v1/procedures", limit=_TRIES)
    expect(reply.status == 200, f"the list of procedures was answered with {reply.status}")
    return [item["code"] for item in reply.body["items"]]

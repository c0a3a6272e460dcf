"""What a procedure asks for, how long it takes, what it costs."""

from datetime import date

import pytest
from pydantic import ValidationError

from chalicelib.domain.procedures import (
    CaseNotFound,
    Channel,
    Procedure,
    ProcedureNotFileable,
    ProcessingTimeUnknown,
    national_code,
)

ROW = {
    "code": "1.999999",
    "valid_from": date(2025, 7, 1),
    "name": "Thủ tục mẫu",
    "field_code": "L-MAU",
    "field_name": "Mẫu",
    "levels": ["province"],
    "processing": [{"duration": "10 working days"}],
    "fees": "unknown",
    "components": [
        {"code": "1.999999-TP01", "name": "Đơn"},
        {"code": "1.999999-TP02", "name": "Giấy ủy quyền", "required": False},
    ],
    "results": [{"code": "unknown", "name": "Giấy phép"}],
    "sources": ["a test"],
}


def procedure(**values: object) -> Procedure:
    return Procedure.model_validate({**ROW, **values})


def test_only_required_papers_are_required():
    assert [component.name for component in procedure().required_components()] == ["Đơn"]


def test_unknown_papers_cannot_be_filed():
    with pytest.raises(ProcedureNotFileable, match=r"1\.999999"):
        procedure(components="unknown").required_components()


def test_what_runs_elsewhere_cannot_be_filed_here():
    with pytest.raises(ProcedureNotFileable):
        procedure(channel=Channel.EXTERNAL).fileable_components()


def test_the_only_time_is_the_time():
    only = [{"case": "hospital", "duration": "60 days"}]
    assert str(procedure(processing=only).processing_time()) == "60 days"


def test_each_case_has_its_own_time_and_a_wrong_case_is_told_the_right_ones():
    by_case = procedure(
        processing=[
            {"case": "with", "duration": "20 days"},
            {"case": "without", "duration": "7 working days"},
        ]
    )
    assert str(by_case.processing_time("without")) == "7 working days"
    with pytest.raises(CaseNotFound, match="with, without"):
        by_case.processing_time()


def test_the_longest_time_is_found_across_units():
    times = ["30 days", "25 working days", "1 months", "immediate", "unknown"]
    cases = [{"case": text, "duration": text} for text in times]
    assert str(procedure(processing=cases).max_processing()) == "25 working days"


def test_an_unknown_time_is_never_guessed():
    unknown = procedure(processing=[{"duration": "unknown"}])
    with pytest.raises(ProcessingTimeUnknown):
        unknown.processing_time()
    with pytest.raises(ProcessingTimeUnknown):
        unknown.max_processing()


def test_the_fee_is_that_of_the_day_of_payment():
    reduced = procedure(
        fees=[
            {"amount_vnd": 3_000_000, "paid_to": date(2025, 6, 30)},
            {"amount_vnd": 1_500_000, "paid_from": date(2025, 7, 1), "paid_to": date(2026, 12, 31)},
            {"amount_vnd": 3_000_000, "paid_from": date(2027, 1, 1)},
        ]
    )
    days = (date(2025, 6, 30), date(2025, 7, 1), date(2027, 1, 1))
    assert [[fee.amount_vnd for fee in reduced.fees_on(day)] for day in days] == [
        [3_000_000],
        [1_500_000],
        [3_000_000],
    ]
    assert procedure().fees_on(days[0]) is None


def test_the_summary_is_a_line_of_the_list():
    assert procedure().summary().model_dump().items() <= procedure().model_dump().items()


@pytest.mark.parametrize("written", ["2.000286.000.00.00.H38", "2.000286.H38", "2.000286"])
def test_provincial_variants_lead_to_the_national_code(written):
    assert national_code(written) == "2.000286"


def test_no_code_is_made_up_where_there_is_none():
    for written in ("QT.YDCT.11", "1.0122890", ""):
        with pytest.raises(ValueError, match="national procedure code"):
            national_code(written)


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "12289"},
        {"code": "1.012289.H38"},
        {"processing": []},
        {"processing": [{"duration": "10 fortnights"}]},
        {"processing": [{"duration": "0.5 months"}]},
        {"processing": [{"duration": "0 days"}]},
        {"processing": [{"duration": "1 days"}, {"duration": "2 days"}]},
        {"components": [ROW["components"][0], ROW["components"][0]]},
        {"fees": [{"amount_vnd": -1}]},
        {"sources": []},
        {"valid_to": date(2025, 6, 30)},
        {"colour": "red"},
    ],
)
def test_a_row_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValidationError):
        procedure(**wrong)


def test_a_procedure_survives_being_stored():
    assert Procedure.model_validate_json(procedure().model_dump_json()) == procedure()


def test_durations_read_as_people_write_them():
    times = procedure(
        processing=[{"case": text, "duration": text} for text in ("0.5 working days", "immediate", "30 days")]
    ).processing
    written = [time.duration.in_vietnamese() for time in times]
    assert written == ["0,5 ngày làm việc", "ngay sau khi nhận đủ hồ sơ", "30 ngày"]

"""The API keeps its own contract: generated requests find no fault of ours, no answer it does not tell of."""

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from chalicelib.api.contract import openapi
from chalicelib.api.http import operations
from tests.app.contract_cases import AWAY, CALLERS, Contract

OPERATIONS = operations()

#: Of each operation, valid and broken by halves; `make bench BENCH=api_contract` makes thousands.
CASES = 4


def test_the_contract_is_valid_openapi():
    OpenAPIV31SpecValidator(openapi()).validate()


@pytest.fixture(scope="module")
def contract(world):
    return Contract(world)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_an_operation_answers_as_the_contract_says(contract, operation):
    label = f"{operation.method} {operation.path}"
    (found,) = [each for each in contract.operations() if each.label == label]
    contract.try_one(found, CASES)
    assert contract.tally.operations[label] >= CASES // 2
    assert not [status for status in contract.tally.statuses if status >= 500 and status != AWAY[0]]


def test_requests_came_from_several_callers_and_got_through(contract):
    for each in contract.operations()[:6]:
        contract.try_one(each, 2 * len(CALLERS))
    assert {200, 401, 404, 422} <= set(contract.tally.statuses)

"""The types of the Python client are those of the contract."""

from scripts.client_types import TARGET, types


def test_the_types_of_the_client_fit_the_contract():
    assert TARGET.read_text(encoding="utf-8") == types()

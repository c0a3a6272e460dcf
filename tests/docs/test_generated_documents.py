"""What the documents say is what the code does."""

import pytest

from scripts.documents import DOCUMENTS, ROOT


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_generated_document_tells_what_the_code_does(name):
    assert (ROOT / name).read_text(encoding="utf-8") == DOCUMENTS[name](), "run: make docs"

"""Keys of the object store."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.storage import UploadAddress, parse_upload_key, reading_key, upload_key

PARTS = st.text(st.characters(exclude_characters="/"), min_size=1, max_size=30)


@given(PARTS, PARTS, PARTS)
def test_an_upload_is_found_by_its_key(dossier, component, file):
    assert parse_upload_key(upload_key(dossier, component, file)) == UploadAddress(dossier, component, file)


@given(PARTS, PARTS, PARTS, PARTS)
def test_what_was_read_is_never_taken_for_an_upload(dossier, component, file, name):
    assert parse_upload_key(reading_key(dossier, component, file, name)) is None


@pytest.mark.parametrize("key", ["", "uploads", "uploads/d1/DON", "uploads/d1/DON/f1/x", "other/d1/DON/f1"])
def test_other_objects_are_no_uploads(key):
    assert parse_upload_key(key) is None

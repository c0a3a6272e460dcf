"""Letters by e-mail: what Amazon SES is asked to send, and what becomes of one that it refuses."""

import boto3
import pytest
from moto.core import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from chalicelib.adapters.letters import SesLetters
from chalicelib.domain.webhook_notices import Notice
from tests.aws_in_memory import aws_in_memory

REGION, SENDER = "us-east-1", "motcua@example.vn"
NOTICE = Notice("van-hanh@example.vn", "Đăng ký 's1' đã được tạm dừng.")


@pytest.fixture
def client():
    with aws_in_memory():
        yield boto3.client("sesv2", region_name=REGION)


def sent():
    return ses_backends[DEFAULT_ACCOUNT_ID][REGION].sent_messages


def test_a_letter_is_sent_from_the_address_of_the_stage(client):
    client.create_email_identity(EmailIdentity=SENDER)
    assert SesLetters(lambda: client, SENDER)(NOTICE)
    (letter,) = sent()
    assert (letter.source, letter.destinations["ToAddresses"]) == (SENDER, [NOTICE.to])
    assert NOTICE.text in letter.body


def test_a_letter_that_is_refused_is_told_and_raises_nothing(client):
    assert not SesLetters(lambda: client, SENDER)(NOTICE)  # an address that nobody has verified
    assert not sent()


def test_without_an_address_to_send_from_nobody_is_asked():
    def no_client():
        raise AssertionError("nobody is to be written to")

    assert not SesLetters(no_client, "")(NOTICE)

"""Letters by e-mail, through Amazon SES; without an address to send from nobody is written to."""

from collections.abc import Callable
from typing import Any

from chalicelib.domain.webhook_notices import Notice


class SesLetters:
    """Implements ``ports_webhooks.Notices``. ``client``: of SES, made when the first letter is sent."""

    def __init__(self, client: Callable[[], Any], sender: str) -> None:
        self._client = client
        self._sender = sender

    def __call__(self, notice: Notice) -> bool:
        """One SendEmail."""
        from botocore.exceptions import BotoCoreError, ClientError

        if not self._sender:
            return False
        content = {
            "Subject": {"Data": notice.subject, "Charset": "UTF-8"},
            "Body": {"Text": {"Data": notice.text, "Charset": "UTF-8"}},
        }
        try:
            self._client().send_email(
                FromEmailAddress=self._sender,
                Destination={"ToAddresses": [notice.to]},
                Content={"Simple": content},
            )
        except (BotoCoreError, ClientError):
            return False
        return True

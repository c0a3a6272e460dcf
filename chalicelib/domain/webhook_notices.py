"""What the people behind a subscription are told when it is given a rest: its own address may be read by nobody."""

from dataclasses import dataclass

from chalicelib.domain.webhooks import PauseReason, Subscription

_SUBJECT = "Motcua: tạm dừng gửi thông báo / a webhook was paused"
_WHY = {
    PauseReason.FAILING: (
        "địa chỉ nhận không nhận thông báo nào trong ba ngày",
        "its address took nothing for three days",
    ),
    PauseReason.GONE: ("địa chỉ nhận trả lời 410 (không còn nữa)", "its address answered 410 (gone)"),
}
_TEXT = """\
Đăng ký '{name}' ({id}) đã được tạm dừng vì {why_vi}. Không có gì bị mất: các thông báo mới được giữ lại.
Sau khi khắc phục, hãy gọi POST /v1/webhooks/{id}/commands/resume để nhận tiếp.

The subscription '{name}' ({id}) was paused because {why_en}. Nothing is lost: what happens meanwhile waits.
Once it is mended, call POST /v1/webhooks/{id}/commands/resume to receive it.
"""


@dataclass(frozen=True, slots=True)
class Notice:
    """A letter. ``to``: an e-mail address. The subject is the same for everybody: nobody's words stand in it."""

    to: str
    text: str
    subject: str = _SUBJECT


def pause_notice(subscription: Subscription) -> Notice | None:
    """The letter about a pause that nobody ordered, if somebody left an address for it."""
    why = _WHY.get(subscription.pause_reason) if subscription.pause_reason else None
    if why is None or not subscription.contact:
        return None
    why_vi, why_en = why
    text = _TEXT.format(name=subscription.name, id=subscription.id, why_vi=why_vi, why_en=why_en)
    return Notice(subscription.contact, text)

"""The rules that whoever keeps a subscription can break."""

from chalicelib.domain.errors import DomainError


class WebhookNotFound(DomainError):
    """No such subscription, or it is not the caller's."""

    code = "webhook-not-found"
    vi = (
        "Không tìm thấy đăng ký webhook này, hoặc đăng ký không thuộc về bạn. Xem danh sách tại /v1/webhooks."
    )
    en = "There is no such webhook subscription, or it is not yours. See the list at /v1/webhooks."


class DeliveryNotFound(DomainError):
    """The log of this subscription has no such delivery."""

    code = "delivery-not-found"
    vi = "Nhật ký của đăng ký này không có lần gửi đó. Nhật ký được giữ 90 ngày."
    en = "The log of this subscription has no such delivery. It is kept for 90 days."


class WebhookAddressRefused(DomainError):
    """Messages are sent to public HTTPS addresses only."""

    code = "webhook-address-refused"
    vi = "Địa chỉ nhận phải là https:// với tên miền công khai, không kèm tài khoản hay phần #. Kiểm tra lại địa chỉ."
    en = "The address must be https:// with a public host name, without user name or fragment. Check the address."


class TooManyWebhooks(DomainError):
    """A keeper has a limited number of subscriptions."""

    code = "too-many-webhooks"
    vi = "Mỗi hệ thống có tối đa {limit} đăng ký webhook. Hủy đăng ký không còn dùng rồi thử lại."
    en = "A system has at most {limit} webhook subscriptions. End one that is no longer used, then try again."


class WebhookChangedMeanwhile(DomainError):
    """If-Match names a version of the subscription that is no longer the present one."""

    code = "webhook-changed-meanwhile"
    vi = "Đăng ký webhook vừa được thay đổi (đang ở phiên bản {version}). Tải lại rồi thử lại."
    en = "The webhook subscription has just been changed (now version {version}). Reload it, then try again."

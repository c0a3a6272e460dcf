"""What other agencies' systems call. Names below ``/partner/portal`` are the national portal's (§5.1)."""

import hmac
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from chalicelib.api.calls import Answer, Call
from chalicelib.api.http import Routes
from chalicelib.bootstrap import container
from chalicelib.domain.access import Action, demand
from chalicelib.domain.errors import DomainError, DossierNotFound, NotAllowed
from chalicelib.domain.filed_there import derived_id
from chalicelib.domain.states import State
from chalicelib.observability import LogEvent, log
from chalicelib.portal.pushed import FAILED, KNOWN, TAKEN, PushedPapers, filed_there, looked_up
from chalicelib.portal.wire.pushed import HoSoDay, HoSoTraCuu, TraLoi
from chalicelib.portal.wire.values import Text, Truth

routes = Routes("partner")


class Push(BaseModel):
    """The portal's envelope. ``data`` is read field by field, so that what is wrong is answered in its own form."""

    model_config = ConfigDict(defer_build=True, extra="ignore")

    service: Text = Field(default="", max_length=100)
    isUpdating: Truth = False
    data: dict[str, Any]
    SecurityKey: str = Field(default="", max_length=500)


class Search(BaseModel):
    """The portal's question. ``masohoso``: our number or the portal's."""

    model_config = ConfigDict(defer_build=True, extra="ignore")

    madonvi: Text = Field(default="", max_length=100)
    service: Text = Field(default="", max_length=100)
    masohoso: str = Field(min_length=1, max_length=50, pattern=r"^[^\s#/]+$")
    SecurityKey: str = Field(default="", max_length=500)


@routes.write("POST", "/partner/portal/nhanhsdvcqg", body=Push, out=TraLoi)
def take_from_portal(call: Call[Push]) -> Answer:
    """Take in a dossier that was filed, supplemented or withdrawn at the national portal: once by its number."""
    _admit(call, call.body.SecurityKey)
    try:
        pushed = HoSoDay.model_validate(call.body.data)
    except ValidationError as error:
        wrong = ", ".join(
            sorted({".".join(map(str, each["loc"])) for each in error.errors(include_input=False)})
        )
        return Answer(TraLoi(error_code=FAILED, message=f"Không đọc được: {wrong}"))
    try:
        is_new = _take(pushed, is_updating=call.body.isUpdating)
    except DomainError as rule:
        log(LogEvent.PORTAL_DOSSIER_STUCK, number=pushed.MaHoSo, rule=rule.code)
        return Answer(TraLoi(error_code=FAILED, message=rule.in_vietnamese()))
    return Answer(
        TraLoi(error_code=TAKEN, message="Đã nhận") if is_new else TraLoi(error_code=KNOWN, message="Đã có")
    )


@routes.write("POST", "/partner/portal/search/call", body=Search, out=HoSoTraCuu)
def answer_portal(call: Call[Search]) -> Answer:
    """Tell the national portal where a dossier stands, by our number or its own."""
    _admit(call, call.body.SecurityKey)
    number = call.body.masohoso
    try:
        dossier = container().dossiers.get(_id_of(number))
        if dossier.state is State.DRAFT:
            raise DossierNotFound
    except DossierNotFound as missing:
        return Answer(HoSoTraCuu(error_code=FAILED, message=missing.in_vietnamese()))
    return Answer(looked_up(dossier, number))


def _take(pushed: HoSoDay, *, is_updating: bool) -> bool:
    papers = PushedPapers()
    filed = filed_there(pushed, papers, is_updating=is_updating, now=container().clock.now())
    return container().take_pushed(filed, papers)


def _admit(call: Call[Any], key: str) -> None:
    """The right first, then the secret that the portal shares with us, where one is agreed. Raises ``NotAllowed``."""
    demand(call.caller, Action.PUSH_FROM_PORTAL)
    agreed = container().portal_settings.push_key.get_secret_value()
    if agreed and not hmac.compare_digest(agreed.encode(), key.encode()):
        raise NotAllowed(action=Action.PUSH_FROM_PORTAL)


def _id_of(number: str) -> str:
    try:
        return container().dossiers.id_of_number(number)
    except DossierNotFound:
        return derived_id(number)

"""The national portal's simulator as a ``Transport``: the same bytes as over HTTP, without a socket."""

from datetime import timedelta
from typing import Any

from werkzeug.test import Client

from chalicelib.portal.client import PortalClient
from chalicelib.portal.connect import DIALECTS
from chalicelib.portal.http import Call, NeverSent, NoAnswer, RawAnswer
from chalicelib.portal_settings import PortalSettings
from local.portal.app import App
from local.portal.faults import KINDS
from local.portal.portal import Portal
from tests.sync.strict_portal import StrictPortal
from tests.sync.world import World

UNIT = "000.00.00.G18"
PROCEDURE = {
    "MATTHC": "1.002600",
    "TENTTHC": "Cấp số tiếp nhận phiếu công bố",
    "TRANGTHAI": "1",
    "MACOQUANCONGBO": UNIT,
    "LINHVUCTHUCHIEN": [{"MALINHVUC": "G18-MP", "TENLINHVUC": "Mỹ phẩm"}],
    "CACHTHUCTHUCHIEN": [],
    "THANHPHANHOSO": [{"TRUONGHOP": "", "GIAYTO": [{"MAGIAYTO": "TP1", "TENGIAYTO": "Đơn"}]}],
    "KETQUATHUCHIEN": [{"MAKETQUA": "KQ.G18.000001", "TENKETQUA": "Phiếu tiếp nhận"}],
}
SESSION = {"dialect": "session"}
REST = {"dialect": "rest", "service_path": "/rest"}
PROXY = {"dialect": "proxy", "service_path": "/KetNoiMotCuaQuocGia", "share_path": "/KetNoiMotCuaQuocGia"}


class InProcess:
    """Posts to the simulator; an answer that was cut off is no answer, as over a socket."""

    def __init__(self, portal: Portal) -> None:
        self._http = Client(App(portal))
        self.calls: list[str] = []

    def post(self, call: Call) -> RawAnswer:
        """One POST."""
        service = call.body.get("service", "login") if isinstance(call.body, dict) else call.path
        self.calls.append(service)
        answer = self._http.post(call.path, json=call.body, headers=call.headers, query_string=call.query)
        data = answer.get_data()
        if answer.content_length is not None and answer.content_length != len(data):
            raise NoAnswer("cut off")
        return RawAnswer(answer.status_code, data)


class Unplugged:
    """No connection at all."""

    def post(self, call: Call) -> RawAnswer:
        """Nobody answers the telephone."""
        raise NeverSent("refused")


class Held(StrictPortal):
    """What the simulator holds, for ``World.differences``; ``look`` brings it up to date."""

    def __init__(self, portal: Portal) -> None:
        super().__init__()
        self._portal = portal

    def look(self) -> None:
        self.headers = {each.number: each.header for each in self._portal.store.dossiers()}
        self.rows.clear()
        for each in self._portal.store.progress():
            self.rows[each.number].append(each.row)


def world_of(portal: Portal, seed: int = 1, **settings: Any) -> World:
    world = World(Held(portal), seed)
    connection = PortalSettings.model_validate(
        {"username": UNIT, "password": "local-only", "unit_code": UNIT, **(settings or SESSION)}
    )
    dialect = DIALECTS[connection.dialect](connection)
    client = PortalClient(connection, dialect, InProcess(portal), world.watch.now)
    object.__setattr__(world.sync, "portal", client)
    return world


def finish(world: World, *, turns: int = 30) -> list[str]:
    for _ in range(turns):
        world.watch.pass_by(minutes=15)
        world.sync(list(world.lives))
    return world.differences()


def follow(portal: Portal, world: World) -> None:
    """The portal's clock goes with the world's, well ahead of it, so that what is late comes in when its time comes."""
    portal.clock.tell(world.watch.now() + timedelta(days=400), frozen=True)


def bad_weather(lookup: str, probability: float) -> list[dict[str, object]]:
    """Every fault that the client must get over without a trace, each as likely."""
    return [
        {"kind": kind, "probability": probability, "services": SERVICES.get(kind, ())}
        for kind in faults(lookup)
    ]


#: A row that the axis itself doubles has been doubled: no client can tell, and no call takes a row back.
SERVICES = {"processed_twice": ("DongBoHoSoMC", "TraCuuHoSo", "login")}


def faults(lookup: str) -> list[str]:
    """All but what no client can tell: unseen rows where none are shown."""
    unknowable: set[str] = set()
    if lookup != "full":
        unknowable |= {
            "timeout_after",
            "timeout_late",
            "http_500_after",
            "http_502_after",
            "wrong_json_after",
            "duplicate_answer",
        }
        unknowable |= {"timeout_before", "http_500", "http_502", "wrong_json", "failing_code_success_text"}
    return sorted(set(KINDS) - unknowable - {"slow"})

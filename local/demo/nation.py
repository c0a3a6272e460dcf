"""What the nation holds from elsewhere before the story begins: a paper in its repository, an entry in a register."""

import base64

from local.demo.client import Client
from local.demo.story import BEGIN
from local.identity.personas import personas
from local.papers.facts import invent_facts
from local.papers.make import make_paper

#: The company that files twice; the paper comes from a ministry that does not exist.
HOLDER, AGENCY, RESULT_CODE = "thidu", "000.00.00.G99", "KQ.G99.000001"


def furnish_the_nation(client: Client) -> None:
    """A free sale certificate in the national repository, the company in the register of enterprises."""
    claims = personas()[HOLDER].claims
    made = make_paper("free_sale_certificate", invent_facts(99, day=BEGIN.date()), seed=99)
    client.tell_portal(
        "POST",
        "repository",
        {
            "owner": claims["MaSoThue"],
            "MaKetQua": RESULT_CODE,
            "TenGiayTo": "Giấy chứng nhận lưu hành tự do (CFS)",
            "SoKyHieu": "99/CFS",
            "CoQuanChuQuan": AGENCY,
            "TenTep": "cfs.pdf",
            "base64": base64.b64encode(made.data).decode(),
        },
    )
    entry = {"TenDoanhNghiep": claims["TenDoanhNghiep"], "TrangThai": "Đang hoạt động"}
    client.tell_portal("PUT", f"registers/enterprise/{claims['MaSoThue']}", entry)

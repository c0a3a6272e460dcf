"""Where everything on this machine lives, and the environment its processes are given: written once, here."""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from local.trust_files import BUNDLE_KEY, officer_key, witness_key

ROOT = Path(__file__).resolve().parent.parent
STAGE = "local"
#: Whose older system is simulated (local/partner).
PARTNER_UNIT = "L-SYT-01"
HOST = "127.0.0.1"
REGION = "ap-southeast-1"
AUDIENCE = "motcua-api"
#: Where the web client is served while it is being developed; the bucket's CORS rules say the same.
WEB_ORIGIN = "http://localhost:5173"

#: The portal simulator's own defaults (local/portal/config.py): credentials that open nothing else.
PORTAL_ACCOUNT = {
    "PORTAL_USERNAME": "000.00.00.G18",
    "PORTAL_PASSWORD": "local-only",
    "PORTAL_DSTCODE": "VN:GOV:000.00.00.G22:vpcpdvcprovider",
    "PORTAL_UNIT_CODE": "000.00.00.G18",
    "PORTAL_REGISTERS": "L-CSDL-DANCU=population,L-CSDL-DKDN=enterprise",
    "PORTAL_DATABASE_CODES": "L-CSDL-DANCU=1,L-CSDL-DKDN=L-CSDL-DKDN",
}

#: Credentials that open nothing but the emulator, which is given the same and so can judge signatures.
KEYS = {"AWS_ACCESS_KEY_ID": "000000000000", "AWS_SECRET_ACCESS_KEY": "local-only"}

#: Issuer paths of the identity provider, by the kind of caller whose tokens they sign.
ISSUER_PATHS = {"citizen": "/citizens", "officer": "/officers", "machine": "/machines"}


@dataclass(frozen=True)
class Ports:
    """Four neighbouring ports on the loopback address, and one for the papers of a partner while it tells."""

    base: int = 8000

    @property
    def api(self) -> int:
        """The HTTP API."""
        return self.base

    @property
    def identity(self) -> int:
        """The identity provider."""
        return self.base + 1

    @property
    def portal(self) -> int:
        """The simulator of the national portal."""
        return self.base + 2

    @property
    def emulator(self) -> int:
        """The emulated AWS."""
        return self.base + 3

    @property
    def partner(self) -> int:
        """The papers of a partner's older system, while ``python -m local.partner`` runs."""
        return self.base + 4

    def by_name(self) -> dict[str, int]:
        """Name of the service to its port."""
        return {name: getattr(self, name) for name in ("api", "identity", "portal", "emulator")}


def url(port: int) -> str:
    """The root of a service on this machine."""
    return f"http://{HOST}:{port}"


@dataclass(frozen=True)
class Place:
    """One local machine: its folder (``make clean-data`` removes it) and its ports."""

    data: Path = ROOT / ".local"
    ports: Ports = Ports()

    @classmethod
    def from_environ(cls) -> "Place":
        """``MOTCUA_DATA`` and ``MOTCUA_PORT`` make room for a second machine beside the first."""
        data = os.environ.get("MOTCUA_DATA")
        return cls(
            data=Path(data).resolve() if data else ROOT / ".local",
            ports=Ports(int(os.environ.get("MOTCUA_PORT", "8000"))),
        )

    def folder(self, name: str) -> Path:
        """A folder below ``data``, made if need be."""
        path = self.data / name
        path.mkdir(parents=True, exist_ok=True)
        return path

    @property
    def clock(self) -> Path:
        """``{"offset": 0}``: how far (s) the simulated present is ahead of the real one."""
        return self.data / "clock.json"

    @cached_property
    def hash_key(self) -> str:
        """32 bytes, hexadecimal: the key under which personal numbers are hashed."""
        return self._secret("hash.key").read_text(encoding="ascii").strip()

    @property
    def field_key(self) -> Path:
        """The file with the key that stands for KMS: it wraps the keys that personal data is encrypted with."""
        return self._secret("field.key").resolve()

    def _secret(self, name: str) -> Path:
        """Made once, kept private."""
        path = self.data / name
        if not path.exists():
            self.data.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_hex(32), encoding="ascii")
        return path

    def issuers(self) -> list[dict[str, str]]:
        """Whom the API believes: ``kind, issuer, jwks_url`` of each."""
        root = url(self.ports.identity)
        return [
            {
                "kind": kind,
                "issuer": root + path,
                "jwks_url": f"{root}{path}/jwks",
            }
            for kind, path in ISSUER_PATHS.items()
        ]

    def aws(self) -> dict[str, str]:
        """The emulated AWS and nothing else, with credentials that open nothing."""
        return {
            "AWS_ENDPOINT_URL": url(self.ports.emulator),
            "AWS_DEFAULT_REGION": REGION,
            **KEYS,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        }

    def application(self, stack: Mapping[str, str]) -> dict[str, str]:
        """What chalicelib/settings.py reads; ``stack`` holds the outputs of infra/state.yaml."""
        return {
            "STAGE": STAGE,
            **self.aws(),
            **PORTAL_ACCOUNT,
            "PORTAL_BASE_URL": url(self.ports.portal),
            "TABLE_STREAM_ARN": stack["TableStreamArn"],
            "FILES_BUCKET": stack["FilesBucket"],
            "IDENTITY_ISSUERS": json.dumps(self.issuers()),
            "HASH_KEY": self.hash_key,
            "FIELD_KEY": str(self.field_key),
            "MOTCUA_CLOCK_FILE": str(self.clock),
            "PUBLIC_BASE_URL": url(self.ports.api),
            "PARTNER_PAPERS": json.dumps({PARTNER_UNIT: f"{url(self.ports.partner)}/papers/"}),
            "ALLOWED_ORIGINS": WEB_ORIGIN,
            "TRUST_STORE": BUNDLE_KEY,
            "CERTIFICATION_KEY": str(officer_key(self.folder("trust"))),
            "TIMESTAMP_AUTHORITY": str(witness_key(self.folder("trust"))),
        }


def inherited() -> dict[str, str]:
    """The caller's environment without anything that could lead to a real AWS account."""
    return {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}

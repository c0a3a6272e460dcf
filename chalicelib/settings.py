"""The only reader of the environment besides names.py; every resource name is derived from the stage."""

import json
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from chalicelib.domain.principals import PrincipalKind
from chalicelib.names import Names
from chalicelib.portal_settings import PortalSettings

#: Stages whose clock may be moved, because nobody's rights hang on it.
REHEARSALS = frozenset({"local", "test"})

#: The kinds of file that components accept, by media type.
MEDIA_TYPES = {
    "application/pdf": "pdf",
    "image/jpeg": "image",
    "image/png": "image",
    "image/tiff": "image",
    "image/heic": "image",
    "image/webp": "image",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}


class TrustedIssuer(BaseModel):
    """Whose tokens are believed, and what kind of caller they make."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    issuer: str
    jwks_url: str
    kind: PrincipalKind


class Settings(Names, BaseModel):
    """To add a setting: a field here, a line in ``from_environment``, a row in docs/operating.md."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    stage: str = Field(pattern=r"^[a-z][a-z0-9]{1,11}$")
    region: str
    stream_arn: str
    table_name: str = ""
    files_bucket: str
    public_base_url: str
    issuers: tuple[TrustedIssuer, ...]
    audience: str = "motcua-api"
    platform_agency: str = "G18"
    hash_key: SecretStr
    later_hash_keys: SecretStr = SecretStr("")
    rotating_hash_key: bool = False
    secrets_name: str = ""
    audit_key: str = ""
    field_key: str = ""
    clock_file: Path | None = None
    portal: PortalSettings = PortalSettings()
    max_upload_bytes: int = 50_000_000
    max_files: int = 500
    allowed_origins: tuple[str, ...] = ()
    rate_factor: float = Field(default=1, gt=0)
    trust_store: str = ""
    partner_papers: Mapping[str, str] = {}
    certification_key: str = ""
    certification_chain: str = ""
    timestamp_authority: str = ""
    notices_from: str = ""

    @property
    def table(self) -> str:
        """The one table; after a restore one of another name."""
        return self.table_name or f"motcua-{self.stage}"

    @property
    def once_table(self) -> str:
        """Requests already carried out."""
        return f"motcua-{self.stage}-once"

    @property
    def audit_bucket(self) -> str:
        """The journal: beside the files, in a bucket whose objects are locked."""
        return self.files_bucket.replace("-files-", "-audit-")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read everything at once; what is missing is named by pydantic."""
        stage = environment.get("STAGE", "local")
        clock_file = environment.get("MOTCUA_CLOCK_FILE", "")
        assert not clock_file or stage in REHEARSALS, "only a rehearsal may move the clock"
        return cls(
            stage=stage,
            region=environment.get("AWS_DEFAULT_REGION", environment.get("AWS_REGION", "ap-southeast-1")),
            stream_arn=environment.get(
                "TABLE_STREAM_ARN", f"arn:aws:dynamodb:::table/motcua-{stage}/stream/-"
            ),
            table_name=environment.get("TABLE_NAME", ""),
            files_bucket=environment.get("FILES_BUCKET", f"motcua-{stage}-files-000000000000"),
            public_base_url=environment.get("PUBLIC_BASE_URL", "http://127.0.0.1:8000"),
            issuers=json.loads(environment.get("IDENTITY_ISSUERS", "[]")),
            platform_agency=environment.get("PLATFORM_AGENCY", "G18"),
            hash_key=SecretStr(environment.get("HASH_KEY", "")),
            later_hash_keys=SecretStr(environment.get("LATER_HASH_KEYS", "")),
            rotating_hash_key=bool(environment.get("ROTATING_HASH_KEY")),
            audit_key=environment.get("AUDIT_KEY", ""),
            field_key=environment.get("FIELD_KEY", ""),
            secrets_name=environment.get("SECRETS_NAME", ""),
            clock_file=Path(clock_file) if clock_file else None,
            portal=PortalSettings.from_environment(environment),
            max_upload_bytes=int(environment.get("MAX_UPLOAD_BYTES", "50000000")),
            rate_factor=float(environment.get("RATE_FACTOR") or (100 if stage in REHEARSALS else 1)),
            partner_papers=json.loads(environment.get("PARTNER_PAPERS", "{}")),
            trust_store=environment.get("TRUST_STORE", ""),
            certification_key=environment.get("CERTIFICATION_KEY", ""),
            certification_chain=environment.get("CERTIFICATION_CHAIN", ""),
            timestamp_authority=environment.get("TIMESTAMP_AUTHORITY", ""),
            notices_from=environment.get("NOTICES_FROM", ""),
            allowed_origins=tuple(filter(None, environment.get("ALLOWED_ORIGINS", "").split(","))),
        )


@cache
def settings() -> Settings:
    """The settings of this process."""
    return Settings.from_environment()

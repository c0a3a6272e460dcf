"""The two kinds of wire models: what we say, strictly; what we are told, leniently."""

from typing import Any

from pydantic import BaseModel, ConfigDict, field_validator

from chalicelib.portal.wire.limits import fitted


class Sent(BaseModel):
    """Something we send: no unknown field, and every string within the receiver's limit (``WireLimit``)."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    @field_validator("*")
    @classmethod
    def _fits(cls, value: Any, info: Any) -> Any:
        return fitted(info.field_name, value) if isinstance(value, str) else value

    def on_the_wire(self) -> dict[str, Any]:
        """The JSON object, values as the wire writes them."""
        return self.model_dump(mode="json")


class Told(BaseModel):
    """Something we are told: unknown fields are left aside, numbers are taken where strings should be."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="ignore", coerce_numbers_to_str=True)

"""The two kinds of wire models: what we say, strictly; what we are told, leniently."""

from typing import Any, get_origin

from pydantic import BaseModel, ConfigDict, field_validator, model_validator

from chalicelib.portal.wire.lenient import entries
from chalicelib.portal.wire.limits import fitted


def _is_list(model: type[BaseModel], name: str) -> bool:
    field = model.model_fields.get(name)
    return field is not None and get_origin(field.annotation) is tuple


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
    """Something we are told: unknown fields are left aside, names are known in any case, numbers taken for strings.

    What is null was not told; an entry that stands alone is a list of one.
    """

    model_config = ConfigDict(defer_build=True, frozen=True, extra="ignore", coerce_numbers_to_str=True)

    @model_validator(mode="before")
    @classmethod
    def _read_loosely(cls, told: Any) -> Any:
        if not isinstance(told, dict):
            return told
        names = {name.lower(): name for name in cls.model_fields}
        known: dict[str, Any] = {
            names.get(str(name).lower(), str(name)): value for name, value in told.items()
        }
        return {
            name: entries(value) if _is_list(cls, name) else value
            for name, value in known.items()
            if value is not None
        }

"""What an officer adds to a reading: corrections of what was misread, and the certification of a copy."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from chalicelib.domain.principals import Actor


class Correction(BaseModel):
    """The officer's value of one field. Dates are ISO."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    field: str
    value: str
    by: Actor
    at: datetime


class Certifying(BaseModel):
    """An officer has said that a copy agrees with the paper; the signature is still to be made."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    by: Actor
    at: datetime


class Certification(BaseModel):
    """The copy (by its name among the file's copies) that an officer compared and signed."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    copy_name: str
    sha256: str
    by: Actor
    at: datetime

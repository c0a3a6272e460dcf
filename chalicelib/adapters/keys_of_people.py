"""Keys of what people grant, ask and look at: the part of the grammar of keys.py that no dossier or paper needs."""

from datetime import date, datetime

from chalicelib.adapters import keys


def delegation(delegation_id: str) -> str:
    """``DELEGATION#<id>``: what was granted, and what was done under it."""
    return keys.Prefix.DELEGATION.key(delegation_id)


def id_of_delegation(pk: str) -> str:
    """The id in a delegation's partition key."""
    return pk.removeprefix(keys.Prefix.DELEGATION.key(""))


def act(at: datetime, act_id: str) -> str:
    """``ACT#2026-10-05T09:00:00Z#<id>``: what was done under a delegation, by time."""
    return keys.Prefix.ACT.key(keys.stamp(at), act_id)


def grantor(ref: str) -> str:
    """``GRANTOR#<keyed hash>``: what an owner granted."""
    return keys.Prefix.GRANTOR.key(ref)


def delegate(ref: str) -> str:
    """``DELEGATE#<keyed hash>``: what somebody was granted."""
    return keys.Prefix.DELEGATE.key(ref)


def rectification(rectification_id: str) -> str:
    """``RECTIFICATION#<id>``: somebody asked that data be put right."""
    return keys.Prefix.RECTIFICATION.key(rectification_id)


def rectifications(unit: str) -> str:
    """``UNIT#<code>#RECTIFICATION``: what one unit has to answer."""
    return keys.SEPARATOR.join([keys.Prefix.UNIT.key(unit), keys.Prefix.RECTIFICATION])


def asker(ref: str) -> str:
    """``ASKER#<keyed hash>``: what a person asked to have put right."""
    return keys.Prefix.ASKER.key(ref)


def views(who: str) -> str:
    """``VIEWS#<hash>``: the pictures of identity papers that one officer saw."""
    return keys.Prefix.VIEWS.key(who)


def views_of(day: date) -> str:
    """``DAY#2026-10-05``: how many on one day in Vietnam."""
    return keys.Prefix.DAY.key(day.isoformat())


def more_views(day: date, grant_id: str) -> str:
    """``MORE#2026-10-05#<id>``: a leader let the officer see more."""
    return keys.Prefix.MORE.key(day.isoformat(), grant_id)

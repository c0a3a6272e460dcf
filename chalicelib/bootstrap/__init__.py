"""The composition root: settings become clients, clients adapters, adapters use cases; each when first needed."""

from functools import cache

from chalicelib.bootstrap.audit import Audit
from chalicelib.bootstrap.caring import Caring
from chalicelib.bootstrap.digitizing import Digitizing
from chalicelib.bootstrap.partners import Partners
from chalicelib.bootstrap.repository import Repository
from chalicelib.bootstrap.syncing import Syncing
from chalicelib.bootstrap.telling import Telling
from chalicelib.settings import settings


class Container(Syncing, Partners, Repository, Caring, Digitizing, Telling, Audit):
    """Everything one process works with: one part for each audience, all on the same ground."""


@cache
def container() -> Container:
    """The container of this process."""
    return Container(settings())

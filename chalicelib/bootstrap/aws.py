"""How clients of AWS are made: each names itself in one word."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from botocore.config import Config

NAME = "motcua"


def named(**changes: Any) -> "Config":
    """The configuration of a client, with ``changes``.

    Without a name botocore describes itself, the system and the machine twice for each call, which takes a sixth of
    the time that a small call costs us. In AWS's own log a name is also easier to find.
    """
    from botocore.config import Config

    return Config(user_agent=NAME, **changes)

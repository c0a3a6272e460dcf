"""MiniStack behind a server whose protocol is parsed in C: a call costs the emulator a third of the time.

Most calls are small, and Hypercorn, which MiniStack brings, spends more on each than MiniStack itself. Written against
the pinned version (requirements-emulator.txt).
"""

from typing import Any

import hypercorn.asyncio
import uvicorn

KEEP_ALIVE_S = 75
#: For calls under way when the emulator is ended; then the state is saved.
LAST_CALLS_S = 3


async def serve(app: Any, config: Any) -> None:
    """Until SIGTERM or SIGINT, where ``config`` of Hypercorn says. The emulator adds its own date to each answer."""
    host, port = config.bind[0].rsplit(":", 1)
    quiet = {"access_log": False, "log_level": "warning", "date_header": False, "server_header": False}
    plain = {"http": "httptools", "loop": "asyncio", "ws": "none", "lifespan": "on"}
    patience = {"timeout_keep_alive": KEEP_ALIVE_S, "timeout_graceful_shutdown": LAST_CALLS_S}
    await uvicorn.Server(uvicorn.Config(app, host=host, port=int(port), **quiet, **plain, **patience)).serve()


def serve_fast() -> None:
    """From now on, for the server that MiniStack starts."""
    hypercorn.asyncio.serve = serve

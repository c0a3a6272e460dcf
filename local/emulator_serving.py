"""MiniStack behind a server whose protocol is parsed in C: a call costs the emulator a third of the time.

Most calls are small, and Hypercorn, which MiniStack brings, spends more on each than MiniStack itself. Written against
the pinned version (requirements-emulator.txt).
"""

from typing import Any

import hypercorn.asyncio
import uvicorn

#: For calls under way when the emulator is ended; then the state is saved.
LAST_CALLS_S = 3
#: Nobody stands in between, nobody speaks through websockets, and the emulator adds a date to its answers itself.
HOW: dict[str, Any] = {
    "http": "httptools",
    "loop": "asyncio",
    "ws": "none",
    "lifespan": "on",
    "proxy_headers": False,
    "date_header": False,
    "server_header": False,
    "access_log": False,
    "log_level": "warning",
    "timeout_keep_alive": 75,
    "timeout_graceful_shutdown": LAST_CALLS_S,
}


async def serve(app: Any, config: Any) -> None:
    """Until SIGTERM or SIGINT, where ``config`` of Hypercorn says."""
    host, port = config.bind[0].rsplit(":", 1)
    await uvicorn.Server(uvicorn.Config(app, host=host, port=int(port), **HOW)).serve()


def serve_fast() -> None:
    """From now on, for the server that MiniStack starts."""
    hypercorn.asyncio.serve = serve

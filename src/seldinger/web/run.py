"""The server: one process, no access log, no name of the software in its answers."""

from collections.abc import Callable

import python_multipart  # noqa: F401  (says at the start, not at the first upload, that it is not installed)
import uvicorn

from seldinger.web.app import create_app
from seldinger.web.settings import Settings


def run(settings: Settings, *, announce: Callable[[str], None]) -> None:
    """Serve until interrupted; ``announce`` is told each sign-in link."""
    uvicorn.run(
        create_app(settings, announce=announce),
        host=settings.host,
        port=settings.port,
        access_log=False,  # addresses hold no patient; times of access are nobody's business either
        log_level="warning",
        server_header=False,
        ws="none",
    )

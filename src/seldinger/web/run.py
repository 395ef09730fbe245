"""The server: one process, no access log, no name of the software in its answers."""

import gc
from collections.abc import Callable

import python_multipart  # noqa: F401  (says at the start, not at the first upload, that it is not installed)
import uvicorn

from seldinger.web.app import create_app
from seldinger.web.settings import Settings


def run(settings: Settings, *, announce: Callable[[str], None]) -> None:
    """Serve until interrupted; ``announce`` is told each sign-in link."""
    app = create_app(settings, announce=announce)
    gc.freeze()  # what is loaded by now stays: looking through it again and again would hold up an answer by 60 ms
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        access_log=False,  # addresses hold no patient; times of access are nobody's business either
        log_level="warning",
        server_header=False,
        ws="none",
    )

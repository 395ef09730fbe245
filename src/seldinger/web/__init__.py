"""The page: a chart in the browser, its answer beside it, nothing stored; and the interface for programs."""

from seldinger.web.app import create_app
from seldinger.web.run import run
from seldinger.web.session import Door
from seldinger.web.settings import Settings, SettingsError, SignOn, read_hooks, read_sign_on

__all__ = ["Door", "Settings", "SettingsError", "SignOn", "create_app", "read_hooks", "read_sign_on", "run"]

"""An open, computable care pathway for the transarterial treatment of neuroendocrine liver metastases.

The public names are loaded when they are first used, so that importing the package costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from seldinger.pathway import Consult, consult
    from seldinger.patient import Record, load_record
    from seldinger.selection import PROFILES, Profile, load_profile

__version__ = "0.1.0"

_HOMES = {
    "Consult": "seldinger.pathway",
    "PROFILES": "seldinger.selection",
    "Profile": "seldinger.selection",
    "Record": "seldinger.patient",
    "consult": "seldinger.pathway",
    "load_profile": "seldinger.selection",
    "load_record": "seldinger.patient",
}

__all__ = ["PROFILES", "Consult", "Profile", "Record", "consult", "load_profile", "load_record"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'seldinger' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])

"""Pages from templates: escaped by default; only our own printers' output is taken as it is."""

import json
from functools import cache
from importlib import resources
from typing import Any

from seldinger import __version__
from seldinger.terms import DISCLAIMER

STATIC = ("web.css", "live.js", "sheet.css")
TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}


@cache
def environment() -> Any:
    """Return the Jinja environment: autoescape on, an undefined name is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader(str(__package__), "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals |= {"version": __version__, "disclaimer": DISCLAIMER}
    made.filters["words"] = lambda code: str(code).replace("_", " ")
    return made


def html(template: str, **given: Any) -> str:
    """Return a page."""
    return str(environment().get_template(template).render(**given))


def canonical(value: Any) -> str:
    """Return JSON as the package writes it everywhere."""
    return json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


@cache
def static(name: str) -> bytes:
    """Return a file that pages bring with them; the style of the sheet is that of the report."""
    if name == "sheet.css":
        from seldinger.report import stylesheet

        return stylesheet().encode()
    return resources.files(__package__).joinpath("static", name).read_bytes()

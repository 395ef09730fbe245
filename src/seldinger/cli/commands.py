"""Every command, registered in the order --help lists them."""

from seldinger.cli import (
    cds,
    check,
    consult,
    demo,
    evidence,
    explain,
    fhir,
    follow,
    knowledge,
    plan,
    recheck,
    screen,
    serve,
    y90,
)

__all__ = [
    "cds",
    "check",
    "consult",
    "demo",
    "evidence",
    "explain",
    "fhir",
    "follow",
    "knowledge",
    "plan",
    "recheck",
    "screen",
    "serve",
    "y90",
]

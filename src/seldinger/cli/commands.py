"""Every command, registered in the order --help lists them."""

from seldinger.cli import consult, demo, explain, knowledge

__all__ = ["consult", "demo", "explain", "knowledge"]

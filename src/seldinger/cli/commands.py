"""Every command, registered in the order --help lists them."""

from seldinger.cli import consult, demo, evidence, explain, follow, knowledge

__all__ = ["consult", "demo", "evidence", "explain", "follow", "knowledge"]

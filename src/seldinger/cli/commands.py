"""Every command, registered in the order --help lists them."""

from seldinger.cli import check, consult, demo, evidence, explain, follow, knowledge, plan, recheck, serve, y90

__all__ = ["check", "consult", "demo", "evidence", "explain", "follow", "knowledge", "plan", "recheck", "serve", "y90"]

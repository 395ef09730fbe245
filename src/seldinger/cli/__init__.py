"""The command line: one verb for each question. stdout carries results, stderr everything else."""

from seldinger.cli.main import main

__all__ = ["main"]

"""``passerelle config``."""

from __future__ import annotations

import argparse
import os

from service.settings import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(_: argparse.Namespace) -> int:
    """Print each setting, secrets masked."""
    for name, value in Settings.read(os.environ).shown().items():
        print(f"{name}={value}")
    return 0

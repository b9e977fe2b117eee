"""Keeps the libraries that build the encoder from drawing their own progress bars and load reports."""

from __future__ import annotations


def quiet() -> None:
    """Silences ``transformers`` below errors; call before building, in set-up code only (it imports transformers)."""
    from transformers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()

"""How a long job says where it stands: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import NoReturn, Self

from tqdm import tqdm

# Off a terminal one line for every tenth of the way is enough.
STEPS = 10


class ProgressLine:
    """Shows ``done`` of ``total`` with rate and time left; call it with both numbers."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._bar: tqdm[NoReturn] | None = None
        self._told = 0

    def __call__(self, done: int, total: int) -> None:
        """``done`` of ``total`` are through."""
        if not sys.stderr.isatty():
            self._line(done, total)
            return
        if self._bar is None:
            self._bar = tqdm(total=total, desc=self._what, unit="")
        self._bar.update(done - self._bar.n)

    def _line(self, done: int, total: int) -> None:
        step = done * STEPS // total if total else STEPS
        if step > self._told:
            self._told = step
            sys.stderr.write(f"{self._what}: {done} of {total}\n")
            sys.stderr.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.close()


def say(text: str) -> None:
    """One line of result on standard output, there at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()

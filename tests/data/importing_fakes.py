"""A portal of the simplest kind, and an import by it as a command that other tests start, disturb and kill."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from data.importing import import_files
from data.portals import Refusal
from data.portals.base import Document, Fact, RawCourse, Vocabulary
from data.store import Store
from engine.domain import CourseKind, Place
from engine.errors import InputError

TODAY = date(2026, 3, 2)


class Lines:
    """Reads ``number|title`` lines under the line ``#lines``; ``?value`` is refused, ``!`` breaks the document off."""

    label = "Lines"
    licence = "CC0"
    vocabulary = Vocabulary(
        text_language="fr",
        taught_in=("fr",),
        country="FR",
        kind=lambda _: CourseKind.COURSE,
        mode=lambda _: None,
        level=lambda _: None,
        entry_level=lambda _: None,
    )

    def __init__(self, name: str = "lines", mark: bytes = b"#lines") -> None:
        self.name = name
        self.mark = mark

    def identify(self, document: Document) -> bool:
        return document.head.startswith(self.mark)

    def read(self, document: Document) -> Iterator[RawCourse | Refusal]:
        for number, line in enumerate(document.read_text().splitlines()[1:], start=2):
            where = f"{document.name}:{number}"
            if line == "!":
                raise InputError(
                    "the document breaks off", place=where, value=line, remedy="fetch it again", code="broken"
                )
            if line.startswith("?"):
                yield Refusal(where=where, code="unreadable", value=line[1:], remedy="write it plainly")
                continue
            native_id, _, title = line.partition("|")
            yield RawCourse(where=where, facts={Fact.NATIVE_ID: (native_id,), Fact.TITLE: (title,)})


class NoPlaces:
    """Knows no place."""

    def locate(self, **_: object) -> Place | None:
        return None


def write_lines(path: Path, *lines: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(("#lines", *lines)), encoding="utf-8")
    return path


def main(url: str, *paths: str) -> None:
    """Import ``paths``, with a line at the start and one for every batch, so that who disturbs knows how far it is."""

    def tell(path: str, read: int) -> None:
        print(path, read, flush=True)

    print("ready", flush=True)
    with Store.open(url) as store:
        files = [Path(path) for path in paths]
        import_files(store, files, places=NoPlaces(), today=TODAY, portals=(Lines(),), progress=tell)


if __name__ == "__main__":
    main(*sys.argv[1:])

"""ONISEP "Idéo – formations initiales en France": a CSV of the initial training that France knows, without places."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from functools import partial

from data.normalise import levels, offers
from data.portals.base import Document, Fact, Fields, RawCourse, Refusal, Vocabulary
from data.portals.folding import pick
from engine.errors import InputError

TITLE = "libellé formation principal"
TYPE = "libellé type formation"
SHORT = "sigle formation"
DURATION = "durée"
RNCP = "code RNCP"
LEVEL = "libellé niveau RNCP"
LINK = "lien site onisep.fr"
DOMAINS = "domaine/sous-domaine"

# Derived columns (the table has neither a number nor a description of a course) stand in angle brackets.
NUMBER, DESCRIPTION, CERTIFICATE = "<number>", "<description>", "<certificate>"
FIELDS: Fields = {
    Fact.NATIVE_ID: (NUMBER,),
    Fact.TITLE: (TITLE,),
    Fact.TEXT: (DESCRIPTION,),
    Fact.KIND: (TYPE,),
    Fact.URL: (LINK,),
    Fact.LEVEL: (LEVEL,),
    Fact.HOURS: (DURATION,),
    Fact.CERTIFICATE: (CERTIFICATE,),
}
# Names in plain letters only, so that a file in the wrong encoding is recognised and then refused by name.
SIGNATURE = frozenset({"code CNIS", "sigle type formation", "niveau RNCP", LINK})
DELIMITER = ";"
NUMBER_IN_LINK = re.compile(r"\bFOR\.\d+\b")
DOMAIN_MARK, SUBDOMAIN_MARK = "|", "/"


class Onisep:
    """The portal ``onisep``."""

    name = "onisep"
    label = "ONISEP – Idéo formations initiales en France"
    licence = "ODbL 1.0 (ONISEP)"
    vocabulary = Vocabulary(
        text_language="fr",
        taught_in=("fr",),  # initial training under French ministries is taught in French
        country="FR",
        kind=offers.onisep_kind,
        mode=offers.named_mode,
        level=levels.french,
        entry_level=levels.eqf,
    )

    def identify(self, document: Document) -> bool:
        """Told from the names of the columns."""
        first_line = document.head.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0].decode("utf-8", errors="replace")
        return SIGNATURE.issubset(name.strip().strip('"') for name in first_line.split(DELIMITER))

    def read(self, document: Document) -> Iterator[RawCourse | Refusal]:
        """One record for each row."""
        rows = csv.reader(io.StringIO(document.read_text(), newline=""), delimiter=DELIMITER, strict=True)
        try:
            header = [name.strip() for name in next(rows, [])]
            if missing := sorted({TITLE, LINK} - set(header)):
                raise InputError(
                    f"the table lacks the column {missing[0]!r}",
                    place=f"{document.name}:1",
                    value=missing,
                    remedy="export the table of ONISEP with its own column names",
                    code="missing-column",
                )
            line = rows.line_num + 1
            for row in rows:
                where, line = f"{document.name}:{line}", rows.line_num + 1
                if len(row) == len(header):
                    record = _derive(dict(zip(header, row, strict=True)))
                    yield RawCourse(where=where, facts=pick(FIELDS, partial(_column, record)))
                elif row:
                    yield Refusal(
                        where=where,
                        code="row-length",
                        value=f"{len(row)} columns instead of {len(header)}",
                        remedy="quote values that contain ';' or line breaks",
                    )
        except csv.Error as error:
            raise InputError(
                f"the table breaks off or is not quoted properly: {error}",
                place=f"{document.name}:{rows.line_num}",
                remedy="fetch the document again",
                code="broken-document",
            ) from None


def _column(row: Mapping[str, str], name: str) -> Iterator[str]:
    yield row.get(name, "")


def _derive(row: Mapping[str, str]) -> Mapping[str, str]:
    number = NUMBER_IN_LINK.search(row.get(LINK, ""))
    code = row.get(RNCP, "").strip()
    return {
        **row,
        NUMBER: number[0] if number else "",
        DESCRIPTION: _description(row),
        CERTIFICATE: f"RNCP{code}" if code.isdecimal() else "",
    }


def _description(row: Mapping[str, str]) -> str:
    """What the columns say, as sentences: type and short name, duration, fields of study."""
    kind = ", ".join(text for column in (TYPE, SHORT, DURATION) if (text := row.get(column, "").strip()))
    fields: dict[str, list[str]] = {}
    for entry in row.get(DOMAINS, "").split(DOMAIN_MARK):
        domain, _, subdomain = entry.strip().partition(SUBDOMAIN_MARK)
        fields.setdefault(domain.strip(), []).append(subdomain.strip())
    named = (f"{domain} ({', '.join(filter(None, subs))})" if any(subs) else domain for domain, subs in fields.items())
    sentences = (kind, " ; ".join(filter(None, named)))
    return " ".join(f"{sentence[:1].upper()}{sentence[1:]}." for sentence in sentences if sentence)

"""``passerelle cv``: what a CV may say, each thing with the words it came from. Nothing of it is kept."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator
from pathlib import Path

from data.cv import read_cv
from engine.cv import CvEducation, CvLanguage
from engine.errors import InputError
from service import messages
from service.bootstrap import Passerelle
from service.commands.output import say
from service.contracts import LANGUAGES
from service.cv import CvProposal, Proposed, cv_answer, propose
from service.messages import translated
from service.settings import Settings

# As the page of finds says them, so that each is translated once.
ABILITIES, JOBS, SPOKEN = "What can you do already?", "Jobs in your CV", "Which languages do you speak?"
CERTIFICATE, UNFINISHED = "Your highest certificate", "not finished yet"
NOTHING_FOUND = "We could not find out what you can do. You can write it yourself in the next step."
NO_LEVEL = "Your CV does not say how well. Please choose."
CHOOSE_LEVEL = "please choose the level yourself"
# Everything on a terminal is quoted this far.
QUOTED_CHARACTERS = 100


def arguments(parser: argparse.ArgumentParser) -> None:
    """File, language and format."""
    about = "a CV: Europass (XML or JSON), JSON Resume or plain text"
    parser.add_argument("file", type=Path, metavar="FILE", help=about)
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="of the names (default en)")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(options: argparse.Namespace) -> int:
    """Read, link and print."""
    try:
        content = options.file.read_bytes()
    except OSError as error:
        raise InputError(
            f"cannot read the CV: {error.strerror}", place=str(options.file), remedy="check the path"
        ) from None
    cv = read_cv(content, options.file.name)
    with Passerelle.open(Settings.read(os.environ)) as product:
        found = propose(cv, product, options.language)
    if options.format == "json":
        say(json.dumps(cv_answer(found), ensure_ascii=False, indent=2))
    else:
        say("\n".join(lines(found, options.language)) or translated(NOTHING_FOUND, options.language))
    return 0


def lines(found: CvProposal, language: str) -> Iterator[str]:
    """The proposal in plain lines, in ``language``."""
    for title, items in ((ABILITIES, found.competences), (JOBS, found.occupations)):
        if items:
            yield translated(title, language)
            yield from (_concept(item) for item in items)
    if found.languages:
        yield translated(SPOKEN, language)
        yield from (_spoken(item, language) for item in found.languages)
    if found.education:
        yield translated(CERTIFICATE, language)
        yield from (_certificate(item, language) for item in found.education)


def _concept(item: Proposed) -> str:
    quotes = " · ".join(f"“{passage.text[:QUOTED_CHARACTERS]}” ({passage.where})" for passage in item.passages)
    return f"  {item.confidence:.2f}  {item.name}  [{item.uri}]  {quotes}"


def _spoken(item: CvLanguage, language: str) -> str:
    level = messages.cefr_plain(item.level, language) if item.level else translated(NO_LEVEL, language)
    skill = f" [{item.lowest_skill}]" if item.lowest_skill else ""
    return (
        f"  {messages.language_name(item.tag, language)}: {level}{skill}  “{item.passage.text}” ({item.passage.where})"
    )


def _certificate(item: CvEducation, language: str) -> str:
    level = f"EQF {item.eqf_level}" if item.eqf_level else translated(CHOOSE_LEVEL, language)
    state = "" if item.completed else f" ({translated(UNFINISHED, language)})"
    return f"  {item.title}: {level}{state}  “{item.passage.text}” ({item.passage.where})"

"""``passerelle link``."""

from __future__ import annotations

import argparse
import json
import os

from service.bootstrap import Passerelle
from service.cleaning import clean_text
from service.commands.output import say
from service.competences import KINDS, links_answer, links_of
from service.contracts import LANGUAGES, Product
from service.messages.catalogue import marked as _
from service.messages.catalogue import translated
from service.schemas import DEFAULT_LINKS, MAX_LINKS
from service.settings import Settings

NOTHING_MEANT = _("No occupation and no competence that we know is meant by this")
A_QUALIFICATION = _("%(abbreviation)s stands for a qualification or a scheme: %(text)s")


def arguments(parser: argparse.ArgumentParser) -> None:
    """The text, what to look for, number, language and format."""
    kinds = [kind for kind in KINDS if kind]
    parser.add_argument(
        "text", metavar="TEXT", help="a word, a title, a sentence or a list, in any of the five languages"
    )
    parser.add_argument("--to", choices=kinds, default=None, help="what to look for (default: both)")
    parser.add_argument("-k", type=int, choices=range(1, MAX_LINKS + 1), default=DEFAULT_LINKS, metavar="N")
    parser.add_argument("--language", choices=LANGUAGES, default=None, help="of the names, and a hint at that of TEXT")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(options: argparse.Namespace) -> int:
    """Link and print; a text that means nothing known is an answer too."""
    with Passerelle.open(Settings.read(os.environ)) as product:
        say(answer(product, options))
    return 0


def answer(product: Product, options: argparse.Namespace) -> str:
    """What is printed."""
    text, language = clean_text(options.text), options.language or "en"
    links = links_of(product, text, to=options.to, k=options.k, language=options.language)
    if options.format == "json":
        return json.dumps(links_answer(product, links, text=text, language=language), ensure_ascii=False, indent=2)
    lines = [
        f"{link.confidence:.2f}  {product.concept_name(link.uri, language) or link.name}"
        f"  ({link.kind.value}; {link.name}, {link.language})  {link.uri}"
        for link in links
    ]
    for short, full in product.qualifications(text):
        lines.append(translated(A_QUALIFICATION, language, {"abbreviation": short, "text": full}))
    return "\n".join(lines if links else [translated(NOTHING_MEANT, language), *lines])

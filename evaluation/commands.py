"""``passerelle evaluate SUITE``."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

from engine.domain import Cefr, Profile
from evaluation import extraction, luxembourgish, melo, retrieval
from evaluation.overlap import LANGUAGES, WISHES, Overlap, Search, overlap, read_wishes
from service.bootstrap import Passerelle
from service.settings import Settings

# Suite: (module with ``arguments(parser)`` and ``run(options) -> int``, what it asks)
SUITES = {
    "extraction": (extraction, "are the competences found that people read in English sentences?"),
    "luxembourgish": (luxembourgish, "do Luxembourgish titles find the same in other languages?"),
    "melo": (melo, "are the names of occupations and competences found as the MELO benchmark asks?"),
    "retrieval": (retrieval, "are the courses found that people judged to be right?"),
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """The suites and their options."""
    suites = parser.add_subparsers(dest="suite", required=True, metavar="SUITE")
    languages = suites.add_parser("overlap", help="does the same wish find the same courses in five languages?")
    languages.add_argument("-k", type=int, default=10, help="how many places of each list count (default 10)")
    languages.add_argument("--wishes", type=Path, default=WISHES, metavar="FILE.tsv", help="other wishes than the six")
    languages.add_argument("--json", action="store_true", help="the figures as JSON")
    languages.set_defaults(measure=_overlap)
    for name, (suite, about) in SUITES.items():
        parser_of_suite = suites.add_parser(name, help=about, description=suite.__doc__)
        suite.arguments(parser_of_suite)
        parser_of_suite.set_defaults(measure=suite.run)


def run(options: argparse.Namespace) -> int:
    """Run the suite and print its figures."""
    return int(options.measure(options))


def _overlap(options: argparse.Namespace) -> int:
    with Passerelle.open(Settings.read(os.environ)) as product:
        result = overlap(read_wishes(options.wishes), _search(product, options.k), options.k)
        courses = product.health().courses
    print(_json(result, courses) if options.json else _text(result, courses))
    return 0


def _search(product: Passerelle, k: int) -> Search:
    """A person who speaks all five languages and says nothing else but the wish."""
    speaks = dict.fromkeys(LANGUAGES, Cefr.C2)

    def search(wish: str, _: str) -> list[str]:
        result = product.recommend(Profile(goal=wish, speaks=speaks), k=k)
        return [item.course.id for item in result.items]

    return search


def _json(result: Overlap, courses: int) -> str:
    figures = {
        "k": result.k,
        "courses": courses,
        "without_lb": result.without_lb,
        "with_lb": result.with_lb,
        "by_pair": {"-".join(pair): share for pair, share in result.by_pair.items()},
        "by_wish": result.by_wish,
    }
    return json.dumps(figures, indent=2)


def _text(result: Overlap, courses: int) -> str:
    lines = [f"The same wish in five languages: mean overlap of the top {result.k} ({courses} courses)"]
    lines += [f"  de, fr, en, nl   {result.without_lb:.2f}", f"  lb with each     {result.with_lb:.2f}"]
    lines += [f"    {one}-{other}          {share:.2f}" for (one, other), share in result.by_pair.items()]
    lines += [f"    {wish:<14} {share:.2f}" for wish, share in result.by_wish.items()]
    return "\n".join(lines)

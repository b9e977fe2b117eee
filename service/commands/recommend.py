"""``passerelle recommend``."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

from pydantic import ValidationError

from engine.errors import InputError
from service.answers import api_answer
from service.bootstrap import Passerelle
from service.commands.output import say
from service.contracts import LANGUAGES
from service.schemas import DEFAULT_RESULTS, MAX_RESULTS, ProfileInput, refusal
from service.settings import Settings
from service.terminal import answer_text


def arguments(parser: argparse.ArgumentParser) -> None:
    """Profile, number, language and format."""
    parser.add_argument("profile", type=Path, metavar="PROFILE.json", help="the person, as the contract writes it")
    parser.add_argument("-k", type=int, choices=range(1, MAX_RESULTS + 1), default=DEFAULT_RESULTS, metavar="N")
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="of the reasons (default en)")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(options: argparse.Namespace) -> int:
    """Recommend and print; nothing of the profile is kept."""
    given = _read(options.profile)
    with Passerelle.open(Settings.read(os.environ)) as product:
        found = product.recommend(given.to_profile(product.places), k=options.k, language=options.language)
        if options.format == "json":
            answer = api_answer(found, options.language, product.knowledge, product.concept_name)
            say(json.dumps(answer, ensure_ascii=False, indent=2))
        else:
            say(answer_text(found, options.language, product.knowledge, product.concept_name))
    return 0


def _read(path: Path) -> ProfileInput:
    try:
        return ProfileInput.model_validate_json(path.read_bytes())
    except OSError as error:
        raise InputError(
            f"cannot read the profile: {error.strerror}", place=str(path), remedy="check the path"
        ) from None
    except ValidationError as error:
        found = refusal(error)
        raise InputError(
            found.message, code=found.code, place=f"{path.name}: {found.place}", remedy=found.remedy
        ) from None

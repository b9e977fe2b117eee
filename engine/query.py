"""Profile → what to look for, as texts in any language."""

from __future__ import annotations

from collections.abc import Sequence

from engine.domain import Profile
from engine.errors import InputError
from engine.ports import Competences
from engine.target import Aim, is_uri


def wishes(
    profile: Profile, aim: Aim | None = None, competences: Competences | None = None, language: str | None = None
) -> tuple[str, ...]:
    """The goal, the target occupation and the competences as search texts; ESCO URIs carry no words and are left out.

    Where there is a gap, the target is looked for, by her words and by its name in ``language``, and the goal together
    with it: alone it often tells what somebody does now ("I work in construction"). What she can do already is not
    looked for then: it leads away from the target. Nor are the names of what is missing: it gains nothing beside
    ``engine.ports.Competences.teaching`` and takes time (measured, see docs/decisions/0004-the-gap.md). Competences
    without words are looked for by name where nothing else is.

    Raises ``InputError`` when nothing is left to look for.
    """
    texts = (profile.goal, profile.target_occupation or "", *profile.competences)
    if aim is not None and aim.gap is not None and competences is not None:
        texts = _towards(profile, competences.name(aim.gap.occupation, language))
    found = _words(texts)
    if not found and aim is not None and competences is not None:
        found = _words([competences.name(uri, language) for uri in (profile.target_occupation or "", *aim.held)])
    if not found:
        raise InputError(
            "nothing to look for",
            code="empty-goal",
            place="goal",
            value=profile.goal[:80],
            remedy="say in a few words what you would like to do",
        )
    return found


def _towards(profile: Profile, name: str) -> tuple[str, ...]:
    """The texts of somebody with an aim that is called ``name``."""
    asked = profile.target_occupation or ""
    words = "" if is_uri(asked) else asked
    if not asked:
        return profile.goal, name
    return words, name, f"{profile.goal} {words or name}"


def _words(texts: Sequence[str]) -> tuple[str, ...]:
    """The texts that say something, each once."""
    return tuple(dict.fromkeys(text.strip() for text in texts if any(map(str.isalnum, text)) and not is_uri(text)))

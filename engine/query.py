"""Profile → what to look for, as texts in any language."""

from __future__ import annotations

from engine.domain import Profile
from engine.errors import InputError


def wishes(profile: Profile) -> tuple[str, ...]:
    """The goal, the target occupation and the competences as search texts; ESCO URIs carry no words and are left out.

    Raises ``InputError`` when nothing is left to look for.
    """
    texts = (profile.goal, profile.target_occupation or "", *profile.competences)
    found = tuple(text.strip() for text in texts if any(map(str.isalnum, text)) and "://" not in text)
    if not found:
        raise InputError(
            "nothing to look for",
            code="empty-goal",
            place="goal",
            value=profile.goal[:80],
            remedy="say in a few words what you would like to do",
        )
    return found

"""How, for whom and what kind: portals' codes and labels → the engine's enums. Conservative: no code, no claim."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.domain import CourseKind, Group, Mode

# Weiterbildungssuche, parameter ``uf`` (its OpenAPI description): hundreds are the families of teaching forms.
# 4xx is Fernunterricht: taught at a distance, by post or on line, so nobody has to travel.
BA_MODES = {"1": Mode.ONSITE, "2": Mode.ONLINE, "3": Mode.BLENDED, "4": Mode.ONLINE}

# LHÉO table ``dict-modalites-enseignement``: wholly in the room, mixed, wholly at a distance.
LHEO_MODES = {"0": Mode.ONSITE, "1": Mode.BLENDED, "2": Mode.ONLINE}

# Weiterbildungssuche, label of ``bildungsart``; all else, above all "Fortbildung/Qualifizierung", is a course.
BA_KINDS = (
    ("integrationssprachkurs", CourseKind.LANGUAGE),
    ("studienangebot", CourseKind.STUDY),
    ("berufsausbildung", CourseKind.APPRENTICESHIP),
    ("berufsvorbereitung", CourseKind.ORIENTATION),
)

# LHÉO has no field for the kind: the beginning of the title says it for national diplomas of higher education, and
# two well-known kinds name themselves. A CAP is taken at school, as an apprentice or in continuing training: a course.
LHEO_KINDS = (
    (
        re.compile(
            r"\s*(licence|master|mastère|bts|btsa|b\.?u\.?t|d\.?u\.?t|deust|doctorat|diplôme d'ingénieur)\b",
            re.IGNORECASE,
        ),
        CourseKind.STUDY,
    ),
    (re.compile(r".*\b(français langue étrangère|FLE)\b", re.DOTALL), CourseKind.LANGUAGE),
    (re.compile(r"\s*bilan de compétences\b", re.IGNORECASE), CourseKind.ORIENTATION),
)

# ONISEP, beginning of ``libellé type formation``. A title taken at a chamber, in sport or for the state is a course.
ONISEP_KINDS = (
    ("brevet de technicien supérieur", CourseKind.STUDY),
    ("bachelor", CourseKind.STUDY),
    ("certificat d'études supérieures", CourseKind.STUDY),
    ("classe préparatoire", CourseKind.STUDY),
    ("diplôme d'école de commerce", CourseKind.STUDY),
    ("diplôme d'études universitaires", CourseKind.STUDY),
    ("diplôme d'etat de docteur", CourseKind.STUDY),
    ("diplôme d'ingénieur", CourseKind.STUDY),
    ("diplôme d'institut d'études politiques", CourseKind.STUDY),
    ("diplôme d'université", CourseKind.STUDY),
    ("diplôme des écoles d'architecture", CourseKind.STUDY),
    ("diplôme national", CourseKind.STUDY),
    ("diplôme supérieur d'arts", CourseKind.STUDY),
    ("diplôme universitaire", CourseKind.STUDY),
    ("licence", CourseKind.STUDY),
    ("magistère", CourseKind.STUDY),
    ("master", CourseKind.STUDY),
    ("mastère", CourseKind.STUDY),
    ("baccalauréat", CourseKind.SCHOOL),
    ("brevet des métiers d'art", CourseKind.SCHOOL),
    ("certificat d'aptitude professionnelle", CourseKind.SCHOOL),
    ("classe de", CourseKind.SCHOOL),
    ("mention complémentaire", CourseKind.SCHOOL),
)


def ba_mode(form_id: str) -> Mode | None:
    """The mode of a ``unterrichtsform.id`` (three digits)."""
    return BA_MODES.get(form_id[:1]) if re.fullmatch(r"\d{3}", form_id) else None


def lheo_mode(code: str) -> Mode | None:
    """The mode of a code of ``modalites-enseignement``."""
    return LHEO_MODES.get(code)


def named_mode(name: str) -> Mode | None:
    """The mode of that name."""
    return Mode(name) if name in set(Mode) else None


def ba_kind(label: str) -> CourseKind:
    """The kind of a label of ``bildungsart``."""
    return next((kind for word, kind in BA_KINDS if word in label.lower()), CourseKind.COURSE)


def lheo_kind(title: str) -> CourseKind:
    """The kind that a French title names at its beginning."""
    return next((kind for pattern, kind in LHEO_KINDS if pattern.match(title)), CourseKind.COURSE)


def onisep_kind(label: str) -> CourseKind:
    """The kind of a label of ``libellé type formation``."""
    return next((kind for word, kind in ONISEP_KINDS if label.lower().startswith(word)), CourseKind.COURSE)


def named_kind(name: str) -> CourseKind:
    """The kind of that name, a course where there is none."""
    return CourseKind(name) if name in set(CourseKind) else CourseKind.COURSE


def disability_groups(disabilities: Sequence[str]) -> tuple[Group, ...]:
    """An offer that lists the disabilities it is made for (``behinderungen``) is made for disabled people."""
    return (Group.DISABLED,) if disabilities else ()


def named_groups(names: Sequence[str]) -> tuple[Group, ...]:
    """The groups of those names."""
    return tuple(Group(name) for name in dict.fromkeys(names) if name in set(Group))

"""Europass CVs of version 3 (``SkillsPassport`` with ``LearnerInfo``); XML and JSON hold the same tree.

Field names: Europass XML Schema 3.0 to 3.4 and Europass JSON Schema 3.3 (Cedefop).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from data.cv.branches import Branch
from data.cv.collect import EITHER, OCCUPATION, SKILL, Collector
from data.cv.private import name_parts
from data.cv.spoken import cefr, language_tag, lowest
from engine.cv import Cv, CvSection, LanguageSkill

# Europass's names for the parts of a language.
RATINGS: Mapping[str, LanguageSkill] = {
    "Listening": LanguageSkill.LISTENING,
    "Reading": LanguageSkill.READING,
    "SpokenInteraction": LanguageSkill.SPOKEN_INTERACTION,
    "SpokenProduction": LanguageSkill.SPOKEN_PRODUCTION,
    "Writing": LanguageSkill.WRITING,
}
SKILLS = ("Communication", "Organisational", "JobRelated", "Computer", "Other")
# A headline may also name the job or the studies somebody applies for; only this one is what she is.
HELD_HEADLINES = frozenset({"position", "personal_statement"})
_EQF = re.compile(r"\b(?:EQF|EQR|CEC|EKK)\b")
_LEVEL = re.compile(r"[1-8]")


def read_learner_info(passport: Branch, kind: str) -> Cv:
    """The CV of a ``SkillsPassport``."""
    info = passport.child("LearnerInfo")
    name = info.child("Identification", "PersonName")
    collector = Collector(name_parts(f"{name.child('FirstName').line} {name.child('Surname').line}"))
    _headline(info, collector)
    for work in info.each_of("WorkExperience"):
        position, activities = work.child("Position", "Label"), work.child("Activities")
        collector.statement(position.line, CvSection.WORK, position.path, OCCUPATION)
        collector.text(activities.text, CvSection.WORK, activities.path, SKILL)
    for education in info.each_of("Education"):
        _education(education, collector)
    _skills(info.child("Skills"), collector)
    locale = passport.attribute("locale") or passport.child("Locale").line
    return collector.cv(kind, language_tag(locale) if locale else None)


def _headline(info: Branch, collector: Collector) -> None:
    headline = info.child("Headline")
    label = headline.child("Description", "Label")
    if headline.child("Type", "Code").line in HELD_HEADLINES:
        collector.text(label.text, CvSection.SUMMARY, label.path, EITHER)


def _education(education: Branch, collector: Collector) -> None:
    title = education.child("Title")
    collector.education(
        title.line or education.child("Title", "Label").line,
        title.path,
        level=_level(education.child("Level")),
        completed=education.child("Period", "Current").line.lower() != "true",
    )
    activities = education.child("Activities")
    collector.text(activities.text, CvSection.EDUCATION, activities.path, SKILL)


def _level(level: Branch) -> int | None:
    """The EQF level that the CV states; other scales (ISCED) are not read as EQF."""
    label, code = level.child("Label").line or level.line, level.child("Code").line
    if not _EQF.search(label):
        return None
    found = _LEVEL.fullmatch(code) or _LEVEL.search(label)
    return int(found[0]) if found else None


def _skills(skills: Branch, collector: Collector) -> None:
    linguistic = skills.child("Linguistic")
    for mother in linguistic.each_of("MotherTongue"):
        if tag := _tag(mother):
            label = mother.child("Description", "Label").line or tag
            passage = collector.passage(label, CvSection.LANGUAGES, mother.path)
            collector.language(tag, cefr("C2"), passage)
    for foreign in linguistic.each_of("ForeignLanguage"):
        if tag := _tag(foreign):
            _foreign(foreign, tag, collector)
    for name in SKILLS:
        description = skills.child(name, "Description")
        collector.text(description.text, CvSection.SKILLS, description.path, SKILL)
    _licences(skills.child("Driving"), collector)


def _foreign(foreign: Branch, tag: str, collector: Collector) -> None:
    proficiency = foreign.child("ProficiencyLevel")
    ratings = {
        skill: level for name, skill in RATINGS.items() if (level := cefr(proficiency.child(name).line)) is not None
    }
    level, lowest_skill = lowest(ratings)
    label = foreign.child("Description", "Label").line or tag
    quote = ", ".join(f"{name} {proficiency.child(name).line}" for name in RATINGS if proficiency.child(name))
    passage = collector.passage(f"{label}: {quote}" if quote else label, CvSection.LANGUAGES, foreign.path)
    collector.language(tag, level, passage, lowest_skill)


def _tag(spoken: Branch) -> str | None:
    """The tag of a language's code or, failing that, of its name."""
    description = spoken.child("Description")
    return language_tag(description.child("Code").line) or language_tag(description.child("Label").line)


def _licences(driving: Branch, collector: Collector) -> None:
    """Driving licences are listed by their classes alone (B, C1E)."""
    description = driving.child("Description")
    listed = list(description.each("Licence")) or list(driving.each("Description"))
    classes = [licence.line for licence in listed if licence.line]
    if classes:
        words = f"driving licence {', '.join(classes)}"
        collector.statement(words, CvSection.SKILLS, description.path, SKILL, quote=", ".join(classes))

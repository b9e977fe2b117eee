"""Europass CVs as europass.europa.eu writes them today: HR-XML, root ``Candidate``.

Field names: Europass CV XML Schema documentation 3.0.0 (DG EMPL, 2020); ``EducationLevelCode`` is an EQF level unless
its list says ISCED (code list CL15).
"""

from __future__ import annotations

from collections.abc import Mapping

from data.cv.branches import Branch
from data.cv.collect import EITHER, OCCUPATION, SKILL, Collector
from data.cv.private import name_parts
from data.cv.spoken import cefr, language_tag, lowest
from data.cv.tables import headings
from data.normalise.levels import eqf
from engine.cv import Cv, CvSection, LanguageSkill

RATINGS: Mapping[str, LanguageSkill] = {
    "CEF-Understanding-Listening": LanguageSkill.LISTENING,
    "CEF-Understanding-Reading": LanguageSkill.READING,
    "CEF-Speaking-Interaction": LanguageSkill.SPOKEN_INTERACTION,
    "CEF-Speaking-Production": LanguageSkill.SPOKEN_PRODUCTION,
    "CEF-Writing-Production": LanguageSkill.WRITING,
}
ESCO = "http://data.europa.eu/esco/"
# Sections of the profile whose titles and descriptions say what somebody can do.
SKILL_SECTIONS = (
    "Skills", "CommunicationAndInterpersonalSkills", "ManagementAndLeadershipSkills", "OrganisationalSkills",
    "DigitalSkills", "Licenses", "CourseCertifications", "Certifications", "Projects", "VoluntaryWorks",
)  # fmt: skip
TELLING = ("Title", "Name", "Description", "CertificationName", "LicenseName")
# The headings of one's own sections ("Others") that are read.
READ_HEADINGS: Mapping[str, CvSection] = {
    "skills": CvSection.SKILLS,
    "education": CvSection.EDUCATION,
    "work": CvSection.WORK,
}


def read_candidate(root: Branch, kind: str) -> Cv:
    """The CV of a ``Candidate``."""
    person, profile = root.child("CandidatePerson"), root.child("CandidateProfile")
    name = person.child("PersonName")
    collector = Collector(name_parts(f"{name.child('GivenName').line} {name.child('FamilyName').line}"))
    summary = profile.child("ExecutiveSummary")
    collector.text(summary.text, CvSection.SUMMARY, summary.path, EITHER)
    for employer in profile.child("EmploymentHistory").each("EmployerHistory"):
        for position in employer.each("PositionHistory"):
            _position(position, collector)
    for attendance in profile.child("EducationHistory").each("EducationOrganizationAttendance"):
        _education(attendance, collector)
    _languages(person, profile, collector)
    for name_of_section in SKILL_SECTIONS:
        _tell(profile.child(name_of_section), CvSection.SKILLS, collector)
    for others in profile.each("Others"):
        section = READ_HEADINGS.get(headings().get(others.child("Title").line.casefold(), ""))
        for other in others.each("Other") if section else ():
            _tell(other, section or CvSection.OTHER, collector)
    language = profile.attribute("languageCode")
    return collector.cv(kind, language_tag(language) if language else None)


def _position(position: Branch, collector: Collector) -> None:
    title, description = position.child("PositionTitle"), position.child("Description")
    # Europass puts the URI of a chosen occupation where HR-XML has the language.
    named = title.attribute("languageID")
    uri = named if named.startswith(ESCO) else None
    collector.statement(title.line, CvSection.WORK, title.path, OCCUPATION, uri=uri)
    collector.text(description.text, CvSection.WORK, description.path, SKILL)


def _education(attendance: Branch, collector: Collector) -> None:
    degree = attendance.child("EducationDegree")
    title = degree.child("DegreeName") or attendance.child("ProgramName")
    levels = [eqf(code.line) for code in attendance.each("EducationLevelCode") if not _is_isced(code)]
    collector.education(
        title.line,
        title.path,
        level=next(iter(levels), None),
        completed=attendance.child("AttendancePeriod", "Ongoing").line.lower() != "true",
    )
    covered = degree.child("OccupationalSkillsCovered")
    collector.text(covered.text, CvSection.EDUCATION, covered.path, SKILL)


def _is_isced(code: Branch) -> bool:
    return "isced" in f"{code.attribute('listName')} {code.attribute('listURI')}".lower()


def _languages(person: Branch, profile: Branch, collector: Collector) -> None:
    for mother in person.each("PrimaryLanguageCode"):
        if tag := language_tag(mother.line):
            passage = collector.passage(mother.line, CvSection.LANGUAGES, mother.path)
            collector.language(tag, cefr("C2"), passage)
    for competency in profile.child("PersonQualifications").each("PersonCompetency"):
        name = competency.child("CompetencyName") or competency.child("CompetencyID")
        if competency.child("TaxonomyID").line.lower() != "language":
            collector.text(name.text, CvSection.SKILLS, name.path, SKILL)
        elif tag := language_tag(competency.child("CompetencyID").line) or language_tag(name.line):
            _language(competency, tag, name.line, collector)


def _language(competency: Branch, tag: str, name: str, collector: Collector) -> None:
    ratings: dict[LanguageSkill, str] = {}
    for dimension in competency.each("CompetencyDimension"):
        skill = RATINGS.get(dimension.child("CompetencyDimensionTypeCode").line)
        if skill and (score := dimension.child("Score", "ScoreText").line):
            ratings[skill] = score
    level, lowest_skill = lowest(
        {skill: found for skill, score in ratings.items() if (found := cefr(score)) is not None}
    )
    quote = ", ".join(f"{skill} {score}" for skill, score in ratings.items())
    passage = collector.passage(f"{name}: {quote}" if quote else name, CvSection.LANGUAGES, competency.path)
    collector.language(tag, level, passage, lowest_skill)


def _tell(branch: Branch, section: CvSection, collector: Collector) -> None:
    """Every title and description at or below ``branch``."""
    if isinstance(branch.value, str):
        collector.text(branch.text, section, branch.path, SKILL)
    if not isinstance(branch.value, dict):
        return
    for name in branch.value:
        for part in branch.each(name):
            if name in TELLING:
                collector.text(part.text, section, part.path, SKILL)
            elif isinstance(part.value, dict):
                _tell(part, section, collector)

"""JSON Resume (schema 1.0.0: basics, work, volunteer, education, certificates, skills, languages, projects)."""

from __future__ import annotations

from data.cv.branches import Branch
from data.cv.certificates import is_certificate
from data.cv.collect import EITHER, OCCUPATION, SKILL, Collector
from data.cv.private import name_parts
from data.cv.spoken import language_tag, level_of
from engine.cv import Cv, CvSection


def read_json_resume(root: Branch, kind: str) -> Cv:
    """The CV of a JSON Resume."""
    basics = root.child("basics")
    collector = Collector(name_parts(basics.child("name").line))
    label, summary = basics.child("label"), basics.child("summary")
    collector.statement(label.line, CvSection.SUMMARY, label.path, OCCUPATION)
    collector.text(summary.text, CvSection.SUMMARY, summary.path, EITHER)
    for name in ("work", "volunteer"):
        for job in root.each(name):
            _job(job, collector)
    for education in root.each("education"):
        _education(education, collector)
    for certificate in root.each("certificates"):
        _certificate(certificate, collector)
    for skill in root.each("skills"):
        for part in (*skill.each("name"), *skill.each("keywords")):
            collector.text(part.text, CvSection.SKILLS, part.path, SKILL)
    for project in root.each("projects"):
        for part in (*project.each("description"), *project.each("highlights"), *project.each("keywords")):
            collector.text(part.text, CvSection.WORK, part.path, SKILL)
        for role in project.each("roles"):
            collector.statement(role.line, CvSection.WORK, role.path, EITHER)
    for spoken in root.each("languages"):
        _language(spoken, collector)
    return collector.cv(kind)


def _job(job: Branch, collector: Collector) -> None:
    position = job.child("position")
    collector.statement(position.line, CvSection.WORK, position.path, OCCUPATION)
    for part in (*job.each("summary"), *job.each("highlights")):
        collector.text(part.text, CvSection.WORK, part.path, SKILL)


def _education(education: Branch, collector: Collector) -> None:
    study, area = education.child("studyType"), education.child("area")
    title = " ".join(part.line for part in (study, area) if part)
    # Begun, but without an end: still going on.
    completed = bool(education.child("endDate")) or not education.child("startDate")
    collector.education(title, education.path, completed=completed)
    for part in (*education.each("area"), *education.each("courses")):
        collector.text(part.text, CvSection.EDUCATION, part.path, SKILL)


def _certificate(certificate: Branch, collector: Collector) -> None:
    name = certificate.child("name")
    if is_certificate(name.line):
        collector.education(name.line, name.path)
    else:
        collector.statement(name.line, CvSection.EDUCATION, name.path, SKILL)


def _language(spoken: Branch, collector: Collector) -> None:
    name, fluency = spoken.child("language").line, spoken.child("fluency").line
    tag, said = language_tag(name), level_of(fluency)
    if tag and (said is None or said.spoken):
        quote = f"{name}: {fluency}" if fluency else name
        collector.language(
            tag, said.level if said else None, collector.passage(quote, CvSection.LANGUAGES, spoken.path)
        )

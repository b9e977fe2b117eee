"""From sentences and courses to competences: what is named, what is inherited, what is asked for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.competences import CourseCompetences
from engine.domain import Concept, ConceptKind
from models import CourseIndex, CourseText, EncodingCache
from models.competence_table import CompetenceTable
from models.concepts import ConceptIndex
from models.coursework import INHERITED, MOST, Told, read_courses, taught
from models.extraction import Passage, SkillReader
from models.index import IndexReport
from models.tongues import CERTAINTY, TONGUES, Tongues
from tests.models.fakes import fake_encoder


def skill(uri: str, **labels: str) -> Concept:
    names = {language: tuple(told.split("|")) for language, told in labels.items()}
    return Concept(uri=uri, labels=names, kind=ConceptKind.SKILL)


SKILLS = (
    skill("cooking", de="kochen", fr="cuisiner|cuisine", en="cooking"),
    skill("welding", de="schweißen", fr="souder", nl="lassen", en="welding"),
    skill("hygiene", de="Lebensmittelhygiene", fr="hygiène alimentaire", en="food hygiene"),
    skill("bookkeeping", de="Buchhaltung", fr="comptabilité", en="bookkeeping"),
    skill(TONGUES["de"], de="Deutsch", fr="allemand", en="German", nl="Duits"),
    skill(TONGUES["nl"], de="Niederländisch", fr="néerlandais", en="Dutch", nl="Nederlands"),
)
COOK = Concept(uri="cook", labels={"de": ("Koch",), "fr": ("cuisinier", "CAP Cuisine")})
RELATIONS = {"cook": [("hygiene", True), ("bookkeeping", False)]}


@pytest.fixture
def reader(tmp_path: Path) -> SkillReader:
    encoder, _ = fake_encoder()
    with EncodingCache(tmp_path, encoder) as cache:
        return SkillReader(ConceptIndex.build(SKILLS, cache), Tongues.of(SKILLS), encoder.encode)


def course(title: str, summary: str = "", **facts: object) -> CourseText:
    return CourseText(id=title, title=title, summary=summary, language="de", **facts)  # type: ignore[arg-type] # mixed facts


def told(reader: SkillReader, *courses: CourseText) -> list[Told]:
    return read_courses(courses, reader)


def test_what_a_sentence_names_comes_first_and_surest(reader: SkillReader) -> None:
    found = reader.extract("Ihr lernt, wie man schweißen und kochen kann", "de", limit=6)
    assert set(list(found)[:2]) == {"welding", "cooking"}
    assert list(found.values()) == sorted(found.values(), reverse=True)
    assert found["welding"] > 0.5 > found["bookkeeping"]


def test_nothing_is_read_from_nothing(reader: SkillReader) -> None:
    assert reader.extract("  ", limit=5) == {}


def test_a_word_of_another_language_names_nothing(reader: SkillReader) -> None:
    german, dutch = (reader.extract("Tabellen lassen", tag, limit=6)["welding"] for tag in ("de", "nl"))
    assert dutch > 0.5 > german


def test_a_language_is_meant_only_where_it_is_named(reader: SkillReader) -> None:
    (score,) = reader.scores([Passage.of("Deutsche Niederlassung", "de")])
    by_uri = dict(zip(reader.skills.uris, score.tolist(), strict=True))
    assert by_uri[TONGUES["de"]] == by_uri[TONGUES["nl"]] == min(score.tolist())
    assert next(iter(reader.extract("Deutsch", "de", limit=1))) == TONGUES["de"]


def test_a_course_teaches_what_title_and_summary_name(reader: SkillReader) -> None:
    (found,) = told(reader, course("Grundlagen Buchhaltung", "Außerdem: schweißen."))
    assert list(found.teaches) == ["bookkeeping", "welding"]
    assert found.requires == {}


def test_a_course_about_nothing_known_teaches_nothing(reader: SkillReader) -> None:
    assert told(reader, course("Yoga am Morgen"))[0] == Told()


def test_a_prerequisite_is_asked_for_and_not_taught(reader: SkillReader) -> None:
    (found,) = told(reader, course("Lebensmittelhygiene", "Voraussetzung: kochen.", asks_languages=("de",)))
    assert set(found.teaches) == {"hygiene"}
    assert set(found.requires) == {"cooking", TONGUES["de"]}
    assert found.requires[TONGUES["de"]] == 1.0


def test_that_nothing_is_needed_asks_for_nothing(reader: SkillReader) -> None:
    assert told(reader, course("Yoga", "Ohne Vorkenntnisse in Buchhaltung."))[0].requires == {}


def test_a_note_on_requirements_is_read_as_such(reader: SkillReader) -> None:
    (found,) = told(reader, course("Yoga", requirements="kochen"))
    assert (set(found.teaches), set(found.requires)) == (set(), {"cooking"})


def test_what_the_source_states_is_certain(reader: SkillReader) -> None:
    assert told(reader, course("Yoga", competences=("welding", "esco:else")))[0].teaches == {
        "esco:else": 1.0,
        "welding": 1.0,
    }


def test_a_language_course_teaches_its_language_and_no_other(reader: SkillReader) -> None:
    german, dutch = told(reader, course("Deutsch B1", kind="language"), course("Niederländisch B1", kind="language"))
    assert german.teaches == {TONGUES["de"]: CERTAINTY["title"]}
    assert dutch.teaches == {TONGUES["nl"]: CERTAINTY["title"]}


def test_reading_many_courses_at_once_changes_nothing(reader: SkillReader) -> None:
    courses = [course("Buchhaltung"), course("Yoga"), course("Deutsch A1")]
    assert told(reader, *courses) == [read for one in courses for read in told(reader, one)]


def test_an_occupation_that_is_surely_meant_hands_on_its_essential_competences() -> None:
    found = taught(Told(teaches={"cooking": 0.7}), {"cook": 1.0}, RELATIONS, "apprenticeship")
    assert found == {"cooking": 0.7, "hygiene": INHERITED}


def test_what_text_and_occupation_both_say_is_surer_than_either() -> None:
    found = taught(Told(teaches={"hygiene": 0.5}), {"cook": 1.0}, RELATIONS, "course")
    assert found == {"hygiene": pytest.approx(1 - 0.5 * (1 - INHERITED))}


@pytest.mark.parametrize(("kind", "weight"), [("orientation", 1.0), ("language", 1.0), ("course", 0.5)])
def test_nothing_is_handed_on_by_a_taster_or_an_unsure_occupation(kind: str, weight: float) -> None:
    assert taught(Told(), {"cook": weight}, RELATIONS, kind) == {}


def test_what_one_must_know_already_is_not_handed_on() -> None:
    assert taught(Told(requires={"hygiene": 0.9}), {"cook": 1.0}, RELATIONS, "course") == {}


def test_a_course_has_a_limited_number_of_competences() -> None:
    many = {f"skill-{number:02}": 0.5 for number in range(60)}
    assert list(taught(Told(teaches=many), {}, {}, "course")) == sorted(many)[: MOST["teaches"]]


COURSES = [
    CourseText(id="a", title="CAP Cuisine", language="fr", kind="school"),
    CourseText(id="b", title="Buchhaltung", summary="Dazu schweißen.", language="de"),
    CourseText(id="c", title="Yoga", language="de"),
    CourseText(id="d", title="Deutsch A1", language="de", kind="language"),
    CourseText(id="e", title="Schweessen", language="lb"),
]


def built(folder: Path, courses: list[CourseText], version: str, skills: tuple[Concept, ...] = SKILLS) -> IndexReport:
    encoder, _ = fake_encoder()
    with EncodingCache(folder / "cache", encoder) as cache:
        return CourseIndex.build(
            courses, encoder, cache, folder / "index", version, (COOK,), skills=skills, relations=RELATIONS
        )


def opened(folder: Path) -> CourseIndex:
    return CourseIndex.open(folder / "index", fake_encoder()[0])


def test_the_index_says_what_its_courses_are_about(tmp_path: Path) -> None:
    built(tmp_path, COURSES, "v1")
    about = opened(tmp_path).of_courses(["a", "b", "c", "d", "never seen"])
    assert set(about) == {"a", "b", "d"}
    assert isinstance(about["a"], CourseCompetences)
    assert list(about["a"].occupations) == ["cook"]
    assert {"cooking", "hygiene"} <= set(about["a"].teaches)
    assert about["a"].teaches["cooking"] > about["a"].teaches["hygiene"]
    assert list(about["b"].teaches) == ["bookkeeping", "welding"]
    assert list(about["d"].teaches) == [TONGUES["de"]]


def test_what_only_an_occupation_stands_for_is_inherited(tmp_path: Path) -> None:
    named = CourseText(id="named", title="CAP Cuisine", summary="Hygiène alimentaire.", language="fr", kind="school")
    stated = CourseText(id="stated", title="CAP Cuisine", language="fr", kind="school", competences=("hygiene",))
    built(tmp_path, [*COURSES, named, stated], "v1")
    about = opened(tmp_path).of_courses(["a", "b", "named", "stated"])
    assert all("hygiene" in about[key].teaches for key in ("a", "named", "stated"))
    assert {key: set(found.inherited) for key, found in about.items()} == {
        "a": {"hygiene"},
        "b": set(),
        "named": set(),
        "stated": set(),
    }


def test_a_luxembourgish_course_is_read_in_german(tmp_path: Path) -> None:
    built(tmp_path, COURSES, "v1")
    assert "welding" in opened(tmp_path).of_courses(["e"])["e"].teaches


def test_the_course_that_teaches_most_of_what_is_asked_comes_first(tmp_path: Path) -> None:
    built(tmp_path, COURSES, "v1")
    index = opened(tmp_path)
    about = index.of_courses(["b", "e"])
    amounts = index.teaching(["bookkeeping", "welding", "unknown"], limit=5)
    assert list(amounts) == ["b", "e"]
    assert amounts["b"] == pytest.approx(about["b"].teaches["bookkeeping"] + about["b"].teaches["welding"], abs=1e-3)
    assert list(index.teaching(["bookkeeping", "welding"], limit=1)) == ["b"]
    assert index.teaching([], limit=5) == index.teaching(["unknown"], limit=5) == {}


def test_only_new_and_changed_courses_are_read_again(tmp_path: Path) -> None:
    assert built(tmp_path, COURSES, "v1").extracted == 5
    before = opened(tmp_path).of_courses(["a", "b"])
    changed = [*COURSES[:3], CourseText(id="d", title="Niederländisch A1", language="de", kind="language")]
    assert built(tmp_path, changed, "v2").extracted == 1
    index = opened(tmp_path)
    assert index.of_courses(["a", "b"]) == before
    assert list(index.of_courses(["d"])["d"].teaches) == [TONGUES["nl"]]
    assert built(tmp_path, changed, "v3").extracted == 0


def test_another_vocabulary_has_every_course_read_again(tmp_path: Path) -> None:
    built(tmp_path, COURSES, "v1")
    assert built(tmp_path, COURSES, "v2", SKILLS[:3]).extracted == 5


def test_without_competences_there_are_still_occupations(tmp_path: Path) -> None:
    built(tmp_path, COURSES, "v1", ())
    about = opened(tmp_path).of_courses(["a", "b"])
    assert {key: (list(told.occupations), set(told.teaches)) for key, told in about.items()} == {
        "a": (["cook"], {"hygiene"})
    }


def test_a_table_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    built(tmp_path, COURSES, "v1")
    table = opened(tmp_path).table
    table.save(tmp_path)
    again = CompetenceTable.load(tmp_path)
    assert [again.of(at) for at in range(5)] == [table.of(at) for at in range(5)]
    assert again.teaching(["welding"], 5) == table.teaching(["welding"], 5)


def test_very_many_texts_are_compared_as_a_single_one_is(tmp_path: Path) -> None:
    from models.matching import NameMatcher

    encoder, _ = fake_encoder()
    texts = ["Buchhaltung", "schweißen", "hygiène alimentaire", "Yoga"]
    vectors = encoder.encode(texts)
    with EncodingCache(tmp_path, encoder) as cache:
        index = ConceptIndex.build(SKILLS, cache)
        names = [index.names.texts[row] for row in range(len(index.names))]
        spoken = [index.names.language(row) for row in range(len(index.names))]
        bulk = NameMatcher(index, cache.encode(names, spoken).vectors).likeness(texts, vectors)
    single = index.likeness(texts, vectors)
    assert bulk.argmax(axis=1).tolist()[:3] == single.argmax(axis=1).tolist()[:3]
    np.testing.assert_allclose(bulk, single, atol=0.1)

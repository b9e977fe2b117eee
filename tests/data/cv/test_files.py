"""Europass of both generations, JSON Resume, and files that are none of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from data.cv import MAX_BYTES, read_cv
from engine.cv import Cv, LanguageSkill
from engine.domain import Cefr, ConceptKind
from engine.errors import InputError

LEARNER_INFO: dict[str, Any] = {
    "Identification": {
        "PersonName": {"FirstName": "Zita", "Surname": "Xylander"},
        "ContactInfo": {"Email": {"Contact": "zita@example.org"}},
    },
    "Headline": {"Type": {"Code": "job_applied_for"}, "Description": {"Label": "Astronaut"}},
    "WorkExperience": [
        {
            "Period": {"Current": "true"},
            "Position": {"Label": "Florist"},
            "Activities": "<ul><li>Bind bouquets</li><li>Advise customers, Zita Xylander says</li></ul>",
            "Employer": {"Name": "Blumen GmbH"},
        }
    ],
    "Education": [
        {"Title": "Gesellenbrief Floristin", "Level": {"Code": "4", "Label": "EQF level 4"}},
        {"Title": "Bachelor Botanik", "Period": {"Current": "true"}},
        {"Title": "Institut für Blumen", "Level": {"Code": "5", "Label": "ISCED 5"}},
    ],
    "Skills": {
        "Linguistic": {
            "MotherTongue": [{"Description": {"Code": "de", "Label": "German"}}],
            "ForeignLanguage": [
                {
                    "Description": {"Code": "fr", "Label": "French"},
                    "ProficiencyLevel": {
                        "Listening": "B2", "Reading": "C1", "SpokenInteraction": "B1", "SpokenProduction": "B2",
                        "Writing": "A1",
                    },
                },
                {"Description": {"Label": "Italian"}},
            ],
        },
        "Computer": {"Description": "<p>Excel, SAP</p><p>No programming</p>"},
        "Driving": {"Description": ["B", "C1"]},
    },
}  # fmt: skip


def as_xml(value: Any, name: str) -> str:
    if isinstance(value, list):
        inner = "Licence" if name == "Description" else name
        items = "".join(as_xml(item, inner) for item in value)
        return f"<{name}>{items}</{name}>" if inner != name else f"<{name}List>{items}</{name}List>"
    content = (
        "".join(as_xml(item, key) for key, item in value.items())
        if isinstance(value, dict)
        else value.replace("&", "&amp;").replace("<", "&lt;")
    )
    return f"<{name}>{content}</{name}>"


XML = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<SkillsPassport xmlns="http://europass.cedefop.europa.eu/Europass" locale="en">'
    + as_xml(LEARNER_INFO, "LearnerInfo")
    + "</SkillsPassport>"
)
JSON = json.dumps({"SkillsPassport": {"Locale": "en", "LearnerInfo": LEARNER_INFO}})
CANDIDATE = """<?xml version="1.0" encoding="UTF-8"?>
<Candidate xmlns="http://www.europass.eu/1.0" xmlns:hr="http://www.hr-xml.org/3"
  xmlns:oa="http://www.openapplications.org/oagis/9" xmlns:eures="http://www.europass_eures.eu/1.0">
 <CandidatePerson>
  <PersonName><oa:GivenName>Zita</oa:GivenName><hr:FamilyName>Xylander</hr:FamilyName></PersonName>
  <PrimaryLanguageCode name="NORMAL">ger</PrimaryLanguageCode>
 </CandidatePerson>
 <CandidateProfile languageCode="en">
  <hr:ExecutiveSummary>&lt;p&gt;Zita Xylander grows plants.&lt;/p&gt;</hr:ExecutiveSummary>
  <EmploymentHistory><EmployerHistory><hr:OrganizationName>Blumen GmbH</hr:OrganizationName><PositionHistory>
   <PositionTitle typeCode="URI" languageID="http://data.europa.eu/esco/occupation/f">Florist</PositionTitle>
   <oa:Description>&lt;ul&gt;&lt;li&gt;Bind bouquets&lt;/li&gt;&lt;/ul&gt;</oa:Description>
  </PositionHistory></EmployerHistory></EmploymentHistory>
  <EducationHistory>
   <EducationOrganizationAttendance><EducationLevelCode>4</EducationLevelCode>
    <AttendancePeriod><Ongoing>false</Ongoing></AttendancePeriod>
    <EducationDegree><hr:DegreeName>Floristin</hr:DegreeName>
     <OccupationalSkillsCovered>&lt;p&gt;Plant care&lt;/p&gt;</OccupationalSkillsCovered></EducationDegree>
   </EducationOrganizationAttendance>
   <EducationOrganizationAttendance><EducationLevelCode>7</EducationLevelCode>
    <AttendancePeriod><Ongoing>true</Ongoing></AttendancePeriod>
    <EducationDegree><hr:DegreeName>Studies of plants</hr:DegreeName></EducationDegree>
   </EducationOrganizationAttendance>
   <EducationOrganizationAttendance><EducationLevelCode listName="ISCED 2011">6</EducationLevelCode>
    <EducationDegree><hr:DegreeName>Flowers</hr:DegreeName></EducationDegree>
   </EducationOrganizationAttendance>
  </EducationHistory>
  <PersonQualifications>
   <PersonCompetency><CompetencyID schemeName="NORMAL">fre</CompetencyID><hr:TaxonomyID>language</hr:TaxonomyID>
    <eures:CompetencyDimension><hr:CompetencyDimensionTypeCode>CEF-Understanding-Listening</hr:CompetencyDimensionTypeCode>
     <eures:Score><hr:ScoreText>B2</hr:ScoreText></eures:Score></eures:CompetencyDimension>
    <eures:CompetencyDimension><hr:CompetencyDimensionTypeCode>CEF-Speaking-Interaction</hr:CompetencyDimensionTypeCode>
     <eures:Score><hr:ScoreText>A2</hr:ScoreText></eures:Score></eures:CompetencyDimension>
    <eures:CompetencyDimension><hr:CompetencyDimensionTypeCode>CEF-Writing-Production</hr:CompetencyDimensionTypeCode>
    </eures:CompetencyDimension></PersonCompetency>
   <PersonCompetency><hr:TaxonomyID>Digital_Skill</hr:TaxonomyID><hr:CompetencyName>Excel</hr:CompetencyName>
   </PersonCompetency>
  </PersonQualifications>
  <Others><Title>Publications</Title><Other><Title>My book</Title></Other></Others>
  <Others><Title>Courses</Title><Other><Title>First aid</Title></Other></Others>
 </CandidateProfile>
</Candidate>"""
RESUME = {
    "basics": {"name": "Zita Xylander", "label": "Florist", "email": "zita@example.org", "phone": "0681 123456"},
    "work": [{"name": "Blumen GmbH", "position": "Florist", "highlights": ["Bind bouquets, call 0681 123456"]}],
    "education": [
        {"institution": "School", "studyType": "Bachelor", "area": "Botany", "startDate": "2011", "endDate": "2014"},
        {"studyType": "Master", "area": "Botany", "startDate": "2025"},
    ],
    "certificates": [{"name": "Gesellenbrief"}, {"name": "First aid"}],
    "skills": [{"name": "Office", "level": "Master", "keywords": ["Excel"]}],
    "languages": [{"language": "English", "fluency": "Native speaker"}, {"language": "French", "fluency": "so so"}],
    "interests": [{"name": "Unicorns"}],
    "references": [{"name": "Somebody Else", "reference": "Zita is good."}],
}


def texts(cv: Cv, kind: ConceptKind) -> list[str]:
    return [said.text for said in cv.statements if kind in said.kinds]


@pytest.mark.parametrize(("content", "kind"), [(XML, "europass-xml"), (JSON, "europass-json")])
def test_europass_3_says_the_same_in_xml_and_json(content: str, kind: str) -> None:
    cv = read_cv(content)
    assert (cv.format, cv.language) == (kind, "en")
    assert texts(cv, ConceptKind.OCCUPATION) == ["Florist"]
    assert texts(cv, ConceptKind.SKILL) == [
        "Bind bouquets", "Advise customers", "says", "Excel", "SAP", "driving licence B, C1",
    ]  # fmt: skip
    assert [(item.tag, item.level, item.lowest_skill) for item in cv.languages] == [
        ("de", Cefr.C2, None),
        ("fr", Cefr.B1, LanguageSkill.SPOKEN_INTERACTION),
        ("it", None, None),
    ]
    assert [(item.title, item.eqf_level, item.completed) for item in cv.education] == [
        ("Gesellenbrief Floristin", 4, True),
        ("Bachelor Botanik", 6, False),
        ("Institut für Blumen", None, True),
    ]
    assert cv.eqf_level == 4


def test_every_passage_of_a_file_has_its_path() -> None:
    where = {said.text: said.passage.where for said in read_cv(JSON).statements}
    assert where["Florist"] == "SkillsPassport.LearnerInfo.WorkExperience[0].Position.Label"
    assert where["SAP"] == "SkillsPassport.LearnerInfo.Skills.Computer.Description"


def test_the_europass_of_today_is_read() -> None:
    cv = read_cv(CANDIDATE.encode())
    assert (cv.format, cv.language) == ("europass-xml", "en")
    (florist,) = [said for said in cv.statements if said.text == "Florist"]
    assert (florist.uri, florist.kinds) == ("http://data.europa.eu/esco/occupation/f", (ConceptKind.OCCUPATION,))
    assert texts(cv, ConceptKind.SKILL) == ["grows plants", "Bind bouquets", "Plant care", "Excel", "First aid"]
    assert [(item.tag, item.level, item.lowest_skill) for item in cv.languages] == [
        ("de", Cefr.C2, None),
        ("fr", Cefr.A2, LanguageSkill.SPOKEN_INTERACTION),
    ]
    assert [(item.eqf_level, item.completed) for item in cv.education] == [(4, True), (7, False), (None, True)]
    assert cv.eqf_level == 4


def test_a_json_resume_is_read() -> None:
    cv = read_cv(json.dumps(RESUME))
    assert cv.format == "json-resume"
    assert texts(cv, ConceptKind.OCCUPATION) == ["Florist"]
    assert texts(cv, ConceptKind.SKILL) == ["Bind bouquets", "call", "Botany", "First aid", "Office", "Excel"]
    assert [(item.tag, item.level) for item in cv.languages] == [("en", Cefr.C2), ("fr", None)]
    assert [(item.title, item.eqf_level, item.completed) for item in cv.education] == [
        ("Bachelor Botany", 6, True),
        ("Master Botany", 7, False),
        ("Gesellenbrief", 4, True),
    ]


@pytest.mark.parametrize("content", [XML, JSON, CANDIDATE, json.dumps(RESUME)])
def test_names_and_ways_to_reach_somebody_appear_nowhere(content: str) -> None:
    said = str(read_cv(content))
    words = ("Zita", "Xylander", "example.org", "123456", "Blumen GmbH", "Unicorns", "Somebody", "Astronaut")
    assert [word for word in words if word in said] == []


@pytest.mark.parametrize(
    ("content", "code", "place"),
    [
        (b"<a>\n<b></a>", "broken-xml", "cv.xml, line 2"),
        (b'{"basics":\n  {"name": }}', "broken-json", "cv.xml, line 2, column 12"),
        (b'{"a": ' * 5000, "too-deep", "cv.xml"),
        (b"<a>" * 250 + b"</a>" * 250, "too-deep", "cv.xml"),
        (b'{"basics": ' + b"9" * 5000 + b"}", "broken-json", "cv.xml"),
        (b"<html/>", "unknown-cv-format", "cv.xml"),
        (b'{"hello": 1}', "unknown-cv-format", "cv.xml"),
        (b"%PDF-1.7 ...", "unknown-cv-format", "cv.xml"),
        (b"PK\x03\x04...", "unknown-cv-format", "cv.xml"),
        (b"abc\x00def", "unknown-cv-format", "cv.xml"),
        (b"Koch\nB\xe4cker", "wrong-encoding", "cv.xml, line 2"),
        (b" \n ", "empty-cv", "cv.xml"),
        (b"a" * (MAX_BYTES + 1), "too-large", "cv.xml"),
        (b"word " * 20_000, "too-large", "cv.xml"),
    ],
)
def test_what_cannot_be_read_is_refused_with_place_and_remedy(content: bytes, code: str, place: str) -> None:
    with pytest.raises(InputError) as refused:
        read_cv(content, "cv.xml")
    assert refused.value.code == code
    assert refused.value.place.startswith(place)
    assert refused.value.remedy


def test_a_refusal_never_quotes_the_cv() -> None:
    for content in ("<Xylander><b></Xylander>", '{"Xylander": }', '{"Xylander": 1}'):
        with pytest.raises(InputError) as refused:
            read_cv(content)
        assert "Xylander" not in f"{refused.value} {refused.value.value}"


def test_no_file_is_fetched_and_no_entity_is_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret", encoding="utf-8")
    theft = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]><SkillsPassport>&x;</SkillsPassport>'
    bomb = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><SkillsPassport>&b;</SkillsPassport>'
    for content in (theft, bomb, theft.replace("<!D", "<! D"), theft.encode("utf-16")):
        with pytest.raises(InputError) as refused:
            read_cv(content)
        assert refused.value.code in {"xml-doctype", "broken-xml"}
        assert "secret" not in str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_text_is_read_in_the_encodings_programs_save(encoding: str) -> None:
    assert [said.text for said in read_cv("Kenntnisse\nBäume fällen".encode(encoding)).statements] == ["Bäume fällen"]


def test_half_characters_that_json_can_escape_are_dropped() -> None:
    (said,) = read_cv('{"skills": [{"name": "Ex\\ud800cel"}]}').statements
    assert said.text == "Excel"


@pytest.mark.shared
def test_the_sample_of_europass_is_read(shared: Path) -> None:
    cv = read_cv((shared / "samples/profiles/europass_cv_sample.xml").read_bytes())
    assert {item.tag: (item.level, item.lowest_skill) for item in cv.languages} == {
        "it": (Cefr.C2, None),
        "en": (Cefr.C2, None),
        "fr": (Cefr.B2, LanguageSkill.LISTENING),
    }
    assert [(item.eqf_level, item.completed) for item in cv.education] == [(8, False), (7, True)]
    assert cv.eqf_level == 7
    named = [said.uri for said in cv.statements if said.uri]
    assert len(named) == 2
    assert all(uri.startswith("http://data.europa.eu/esco/occupation/") for uri in named)
    assert "data analysis" in texts(cv, ConceptKind.SKILL)


@pytest.mark.shared
def test_the_sample_of_json_resume_is_read(shared: Path) -> None:
    cv = read_cv((shared / "samples/profiles/jsonresume_sample.json").read_bytes())
    assert [(item.tag, item.level) for item in cv.languages] == [("en", Cefr.C2)]
    assert cv.eqf_level == 6
    assert {"Web Development", "HTML", "Javascript"} <= set(texts(cv, ConceptKind.SKILL))
    assert {"Programmer", "Teacher"} <= set(texts(cv, ConceptKind.OCCUPATION))
    assert "Richard" not in str(cv)
    assert "912" not in str(cv)

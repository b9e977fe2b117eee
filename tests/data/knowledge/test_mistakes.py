"""Mistakes in records, conditions and facts: each is told with file, line and what to do, and all of them at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.data.knowledge.samples import RECORD, problems_of

# What is put into line 2 to 8 of RECORD, or after it (line 9), and what must be told.
MISTAKES = {
    "an unknown word": (
        "kind: right",
        "kind: rigth",
        "lu.yaml:3: kind: cannot be 'rigth' (did you mean right? use one",
    ),
    "an unknown word in a list": (
        "topics: [leave]",
        "topics: [leave, money]",
        "lu.yaml:4: number 2 of topics: cannot be 'money' (use one of access,",
    ),
    "an unknown region": ("[luxembourg]", "[trier]", "lu.yaml:6: number 1 of regions: cannot be 'trier' (use one of"),
    "an unknown key": (
        "kind: right",
        "kind: right\n    sumary: x",
        "lu.yaml:4: sumary: is not a key that is known here (did you mean summary? use",
    ),
    "a key twice": ("kind: right", "kind: right\n    kind: right", "lu.yaml:4: kind is there twice (keep one of them)"),
    "what is missing": (
        "    volatility: low\n",
        "",
        "lu.yaml:2: number 1 of records: lacks volatility (write what is missing)",
    ),
    "no topic": ("topics: [leave]", "topics: []", "lu.yaml:4: topics: is empty (write at least one)"),
    "no list": ("topics: [leave]", "topics: leave", "lu.yaml:4: topics: must be a list (write it as [one, two])"),
    "no name": ("{fr: Congé}", "{}", "lu.yaml:5: names: is empty (write the official name in one language"),
    "a name in another language": (
        "{fr: Congé}",
        "{it: Congedo}",
        "lu.yaml:5: it: is not a key that is known here (use one of de, fr, en, lb, nl)",
    ),
    "an id in small letters": ("LU-X", "lu-x", "lu.yaml:2: id: cannot be 'lu-x' (write capitals, digits and hyphens"),
    "a missing language": (
        "low\n",
        "low\n    summary: {de: a, fr: b, en: c}\n",
        "lu.yaml:9: summary: lacks lb, nl (write what is missing)",
    ),
    "an empty text": (
        "low\n",
        "low\n    amount:\n      {de: a, fr: b,\n      en: '', lb: d, nl: e}\n",
        "lu.yaml:11: en: is empty (write a text or leave the key out)",
    ),
    "a text that is none": (
        "low\n",
        "low\n    amount: {de: [a], fr: b, en: c, lb: d, nl: e}\n",
        "lu.yaml:9: de: cannot be ['a'] (write a text)",
    ),
    "no day": (
        "low\n",
        "low\n    valid_from: 1.2.2026\n",
        "lu.yaml:9: valid_from: cannot be '1.2.2026' (write a day as 2026-11-22)",
    ),
    "a day that never was": (
        "low\n",
        "low\n    valid_until: 2026-02-30\n",
        "lu.yaml:9: valid_until: cannot be '2026-02-30' (write a day as",
    ),
    "a source without its day": (
        "low\n",
        "low\n    sources:\n      - {url: 'https://a.example', kind: law}\n",
        "lu.yaml:10: number 1 of sources: lacks read (write what is missing)",
    ),
    "an unknown key at the top": (
        "records:",
        "rekords: []\nrecords:",
        "lu.yaml:1: rekords: is not a key that is known here (did you mean records? use one of facts, records)",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_a_record_is_told_with_its_line_and_what_to_do(mistake: str, tmp_path: Path) -> None:
    right, wrong, told = MISTAKES[mistake]
    assert right in RECORD
    found = problems_of(tmp_path, lu=RECORD.replace(right, wrong, 1))
    assert [line.startswith(told) for line in found] == [True], found


BAD_CONDITIONS = {
    "{fact: agee, least: 3}": "fact: agee is not known (did you mean age? write the fact down in a list of facts",
    "{fact: employed, least: 1}": "least: employed is a yes-no fact and cannot be tested by least (write equals: yes",
    "{fact: age, equals: yes}": "equals: age is a number fact and cannot be tested by equals (write least: 1",
    "{fact: work_country, most: 3}": "most: work_country is a word fact and cannot be tested by most (write among:",
    "{fact: age, among: [old]}": "among: age is a number fact and cannot be tested by among (write least",
    "{fact: age}": "number 1 of conditions: age is a number fact and cannot be tested by nothing (write least",
    "{fact: age, least: 30, most: 29}": "number 1 of conditions: age: least is above most (put the smaller number",
    "{fact: age, least: B1}": "least: cannot be 'B1' (write a number)",
    "{fact: age, least: -1}": "least: cannot be '-1' (write a number from 0 to",
    "{fact: employed, equals: true}": "equals: cannot be 'true' (use one of no, yes)",
    "{fact: employed, equals: yes, basis: guessed}": "basis: cannot be 'guessed' (use one of read, inferred, unknown)",
    "{fact: work_country, among: LU}": "among: must be a list (write it as [one, two])",
    "{fact: work_country, among: [Luxembourg]}": "number 1 of among: work_country cannot be 'Luxembourg' (write two",
    "{fact: work_country, among: [LU], beside: [DE]}": "number 1 of conditions: has both among and beside (keep one",
    "{any: []}": "any: is empty (write at least one condition)",
    "{basis: read}": "number 1 of conditions: must have one of fact, any, all (write each condition as an item",
    "{any: [{fact: age, most: 5}], basis: read}": "number 1 of conditions: any goes without basis (write it with",
    "{all: [{fact: age, most: 5}], any: [{fact: age, most: 5}]}": "number 1 of conditions: must have one of fact",
}


@pytest.mark.parametrize("written", BAD_CONDITIONS)
def test_a_condition_that_does_not_suit_its_fact_is_told(written: str, tmp_path: Path) -> None:
    found = problems_of(tmp_path, lu=f"{RECORD}    conditions:\n      - {written}\n")
    assert [line.startswith(f"lu.yaml:10: {BAD_CONDITIONS[written]}") for line in found] == [True], found


@pytest.mark.parametrize(
    ("fact", "word", "remedy"),
    [
        ("home_region", "trier", "use one of saarland, "),
        ("status", "retired", "use one of employed, "),
        ("course_kind", "lesson", "use one of course, "),
        ("course_isco", "22210", "one to four digits"),
        ("course_taught_in", "French", "two small letters"),
    ],
)
def test_a_word_that_a_fact_never_is_would_never_be_met_and_is_refused(
    fact: str, word: str, remedy: str, tmp_path: Path
) -> None:
    facts = f"facts:\n  - {{name: {fact}, kind: word, about: person}}\n"
    found = problems_of(tmp_path, de=facts, lu=f"{RECORD}    conditions:\n      - {{fact: {fact}, among: [{word}]}}\n")
    assert [remedy in line for line in found] == [True], found


def test_words_of_other_facts_are_free(tmp_path: Path) -> None:
    facts = "facts:\n  - {name: residence_status, kind: word, about: person}\n"
    lu = f"{RECORD}    conditions:\n      - {{fact: residence_status, among: [tolerated]}}\n"
    assert problems_of(tmp_path, de=facts, lu=lu) == []


BAD_FACTS = {
    "{name: age2, kind: date, about: person}": "kind: cannot be 'date' (use one of number, yes-no, word)",
    "{name: age2, kind: number, unit: km, about: person}": "unit: cannot be 'km' (use one of months,",
    "{name: able, kind: yes-no, unit: days, about: person}": "unit: is for numbers only (leave it out)",
    "{name: Age, kind: number, about: person}": "name: cannot be 'Age' (write small letters",
    "{name: age, kind: number, about: person}": "name: age is taken (keep one of them; the other stands at facts.yaml",
    "{name: group.alien, kind: yes-no, about: person}": "name: group.alien: no such group (use one of neet,",
    "{name: a, kind: word, about: person, label: {de: a, fr: b, en: c, nl: e}}": "label: lacks lb (write what",
    "{name: a, kind: word}": "number 1 of facts: lacks about (write what is missing)",
}


@pytest.mark.parametrize("written", BAD_FACTS)
def test_a_mistake_in_a_fact_is_told(written: str, tmp_path: Path) -> None:
    found = problems_of(tmp_path, zz=f"# of this country\nfacts:\n  - {written}\n")
    assert [line.startswith(f"zz.yaml:3: {BAD_FACTS[written]}") for line in found] == [True], found


def test_a_condition_on_a_fact_that_is_written_wrongly_is_not_told_too(tmp_path: Path) -> None:
    facts = "facts:\n  - {name: able, kind: yesno, about: person}\n"
    lu = f"{RECORD}    conditions:\n      - {{fact: able, equals: yes}}\n"
    assert [line.split(" (")[0] for line in problems_of(tmp_path, de=facts, lu=lu)] == [
        "de.yaml:2: kind: cannot be 'yesno'"
    ]


def test_two_records_of_one_id_are_told_with_both_places(tmp_path: Path) -> None:
    assert problems_of(tmp_path, de=RECORD, lu=RECORD) == [
        "lu.yaml:2: id: LU-X is taken (keep one of them; the other stands at de.yaml:2)"
    ]


def test_all_mistakes_of_all_files_are_told_in_their_order(tmp_path: Path) -> None:
    wrong = (
        RECORD.replace("right", "rigth").replace("low", "often")
        + "    conditions:\n      - {fact: agee, least: 3}\n      - {fact: age, least: x}\n"
        + "  - {id: LU-Y}\n"
    )
    found = problems_of(tmp_path, lu=wrong, de="rekords: []\n", be="records:\n  - id: [")
    assert [line.split(": ")[:2] for line in found] == [
        ["be.yaml:3", "this is not YAML"],
        ["de.yaml:1", "rekords"],
        ["lu.yaml:3", "kind"],
        ["lu.yaml:8", "volatility"],
        ["lu.yaml:11", "least"],
        ["lu.yaml:12", "number 2 of records"],
    ]
    # A file that cannot be read may hold the fact: once it can, a fact that is nowhere is told too.
    (tmp_path / "be.yaml").unlink()
    assert "lu.yaml:10: fact: agee is not known" in "\n".join(problems_of(tmp_path, lu=wrong, de="rekords: []\n"))

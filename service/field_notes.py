"""What the fields of requests and answers mean, where their names do not say it; for the document of the API."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["FIELDS", "PARAMETERS"]

# By schema and key.
FIELDS: dict[str, Mapping[str, str]] = {
    "ProfileInput": {
        "goal": "in her own words, in any language: what she would like to do",
        "target_occupation": "the occupation aimed at: an ESCO URI or free text",
        "competences": "what she can do: ESCO URIs or free text",
        "eqf_level": "level of her highest certificate in the European Qualifications Framework",
        "speaks": "language tag → level of the Common European Framework; left out means not said",
        "home": "where she lives",
        "works_at": "where she works",
        "status": "her situation on the labour market",
        "registered_with": "services that know her, such as `adem` or `mission-locale`",
        "age": "in years",
        "groups": "groups she counts herself among; none is ever guessed",
        "max_travel_minutes": "the longest way to a course, one way",
        "modes": "how she would learn; left out means in any way",
        "available_from": "the first day that she has time",
        "max_price_eur": "what she can pay herself",
        "answers": "what she was asked in `questions` of an earlier answer: fact → yes or no, a number, or a word",
    },
    "PlaceInput": {
        "country": "ISO 3166-1 code",
        "postal_code": "with the country where it is not clear",
        "name": "in any language of the region",
    },
    "CourseBrief": {
        "id": "portal and the number there",
        "taught_in": "language tags",
        "eqf_level": "the level it leads to",
        "url": "the offer on its portal",
    },
    "Reason": {
        "code": "what was checked; never changes with the language",
        "verdict": "`UNKNOWN` means: ask",
        "text": "in the reader's language",
    },
    "SupportAnswer": {
        "doubt": "why no answer could make the verdict certain: `partly`, `uncertain` or `assumed`",
        "missing": "what could still decide",
        "checked_on": "the last day that a source was read",
    },
    "RecommendationsAnswer": {
        "items": "the best first",
        "support": "what holds for her whatever the course",
        "pathway": "a way into work, for who has need of one",
        "questions": "worth asking her next",
        "gates": "languages that alone are in the way",
        "rejected": "near misses, with what they break",
        "widened": "what was loosened because too little fitted",
        "gap": "null without an occupation to aim at",
        "paths": "two courses, one after the other",
        "suggested": "occupations to try",
        "notes": "what of her words was not understood",
    },
}
FIELDS |= dict.fromkeys(("CourseAnswer", "CourseRecommended"), FIELDS["CourseBrief"])
# By name, in whatever query string.
PARAMETERS: Mapping[str, str] = {
    "q": "words to look for",
    "k": "how many at most",
    "to": "one kind of concept only",
    "complete": "`q` is the beginning of a name",
    "country": "ISO 3166-1 code",
    "language": "the language of the answer's words",
    "competence": "URI of a competence that the course teaches",
    "profile": "answer in JSON-LD with this vocabulary",
    "region": "where the record is at home",
    "group": "whom the record is made for",
    "kind": "the kind of record",
    "limit": "how many on a page",
    "offset": "how many to skip",
}

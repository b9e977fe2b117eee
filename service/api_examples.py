"""Examples for the document of the API; the tests send each request and check each answer against its schema."""

from __future__ import annotations

from typing import Any

NURSE = "http://data.europa.eu/esco/occupation/8d3e8aaa-791b-4c75-a465-f3f827028f50"
FIRST_AID = "http://data.europa.eu/esco/skill/f7464f30-662b-4177-85a0-3df9693e9e58"
COURSE_ID, MEASURE_ID = "starter:1", "LU-CIF"

PROFILE: dict[str, Any] = {
    "goal": "ich will mit Menschen arbeiten, am liebsten Pflege",
    "competences": ["first aid"],
    "eqf_level": 2,
    "speaks": {"de": "C2", "fr": "A2"},
    "home": {"country": "FR", "postal_code": "57100"},
    "status": "neet",
    "age": 19,
    "max_travel_minutes": 60,
}
PLAIN_CV = "2021-2024 Verkäuferin, Edeka Saarbrücken\nKassieren, Lager, Gabelstapler\nDeutsch C2"
CV_TEXT = {"text": PLAIN_CV}

PROVIDER = {"name": "Lycée de santé", "homepage": "https://lycee.example"}
PLACE = {"name": "Esch-sur-Alzette", "country": "LU", "postal_code": "4001", "region": "luxembourg"}
SOURCE = {"portal": "starter", "native_id": "1", "retrieved_on": "2026-11-22", "licence": "MIT", "url": None}
COURSE: dict[str, Any] = {
    "id": COURSE_ID,
    "kind": "apprenticeship",
    "title": "Aide-soignant en alternance",
    "summary": "Apprendre un métier du soin, en entreprise et à l'école.",
    "provider": PROVIDER,
    "place": PLACE,
    "taught_in": ["fr", "lb"],
    "mode": "onsite",
    "eqf_level": 3,
    "price_eur": 0.0,
    "url": "https://lycee.example/aide-soignant",
    "sources": [SOURCE],
}
SKILL = {"uri": FIRST_AID, "name": "first aid"}
OCCUPATION = {"uri": NURSE, "name": "nurse"}
COURSES = {"items": [COURSE], "total": 1}
ONE_COURSE = COURSE | {
    "competences": [SKILL | {"confidence": 0.91, "inherited": False}],
    "requires": [],
    "occupations": [OCCUPATION | {"confidence": 0.88}],
}
QUESTION = {
    "fact": "months_with_employer",
    "kind": "number",
    "about": "person",
    "question": "How many months have you worked there?",
}
SUPPORT = {
    "id": MEASURE_ID,
    "name": "Congé individuel de formation",
    "kind": "right",
    "topics": ["leave"],
    "verdict": "UNKNOWN",
    "doubt": None,
    "claim": "entitlement",
    "abroad": "yes",
    "text": "Who works in Luxembourg gets paid days for a course.",
    "amount": "80 days",
    "own_share": None,
    "deadline": "two months before",
    "missing": [QUESTION],
    "conditions": [
        {
            "fact": "months_with_employer",
            "text": "Months with this employer: at least 6",
            "known": None,
            "verdict": "UNKNOWN",
            "basis": "read",
        }
    ],
    "contacts": [{"name": "Service de la formation", "url": "https://office.example", "phone": "+352 247-88888"}],
    "source_url": "https://law.example/text",
    "checked_on": "2026-11-22",
    "note": "This is information, not a decision.",
}
RECOMMENDATIONS: dict[str, Any] = {
    "items": [
        {
            "course": COURSE | {"competences": [SKILL | {"inherited": False}]},
            "score": 1.23,
            "contributions": [
                {"feature": "relevance", "value": 0.9, "weight": 1.0},
                {"feature": "commute", "value": 0.825, "weight": 0.4},
            ],
            "reasons": [
                {"code": "commute", "verdict": "MET", "text": "About 37 minutes from Thionville."},
                {"code": "price", "verdict": "UNKNOWN", "text": "The price is not known. Ask the provider."},
            ],
            "support": [SUPPORT],
        }
    ],
    "support": [],
    "pathway": [{"stage": "contact", "here": [], "across": [], "courses": []}],
    "questions": [QUESTION | {"settles": [MEASURE_ID]}],
    "gates": [{"language": "fr", "opened_by": {"id": "starter:7", "title": "Français A2"}, "opens": [COURSE_ID]}],
    "rejected": [
        {
            "course": {"id": "starter:9", "title": "Infirmier diplômé"},
            "reasons": [{"code": "commute", "verdict": "NOT_MET", "text": "95 minutes; your limit is 60."}],
        }
    ],
    "widened": [],
    "gap": {
        "occupation": OCCUPATION,
        "certainty": 0.7,
        "has": [],
        "missing": [SKILL | {"essential": True}],
    },
    "paths": [],
    "suggested": [],
    "notes": [],
    "index_version": "2026-11-22-1",
    "weights_version": "w1",
}
PLACES = {"items": [PLACE | {"label": "4001 Esch-sur-Alzette (LU)"}]}
COMPETENCES = {
    "items": [
        {
            "uri": FIRST_AID,
            "kind": "skill",
            "name": "first aid",
            "matched": "Erste Hilfe",
            "language": "de",
            "confidence": 0.97,
        }
    ],
    "qualifications": [{"abbreviation": "BTS", "text": "brevet de technicien supérieur"}],
}
BRIEF: dict[str, Any] = {
    "id": MEASURE_ID,
    "kind": "right",
    "name": "Congé individuel de formation",
    "names": {"fr": "Congé individuel de formation", "de": "Individueller Bildungsurlaub"},
    "topics": ["leave"],
    "regions": ["luxembourg"],
    "groups": ["employee"],
    "summary": "Who works in Luxembourg gets paid days for a course.",
    "claim": "entitlement",
    "abroad": "yes",
    "force": "in-force",
    "confidence": "verified",
    "valid_from": "2008-01-01",
    "valid_until": None,
    "checked_on": "2026-11-22",
}
READ = {"basis": "read", "basis_text": "read in the source"}
MEASURES = {"items": [BRIEF], "total": 1}
ONE_MEASURE = BRIEF | {
    "stages": [],
    "amount": "80 days",
    "own_share": None,
    "deadline": "two months before",
    "claim_text": "Who meets the conditions is entitled to it.",
    "abroad_text": "Yes, the course may be in another country.",
    "force_text": "In force.",
    "confidence_text": "Checked with an official source.",
    "volatility": "low",
    "conditions": [
        {
            "text": "One of these is enough:",
            "any": [
                {"text": "Months with this employer: at least 6", "fact": "months_with_employer", "least": 6.0, **READ},
                {"text": "Registered with ADEM", "fact": "registered.adem", "equals": True, **READ},
            ],
        }
    ],
    "contacts": [
        {
            "name": "Service de la formation",
            "url": "https://office.example",
            "phone": "+352 247-88888",
            "regions": ["luxembourg"],
        }
    ],
    "legal_basis": "Code du travail (LU)",
    "homepage": "https://guichet.example",
    "sources": [{"url": "https://law.example/text", "kind": "law", "dated": None, "read_on": "2026-11-22"}],
    "follows": [],
    "precedes": [],
    "notice": "This is information, not a decision.",
}
PASSAGE = {"text": "Deutsch C2", "section": "languages", "where": "line 3"}
CV: dict[str, Any] = {
    "format": "text",
    "competences": [
        SKILL | {"confidence": 0.91, "passages": [{"text": "Erste Hilfe", "section": "skills", "where": "line 2"}]}
    ],
    "occupations": [],
    "languages": [{"language": "de", "level": "C2", "lowest_skill": None, "passage": PASSAGE}],
    "education": [],
    "eqf_level": None,
    "left_out": 0,
    "profile": {"competences": [FIRST_AID], "speaks": {"de": "C2"}},
}
HEALTH = {
    "status": "ok",
    "ok": True,
    "database": True,
    "index": True,
    "courses": 6,
    "sample_only": False,
    "index_version": "2026-11-22-1",
    "detail": "",
}
UNWELL = HEALTH | {"status": "unavailable", "ok": False, "index": False, "index_version": "", "detail": "no index"}
METRICS = 'passerelle_requests_total{endpoint="/healthz",method="GET",status="200"} 1.0\n'
SCHEMA_ORG = {
    "@context": "https://schema.org",
    "@type": "Course",
    "@id": f"/api/v1/courses/{COURSE_ID}",
    "name": {"@value": COURSE["title"], "@language": "fr"},
    "inLanguage": ["fr", "lb"],
}
ERROR = {
    "error": {
        "code": "enum",
        "message": "Input should be 'onsite', 'blended' or 'online'",
        "field": "modes.1",
        "remedy": "Input should be 'onsite', 'blended' or 'online'",
    }
}

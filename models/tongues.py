"""Which languages a text names, and which of them a course teaches.

A language is no matter of likeness: to an encoder a course of Dutch is very like one of German. A competence in a
language is therefore meant only where a text names that language, and a course teaches it only where its title does
so as the thing to learn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from engine.domain import Concept
from models.wording import fold_letters

SKILL = "http://data.europa.eu/esco/skill/"
# Language (BCP 47) → its concept in ESCO (facts of ESCO v1.2, European Commission, Decision 2011/833/EU).
_CONCEPTS = {
    "ar": "33859d93-987c-4caa-a0a9-6159ea7bbc2a",
    "az": "5bfce8e7-6f22-4e67-9018-0e4161620f3a",
    "be": "6f55e44d-4494-4079-9b8d-01ac6912529e",
    "bg": "d5fd4958-4ca6-4d06-845f-713e2c459612",
    "bn": "ede98e07-f07d-41bc-99b0-f88bf0dad438",
    "bs": "a9fdd2c9-4295-4407-ba3c-1547cbce40a2",
    "ca": "8ee2b6f2-7017-4b9a-9de2-4dedf0711394",
    "cnr": "2358a146-6e8f-43cb-872f-a12ac9c57d60",
    "cs": "da0795a7-6866-4afc-81ed-5e3aa398f058",
    "da": "273a28d6-1bd3-4d13-a906-3d75c1cfdfc1",
    "de": "4812a4ea-dc55-4dc6-b9b0-4a59bba2c647",
    "el": "ea4ebfa1-e17a-4416-ac54-955f33e6ade7",
    "en": "6d3edede-8951-4621-a835-e04323300fa0",
    "es": "14ee9f76-3524-43d5-8a1a-5ba8283f8bd7",
    "et": "1b7e6f56-bc73-4bcc-81ae-09252175d418",
    "eu": "a28fa5f1-be5b-4608-8376-acea8c2f8cb1",
    "fa": "58cabf75-2520-4358-a210-2cbc628f4aa2",
    "fi": "0e3493f4-0cad-4fbc-8e02-025f169b8114",
    "fr": "e747e77e-0ea1-4001-8b07-1d11946b5f1b",
    "ga": "8f4c0fe6-10c7-409e-92d6-245f46728209",
    "he": "8a45f04a-cd28-4ac1-8e8b-ecfd21be0b18",
    "hi": "d93a7370-bf56-43f5-be54-e108f8ec3107",
    "hr": "6bc58e91-1827-4dc7-a9cf-2311edcba0ec",
    "hu": "ddd3596a-43f3-402e-960a-5f79362a8609",
    "hy": "fcbcdf4c-d079-4010-ab4b-8356fbfa5096",
    "is": "a18e3090-6afb-4afb-a055-1f83bbe498e3",
    "it": "87219dfe-a21c-4160-8cc8-1eabf9b16b44",
    "ja": "39c675c4-af13-49db-bbed-cf762102f85e",
    "ka": "b2c1f90a-72ce-4499-ab9a-a9a5c9355d5b",
    "kk": "f37dbb3c-dafc-4835-86d1-de9615626f9b",
    "ko": "f9bc2890-d1f2-4a83-bd7b-b150a7679c79",
    "ku": "2874065e-6ca3-430c-912a-467da3c23704",
    "la": "96e70743-6a84-4fee-b226-fe10cddb266e",
    "lb": "7d16f1e4-1003-4f1f-9595-5cafb25a67df",
    "lt": "b3950b87-a980-4cd4-a795-be8a9b63661d",
    "lv": "5de39924-769c-4301-82a5-525358dffe50",
    "mk": "15f261e6-4379-437e-b137-b0c473ae3e74",
    "mt": "cb50f9cd-3638-409b-8f93-befaf17d313e",
    "nl": "cad4f44b-28a8-4448-86e5-7389e5ebf3eb",
    "no": "829f6eb5-0b26-4152-8eb3-82dd32b2b6f2",
    "pa": "e05b9e06-d298-4646-b762-acbd485a20e9",
    "pl": "f3e9b964-0c2d-46c4-a895-8b3583054d69",
    "pt": "584c13e8-fd06-4ca3-a45b-cca5b2f147a7",
    "ro": "4b9f1ae5-0ee6-4738-8999-9b8191fba808",
    "rom": "8ef3eccc-a847-430e-b828-cf178803b8c1",
    "ru": "6891bbce-20bf-4afc-bd5e-75bdf54c0165",
    "sk": "246980fe-6222-4852-ade8-b372f7e0fd20",
    "sl": "9ace3aae-aeae-4ed6-b625-26bc58345554",
    "sq": "f1a08ec9-32d2-4e52-ba4a-66e049019be8",
    "sr": "c5cb0cc1-c40b-4544-a21c-8472f0b5c14a",
    "sv": "7ee51257-8947-4b69-9bdf-322baf0a6398",
    "ta": "e9e9b625-f59f-4bda-952d-1f9831e6dfda",
    "tr": "aa66a033-8522-40e9-a5c0-ff2593e2669c",
    "uk": "354b948c-7eef-4ebc-bfd6-f60d7d5acb62",
    "ur": "bc546a09-1103-4184-b757-3508ef5f8490",
    "vi": "bf60009d-8afb-4306-9b0d-cfe2f66ab08f",
    "wa": "d54d7c00-87c4-4f78-af8d-e84577372974",
    "zh": "1fe42b38-cd42-4fc7-ae77-14e4c9e96295",
}
TONGUES: Mapping[str, str] = {tag: SKILL + identifier for tag, identifier in _CONCEPTS.items()}

# How sure it is that a course teaches a language that its title names as the thing to learn, that a language course
# names in its summary only, and that any other course says one learns there.
CERTAINTY = {"title": 0.95, "summary": 0.75, "beside": 0.5}
# Words beside the language in a title that begins with it ("Anglais professionnel").
MOST_WORDS_BESIDE = 2
# Words between "learn" and the language ("lernen ein Jahr lang Deutsch").
LEARNING_REACH = 5
LONGEST_NAME_WORDS = 4

_LEVEL = re.compile(r"\b[abc][12]\b")
_WORD = re.compile(r"[^\W_]+")


def _folded(words: str) -> frozenset[str]:
    return frozenset(words.split())


# A course, lessons, to learn, beginners and the like, folded, in the five languages.
_COURSE = _folded(
    "kurs kurse sprachkurs intensivkurs abendkurs unterricht sprachunterricht sprache sprachen training lernen"
    " anfanger fortgeschrittene konversation grundkurs integrationskurs berufssprachkurs sprachtest prufung"
    " cours langue langues apprendre apprentissage debutant debutants intermediaire avance initiation"
    " perfectionnement niveau remise delf telc toeic toefl test conversation"
    " course courses class classes lesson lessons language languages learn learning beginner beginners intermediate"
    " coursen sproochecours sproochecoursen sprooch sproochen leieren ufanger"
    " cursus avondcursus taalcursus taal talen leren lessen gevorderden conversatie taallessen"
)
_LEARNING = _folded(
    "lernen lernst lernt erlernen ubst verbessern learn learning improve apprendre apprenant apprend apprends"
    " perfectionner ameliorer leieren leiert leiers verbesseren leren leert aanleren verbeteren"
)
# "in English", "en anglais", "auf Deutsch", "op Däitsch": the language a course is held in, not what it teaches.
_HELD_IN = _folded("in en auf op au aux im an")
# After any other word than these, a French name of a language is an adjective: "droit allemand".
_BEFORE_A_NOUN = _COURSE | _LEARNING | _HELD_IN | _folded("l le la de d du et ou pour a")
# What may follow a language within one word: Französischkurs, Deutschunterricht.
_ENDINGS = (
    "sprachkurs",
    "intensivkurs",
    "kurse",
    "kurs",
    "unterricht",
    "training",
    "test",
    "prufung",
    "cours",
    "cursus",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mention:
    """A language (as its concept) named in a text: the words from ``begin`` to ``end``.

    ``spoken`` are the languages in which it is called so; ``telling``: the name is that of lessons or of a test.
    """

    uri: str
    spoken: frozenset[str]
    begin: int
    end: int
    telling: bool


class Tongues:
    """Knows the languages among a vocabulary's competences by all their names."""

    def __init__(
        self, names: Mapping[tuple[str, ...], tuple[str, frozenset[str]]], about: Mapping[str, frozenset[str]]
    ) -> None:
        """``names``: folded words → concept of the language, and the languages in which it is called so.

        ``about``: competence → the languages it is one in.
        """
        self._names = names
        self.about = about
        self.uris: AbstractSet[str] = frozenset(uri for uri, _ in names.values())

    @classmethod
    def of(cls, skills: Iterable[Concept]) -> Tongues:
        """The languages among these competences, and the competences in each of them ("write German")."""
        skills = list(skills)
        known = set(TONGUES.values())
        names: dict[tuple[str, ...], tuple[str, frozenset[str]]] = {}
        for concept in skills:
            for spoken, labels in concept.labels.items() if concept.uri in known else ():
                for words in map(_words, labels):
                    _, before = names.get(tuple(words), (concept.uri, frozenset()))
                    names[tuple(words)] = concept.uri, before | {spoken}
        simple = cls(names, {})
        about = {concept.uri: frozenset({concept.uri}) for concept in skills if concept.uri in known}
        for concept in skills:
            preferred = [labels[0] for labels in concept.labels.values() if labels]
            told = [frozenset(simple.named(label)) for label in preferred]
            # In one language another one's adjective may look like a name; a competence in it is so in most of them.
            if concept.uri not in known and 2 * sum(map(bool, told)) > len(told):
                about[concept.uri] = frozenset().union(*told)
        return cls(names, about)

    def named(self, text: str) -> list[str]:
        """The languages that a text names, as their concepts, in its order."""
        return list(dict.fromkeys(mention.uri for mention in self._mentions(_words(text))))

    def taught(self, title: str, sentences: Sequence[str], *, language_course: bool) -> dict[str, float]:
        """The languages that a course teaches, and how sure that is; ``sentences`` are those of its summary."""
        in_title = self._taught_by_title(title, language_course=language_course)
        if in_title:
            return dict.fromkeys(in_title, CERTAINTY["title"])
        for sentence in sentences:
            words = _words(sentence)
            mentions = [mention for mention in self._mentions(words) if not _held_in(words, mention)]
            learnt = [mention for mention in mentions if mention.telling or _learning(words, mention)]
            # The first sentence that names one says which; later ones tell what else there is.
            if learnt or (language_course and mentions):
                certainty = CERTAINTY["summary" if language_course else "beside"]
                return {mention.uri: certainty for mention in (learnt or mentions)}
        return {}

    def _taught_by_title(self, title: str, *, language_course: bool) -> list[str]:
        words = _words(title)
        mentions = list(self._mentions(words))
        if language_course:
            return [mention.uri for mention in mentions]
        ends = {mention.end for mention in mentions}
        nouns = [
            mention
            for mention in mentions
            if not _held_in(words, mention) and (mention.begin in ends or not _adjective(words, mention))
        ]
        tells = _LEVEL.search(" ".join(words)) is not None or bool(_COURSE & set(words))
        beside = len(words) - sum(mention.end - mention.begin for mention in mentions)
        return [mention.uri for mention in nouns if tells or mention.telling or _begins(mention, beside)]

    def _mentions(self, words: Sequence[str]) -> Iterator[_Mention]:
        begin = 0
        while begin < len(words):
            last = min(begin + LONGEST_NAME_WORDS, len(words))
            end = next((end for end in range(last, begin, -1) if tuple(words[begin:end]) in self._names), begin)
            stem = (_stem(words[begin]),)
            if end > begin:
                uri, spoken = self._names[tuple(words[begin:end])]
                yield _Mention(uri=uri, spoken=spoken, begin=begin, end=end, telling=end - begin > 1)
            elif stem in self._names:
                uri, spoken = self._names[stem]
                yield _Mention(uri=uri, spoken=spoken, begin=begin, end=begin + 1, telling=True)
            begin = max(end, begin + 1)


def _words(text: str) -> list[str]:
    return _WORD.findall(fold_letters(text))


def _stem(word: str) -> str:
    """``franzosisch`` of ``franzosischkurs``; empty of any other word."""
    return next((word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending)), "")


def _held_in(words: Sequence[str], mention: _Mention) -> bool:
    return mention.begin > 0 and words[mention.begin - 1] in _HELD_IN


def _adjective(words: Sequence[str], mention: _Mention) -> bool:
    """``droit allemand``: a name of French only, right after a noun."""
    return mention.spoken == {"fr"} and mention.begin > 0 and words[mention.begin - 1] not in _BEFORE_A_NOUN


def _begins(mention: _Mention, beside: int) -> bool:
    """``Anglais professionnel``, but not ``French pastry``, where it is an adjective."""
    return mention.begin == 0 and beside <= (0 if mention.spoken == {"en"} else MOST_WORDS_BESIDE)


def _learning(words: Sequence[str], mention: _Mention) -> bool:
    return bool(_LEARNING & set(words[max(0, mention.begin - LEARNING_REACH) : mention.end + 1]))

"""Gathers what the readers find into one `Cv`: cleaned of private matters, each thing once, with its passage."""

from __future__ import annotations

from collections.abc import Iterable

from data.cv import private, statements
from data.cv.certificates import eqf_of, is_completed, without_state
from engine.cv import Cv, CvEducation, CvLanguage, CvPassage, CvSection, CvStatement, LanguageSkill
from engine.domain import Cefr, ConceptKind

# More than this is no CV; what comes after it is not read.
MOST_STATEMENTS, MOST_CERTIFICATES = 300, 50
LONGEST_PASSAGE = 300
# As much prose as twenty pages hold; what a file has beyond that is not read.
MOST_CHARACTERS = 60_000

SKILL = (ConceptKind.SKILL,)
OCCUPATION = (ConceptKind.OCCUPATION,)
EITHER = (ConceptKind.OCCUPATION, ConceptKind.SKILL)


class Collector:
    """What was found so far; ``names`` are words that give away who the person is."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.names = tuple(names)
        self._statements: dict[tuple[str, tuple[ConceptKind, ...]], CvStatement] = {}
        self._languages: list[CvLanguage] = []
        self._education: list[CvEducation] = []
        self._characters_left = MOST_CHARACTERS

    def passage(self, text: str, section: CvSection, where: str) -> CvPassage:
        """``text`` without private matters, as a passage."""
        shown = private.without_private(" ".join(text.split()), self.names)
        return CvPassage(text=shown[:LONGEST_PASSAGE], section=section, where=where)

    def text(self, text: str, section: CvSection, where: str, kinds: tuple[ConceptKind, ...]) -> None:
        """Sentences and lists: every piece that is neither private, denied nor wished for is a statement."""
        if self._characters_left <= 0:
            return
        kept, self._characters_left = text[: self._characters_left], self._characters_left - len(text)
        for sentence in statements.sentences(kept):
            if private.is_private(sentence) or statements.is_wished(sentence) or sentence.endswith(":"):
                continue
            for term in statements.terms(sentence):
                self.statement(term, section, where, kinds, quote=sentence)

    def statement(
        self,
        text: str,
        section: CvSection,
        where: str,
        kinds: tuple[ConceptKind, ...],
        *,
        quote: str = "",
        uri: str | None = None,
    ) -> None:
        """One statement; ``quote`` is the sentence it stands in, where that is longer."""
        cleaned = private.without_private(private.without_dates(text), self.names)
        cleaned = " ".join(cleaned.replace(private.GAP, " ").split()).strip(" ,;:-–|·•")
        if (
            not statements.has_letters(cleaned)
            or statements.is_denied(cleaned)
            or len(self._statements) >= MOST_STATEMENTS
        ):
            return
        passage = self.passage(quote or text, section, where)
        self._statements.setdefault(
            (cleaned.casefold(), kinds), CvStatement(text=cleaned, kinds=kinds, passage=passage, uri=uri)
        )

    def language(
        self, tag: str, level: Cefr | None, passage: CvPassage, lowest_skill: LanguageSkill | None = None
    ) -> None:
        """A language; told twice, the one with a level counts, and of two levels the lower."""
        new = CvLanguage(tag=tag, level=level, passage=passage, lowest_skill=lowest_skill)
        for number, known in enumerate(self._languages):
            if known.tag != tag:
                continue
            if known.level is None or (level is not None and level < known.level):
                self._languages[number] = new
            return
        self._languages.append(new)

    def education(
        self, title: str, where: str, *, level: int | None = None, completed: bool = True, quote: str = ""
    ) -> None:
        """A certificate; its level is read from the title where the file does not state one."""
        shown = private.without_private(private.without_dates(title), self.names).strip(" ,;:-–|·•…")
        shown = without_state(shown)
        told = any(known.title == " ".join(shown.split())[:LONGEST_PASSAGE] for known in self._education)
        if not statements.has_letters(shown) or statements.is_denied(shown) or told:
            return
        if len(self._education) >= MOST_CERTIFICATES:
            return
        self._education.append(
            CvEducation(
                title=" ".join(shown.split())[:LONGEST_PASSAGE],
                eqf_level=level if level is not None else eqf_of(title),
                completed=completed and is_completed(quote or title),
                passage=self.passage(quote or title, CvSection.EDUCATION, where),
            )
        )

    def cv(self, kind: str, language: str | None = None) -> Cv:
        """Everything found."""
        return Cv(
            format=kind,
            statements=tuple(self._statements.values()),
            languages=tuple(self._languages),
            education=tuple(self._education),
            language=language,
        )

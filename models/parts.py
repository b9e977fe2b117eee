"""Cuts a text into sentences, and a sentence into the parts that may name a competence.

A sentence names several competences, and its vector is near none of them. Its clauses, its runs of content words and
its windows of a few words are: what stands between two marks or function words is as long as a name. Function words
are those of the five languages together, so that nobody needs to know which one a text is in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from models.wording import fold_letters

# Words in the longest window. Measured on the validation files of TECH and HOUSE: 3 is as good as 4 and cheaper.
LONGEST_WINDOW = 3
SHORTEST_PART = 2

_FUNCTION_WORDS = {
    "de": (
        "aber als am an auch auf aus bei beim bis da dabei damit dann das dass dem den der des die dies diese diesem"
        " diesen dieser du durch ein eine einem einen einer eines er es für gegen haben hat ich ihr ihre ihren im in"
        " ist kann können man mit nach nicht noch nur ob oder ohne sein seine sich sie sind so sowie über um und uns"
        " unter vom von vor was wenn wer werden wie wir wird wo zu zum zur zwischen"
    ),
    "fr": (
        "à afin ainsi alors au aux avec avoir c ce ces cet cette chez ci comme d dans de des dont du elle elles en est"
        " et être eu il ils j je l la le les leur leurs lors lui m mais même mes moi mon n ne nos notre nous on ont ou"
        " où par pas pour qu que qui s sa sans se ses si soit son sont sous sur ta te tes ton tout toute tous toutes"
        " très un une vers vos votre vous y"
    ),
    "en": (
        "a about all also am an and any are as at be been both but by can could do does each for from had has have he"
        " her his how i if in into is it its may more must my no not of on or our out over own she should so some such"
        " than that the their them then there these they this those through to too under up us via was we well were"
        " what when where which while who whom will with within without would you your"
    ),
    "lb": (
        "an als am ass awer bäi bis d dat de deem deen deenen deer den der déi dir du duerch e en eng engem enger ech"
        " er et fir hien hir hunn iwwer kann kënnen mat mir no net nëmmen ob oder op säi sech si sinn sou um un vu vum"
        " wat wéi wou ze zu zum zur ënner"
    ),
    "nl": (
        "aan al als bij dan dat de deze die dit door een en er het hij hoe hun ik in is je jij jouw kan kunnen maar me"
        " met mijn na naar niet nog nu of om onder ons onze ook op over sinds te tegen tot tussen u uit uw van vanaf"
        " via voor waar wat we wel wij wordt worden zich zijn zoals zonder zullen"
    ),
}
FUNCTION_WORDS = frozenset(word for words in _FUNCTION_WORDS.values() for word in words.split())

# Words about training itself and about whom it is for, folded: alone they name no competence that is taught.
_SETTING_WORDS = {
    "de": (
        "abschluss arbeit arbeiten arbeitsuchende ausbildung auszubildende azubis beruf berufe berufsschule betrieb"
        " betriebe erwachsene erwachsenen fortbildung frauen grundlagen jugendliche jugendlichen junge kurs kurse lehre"
        " lehrgang lehrlinge lernen menschen migranten praktikum praktika schule schuler schulung stelle studierende"
        " studium umschulung unterricht weiterbildung werden zeugnis anfanger"
    ),
    "fr": (
        " adultes alternance apprenants apprenti apprentis apprentissage bac brevet cap centre certificat cours"
        " debutants demandeurs d'emploi devenir diplome ecole eleves emploi entreprise entreprises etudes etudiants"
        " femmes formation formations gens jeunes lycee metier metiers migrants niveau participants personnes pro"
        " professionnel refugies stage stages stagiaires titre travail travailler"
    ),
    "en": (
        " adults apprentices apprenticeship beginners course courses degree job jobs jobseekers people practice pupils"
        " school students studies study training women work young"
    ),
    "lb": "erwuessener jonker jonk leit leier schoul formatioun beruff betrib kannt ginn",
    "nl": (
        " beginners beroep cursisten cursus diploma jongeren leerlingen les mensen opleiding school stage studenten"
        " vluchtelingen volwassenen vrouwen werk werken werkzoekenden"
    ),
}
SETTING_WORDS = frozenset(word for words in _SETTING_WORDS.values() for word in words.split())

_SENTENCE_END = re.compile(r"(?<=\w\w[.!?])\s+(?=\W{0,3}[^\W\d_a-zß-öø-ÿ])|\s*\n+\s*|\s+[•▪●]\s*")
# Marks and conjunctions between two things that may each be a competence.
_CLAUSE_END = re.compile(
    r"[,;:()\[\]{}•|/–—\"„“”«»?!*<>…]+|\s-+\s|\.(?=\s|$)"
    r"|\b(?:and|or|with|using|including|such as|und|oder|sowie|mit|et|ou|avec|ainsi que|en|of|met|an|a|mat)\b",
    re.IGNORECASE,
)
_EDGE = " \t.,;:-–'’\"*"
# The French articles that lose their vowel stand for themselves.
_WORD = re.compile(r"(?:\b(?:[dlnscmtj]|qu)['’])|[^\s'’]+(?:['’][^\s'’]+)*", re.IGNORECASE)


def sentences(text: str) -> list[str]:
    """The sentences, lines and bullets of a text."""
    return [sentence for part in _SENTENCE_END.split(text) if (sentence := " ".join(part.split()))]


def clauses(sentence: str) -> list[str]:
    """What stands between marks and conjunctions, in any of the five languages."""
    return [part for piece in _CLAUSE_END.split(sentence) if len(part := piece.strip(_EDGE)) >= SHORTEST_PART]


def windows(sentence: str, longest: int = LONGEST_WINDOW) -> list[str]:
    """The distinct parts of a sentence: its clauses, and every run of up to ``longest`` words within a clause.

    No run begins or ends with a function word. A sentence that is itself one short clause is its only part.
    """
    return _distinct(_windows(sentence, longest), sentence)


def chunks(sentence: str) -> list[str]:
    """Far fewer distinct parts: the runs of content words between function words, and each single word of them."""
    return _distinct(_chunks(sentence), sentence)


def is_setting(part: str) -> bool:
    """True for a part that says no more than that there is a course, or for whom."""
    return all(is_function_word(word) or fold_letters(word) in SETTING_WORDS for word in _WORD.findall(part))


def is_function_word(word: str) -> bool:
    """True for an article, a preposition and the like; not for an abbreviation in capitals (IT)."""
    return word.casefold().rstrip("'’") in FUNCTION_WORDS and not (len(word) > 1 and word.isupper())


def _windows(sentence: str, longest: int) -> Iterator[str]:
    for clause in clauses(sentence):
        words = _WORD.findall(clause)
        content = [not is_function_word(word) for word in words]
        if len(words) > longest:
            yield clause
        for size in range(1, longest + 1):
            for begin in range(len(words) - size + 1):
                if content[begin] and content[begin + size - 1]:
                    yield _joined(words[begin : begin + size])


def _chunks(sentence: str) -> Iterator[str]:
    for clause in clauses(sentence):
        run: list[str] = []
        for word in [*_WORD.findall(clause), ""]:
            if word and not is_function_word(word):
                run.append(word)
                continue
            if run:
                yield _joined(run)
                yield from run
            run = []


def _joined(words: Sequence[str]) -> str:
    return "".join(word if word.endswith(("'", "’")) else f"{word} " for word in words).strip()


def _distinct(parts: Iterator[str], sentence: str) -> list[str]:
    told = (stripped for part in parts if len(stripped := part.strip(_EDGE)) >= SHORTEST_PART)
    return [part for part in dict.fromkeys(told) if any(map(str.isalpha, part))] or [sentence]

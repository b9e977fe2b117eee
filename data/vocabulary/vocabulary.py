"""The vocabulary in force: the starter tables, and what was imported of ESCO, ROME and national codes, as one."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator, Mapping
from hashlib import blake2b
from itertools import chain

import numpy as np
import numpy.typing as npt

from data.store import Store
from data.store.entries import ESCO, Kind, Relation, kind_of
from data.store.vocabulary import EscoMatch, StoredConcept, VocabularyStore
from data.vocabulary import tables
from data.vocabulary.relations import Pairs, Relations
from engine.competences import Need
from engine.domain import Concept, ConceptKind

__all__ = ["Vocabulary"]

# What has no name in the reader's language is called by its English one, or by any. A Luxembourgish reader reads
# German and French, and everyday words of work come from there.
FALLBACKS = {"lb": ("de", "fr", "en")}
FALLBACK = ("en", "de", "fr", "nl")
MEMBER = "member"
_KINDS = {ConceptKind.OCCUPATION: Kind.OCCUPATION, ConceptKind.SKILL: Kind.SKILL}

StarterPairs = tuple[tuple[str, str, str], ...]


class Vocabulary:
    """Concepts, their names and relations, as they were when it was loaded; safe to share between threads.

    Only what has a name is known. URIs, relations and collections are held in memory, compactly; the preferred names of
    a language are read when it is first asked for, full concepts from the store each time. ``version`` (32 hexadecimal
    digits) changes with what was imported and with the shipped tables.
    """

    def __init__(self, store: VocabularyStore | None) -> None:
        self._store = store
        # Read first: an import that ends meanwhile must not hide behind its newer version.
        self.version = vocabulary_version(store)
        starter = (*tables.starter_occupations(), *tables.starter_competences())
        self._starter = {concept.uri: concept for concept in starter}
        pairs = (*tables.starter_pairs(tables.NEEDS), *tables.starter_pairs(tables.STRUCTURE))
        # A concept that only relations speak of could not be told to anybody.
        stored = [
            (number, uri) for number, uri, named in (store.uris() if store else ()) if named or uri in self._starter
        ]
        self._uris = list(dict.fromkeys([*(uri for _, uri in stored), *self._starter]))
        self._rows = {uri: row for row, uri in enumerate(self._uris)}
        self._is_occupation = np.array([kind_of(uri) is Kind.OCCUPATION for uri in self._uris], dtype=np.bool_)
        self._row_of = _rows_by_number([number for number, _ in stored])
        self._essential = self._relations(Relation.ESSENTIAL, pairs)
        self._optional = self._relations(Relation.OPTIONAL, pairs)
        self._broader = self._relations(Relation.BROADER, pairs)
        members = [(source, target) for source, target, relation in pairs if relation == MEMBER]
        self._collections = _collections([*members, *(store.memberships() if store else ())])
        self._names: dict[str, Mapping[int, str]] = {}
        self._lock = threading.Lock()

    @classmethod
    def load(cls, store: Store | None) -> Vocabulary:
        """The starter tables merged with what ``store`` holds; without one, the starter tables alone.

        Raises:
            Unavailable: the database does not answer.
        """
        return cls(store.vocabulary if store else None)

    def __contains__(self, uri: object) -> bool:
        return uri in self._rows

    def concepts(self, kind: ConceptKind, *, scheme: str = ESCO) -> Iterator[Concept]:
        """Every concept of a kind that has a name, read from the store as one goes (for building indexes).

        Where both have names in a language, the starter's come first. ``scheme`` chooses another list than ESCO's
        (``rome``), which the starter tables add nothing to.
        """
        if kind is ConceptKind.INTEREST:
            yield from tables.starter_interests(tables.starter_occupations())
            return
        starter = {uri: concept for uri, concept in self._starter.items() if concept.kind is kind and scheme == ESCO}
        for stored in self._store.concepts(_KINDS[kind], scheme) if self._store else ():
            yield _merged(stored, starter.pop(stored.uri, None), kind)
        yield from starter.values()

    def needs(self, occupation: str) -> tuple[Need, ...]:
        """The competences an occupation needs, essential ones first; empty for one that is not known.

        A national occupation (``rome:K1302``) needs what the ESCO occupations need that it is mapped to most closely.
        """
        rows = [self._rows[uri] for uri in self.esco(occupation) if uri in self._rows]
        essential = _ordered(number for row in rows for number in self._essential.targets(row).tolist())
        optional = _ordered(number for row in rows for number in self._optional.targets(row).tolist())
        return (
            *(Need(uri=self._uris[row]) for row in essential),
            *(Need(uri=self._uris[row], essential=False) for row in optional if row not in essential),
        )

    def needing(self, competences: Collection[str]) -> Mapping[str, int]:
        """Occupation → how many of these competences are essential to it."""
        rows = [self._rows[uri] for uri in competences if uri in self._rows]
        counts = self._essential.count_sources(rows)
        return {self._uris[row]: count for row, count in counts if self._is_occupation[row]}

    def narrower(self, competence: str) -> tuple[str, ...]:
        """The concepts right below a competence or a group."""
        row = self._rows.get(competence)
        return () if row is None else tuple(self._uris[below] for below in self._broader.sources(row).tolist())

    def related(self, competence: str) -> tuple[str, ...]:
        """What counts as the same for a gap: the competence itself and all below it, nearest first."""
        row = self._rows.get(competence)
        below = () if row is None else self._broader.below(row)
        return (competence, *(self._uris[at] for at in below))

    def collections(self, uri: str) -> frozenset[str]:
        """The collections of ESCO that a concept is in: digital, digcomp, green, transversal, language, research."""
        return self._collections.get(uri, frozenset())

    def esco(self, uri: str) -> tuple[str, ...]:
        """The ESCO concepts that a national one is mapped to most closely; an ESCO concept is its own."""
        if uri in self._rows:
            return (uri,)
        matches = self.matches(uri)
        return tuple(match.uri for match in matches if match.relation is matches[0].relation)

    def matches(self, uri: str) -> tuple[EscoMatch, ...]:
        """Every ESCO concept that a national one (``rome:K1302``) is mapped to, the closest first."""
        return self._store.mappings(uri) if self._store else ()

    def name(self, uri: str, language: str | None = None) -> str:
        """The preferred name in ``language``, else the English one, else any; empty for a concept that has none."""
        own = (language,) if language else ()
        wanted = dict.fromkeys((*own, *FALLBACKS.get(language or "", ()), *FALLBACK))
        found = (self._name_in(tag, uri) for tag in chain(wanted, self._other_languages(wanted)))
        return next((name for name in found if name), "")

    def isco(self, occupation: str) -> str:
        """The four digits of the ISCO-08 unit group of an occupation; empty where it is not known."""
        starter = self._starter.get(occupation)
        if starter and starter.code:
            return starter.code
        stored = self._store.code(occupation) if self._store and kind_of(occupation) is Kind.OCCUPATION else ""
        return stored.partition(".")[0]

    def description(self, uri: str, language: str) -> str:
        """What ESCO says about a concept in ``language``; empty where nothing was imported."""
        return self._store.description(uri, language) if self._store else ""

    def _other_languages(self, asked: Collection[str]) -> Iterator[str]:
        """The languages that a download may have brought besides, read only where it comes to that."""
        yield from (tag for tag in (self._store.languages() if self._store else ()) if tag not in asked)

    def _name_in(self, language: str, uri: str) -> str:
        starter = self._starter.get(uri)
        if starter and starter.labels.get(language):
            return starter.labels[language][0]
        if not self._store:
            return ""
        row = self._rows.get(uri)
        if row is None:
            return self._store.name(uri, language)
        with self._lock:
            names = self._names.get(language)
            if names is None:
                # A concept that came after this was loaded has no row here; the next load gives it one.
                preferred = self._store.preferred(language)
                known = len(self._row_of)
                names = {int(self._row_of[number]): name for number, name in preferred if number < known}
                self._names[language] = names
        return names.get(row, "")

    def _relations(self, relation: Relation, starter: StarterPairs) -> Relations:
        stored = self._store.pairs(relation) if self._store else np.empty((0, 2), dtype=np.int32)
        known = stored[(stored < len(self._row_of)).all(axis=1)]
        rows = self._row_of[known]
        shipped = [(self._rows[source], self._rows[target]) for source, target, said in starter if said == relation]
        more: Pairs = np.array(shipped, dtype=np.int32).reshape(-1, 2)
        return Relations(np.concatenate([rows[(rows >= 0).all(axis=1)], more]), len(self._uris))


def vocabulary_version(store: VocabularyStore | None) -> str:
    """The version that a vocabulary loaded now would have; one small read."""
    parts = tables.starter_version() + (store.version() if store else "")
    return blake2b(parts.encode(), digest_size=tables.HASH_BYTES).hexdigest()


def _merged(stored: StoredConcept, starter: Concept | None, kind: ConceptKind) -> Concept:
    names: dict[str, dict[str, str]] = {}
    for language, labels in (starter.labels if starter else {}).items():
        names[language] = {name.casefold(): name for name in labels}
    for language, name in stored.names:
        names.setdefault(language, {}).setdefault(name.casefold(), name)
    # ESCO's own code (3155.1.2) begins with the one of its ISCO group.
    code = stored.code.partition(".")[0] if kind is ConceptKind.OCCUPATION else ""
    return Concept(
        uri=stored.uri,
        labels={language: tuple(found.values()) for language, found in names.items()},
        kind=kind,
        code=starter.code if starter and starter.code else code,
    )


def _ordered(rows: Iterable[int]) -> dict[int, None]:
    return dict.fromkeys(rows)


def _rows_by_number(numbers: list[int]) -> npt.NDArray[np.int32]:
    """Database number → row, -1 for concepts that are not held."""
    rows = np.full(max(numbers, default=-1) + 1, -1, dtype=np.int32)
    rows[numbers] = np.arange(len(numbers), dtype=np.int32)
    return rows


def _collections(members: Iterable[tuple[str, str]]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for uri, collection in members:
        found.setdefault(uri, set()).add(collection)
    # Few combinations, many members: each combination is held once.
    shared: dict[frozenset[str], frozenset[str]] = {}
    return {uri: shared.setdefault(frozenset(some), frozenset(some)) for uri, some in found.items()}

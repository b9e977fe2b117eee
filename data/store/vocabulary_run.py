"""One file on its way into the vocabulary: what became of each row, counted, in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data.store.codec import HASH_BYTES
from data.store.entries import Entry, Kind, kind_of, scheme_of
from data.store.facts import Change, Facts, Row
from data.store.runs import HASH_MODULUS, Outcome, Refused
from data.store.schema import concepts, descriptions, memberships, names, relations, vocabulary

__all__ = ["VocabularyRun"]

BATCH = 1_000

Item = TypeVar("Item")
_ABOUT = tuple(column.name for column in concepts.columns if not column.primary_key)


class VocabularyRun:
    """The import of one vocabulary file, made by ``VocabularyStore.file_import``.

    Files add to each other, in any order: a name once given stays; of two preferred names, or two descriptions, the
    one of the newer row counts. So releases and languages may be mixed, and reading all again changes nothing.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._outcomes: Counter[Outcome] = Counter()
        self._met: set[int] = set()
        self._ids: dict[str, int] = {}
        self._uris: dict[int, str] = {}
        self._version_change = 0
        self._concepts = Facts(concepts, _merge_concepts)
        self._names = Facts(names, _merge_names)
        self._descriptions = Facts(descriptions, _merge_descriptions)
        self._relations = Facts(relations, _keep)
        self._memberships = Facts(memberships, _keep)
        self._next_id = int(connection.scalar(sa.select(sa.func.coalesce(sa.func.max(concepts.c.id), 0))) or 0) + 1
        self.refusals: list[Refused] = []
        self.skipped = 0

    def put_many(self, rows: Sequence[Sequence[Entry]]) -> list[Outcome]:
        """Take over what rows say (each of one concept or several), in order; what is stored already is not written.

        A row is ``ACCEPTED`` when all it says is new, ``UPDATED`` when some of it is, ``UNCHANGED`` when nothing is,
        and a duplicate when this file said just the same before.
        """
        outcomes: list[Outcome] = []
        for batch in _batches(rows):
            self._load([entry for row in batch for entry in row])
            outcomes.extend(self._put(tuple(row)) for row in batch)
            for facts in (self._concepts, self._names, self._descriptions, self._relations, self._memberships):
                facts.write(self._connection)
        self._outcomes.update(outcomes)
        return outcomes

    def refuse(self, refusal: Refused) -> None:
        """Note a row that cannot be taken."""
        self.refusals.append(refusal)

    def skip(self) -> None:
        """Note a row that its publisher has withdrawn; it is not among those read."""
        self.skipped += 1

    @property
    def counts(self) -> dict[str, int]:
        """How many were ``read``, which is the sum of the others, and what became of them."""
        parts = {outcome.value: self._outcomes[outcome] for outcome in Outcome} | {"refused": len(self.refusals)}
        return {"read": sum(parts.values())} | parts

    def finish(self) -> None:
        """Bring the vocabulary's version up to date; called by ``VocabularyStore.file_import``."""
        if not self._version_change:
            return
        before = int(self._connection.execute(sa.select(vocabulary.c.version)).scalar_one(), 16)
        total = (before + self._version_change) % HASH_MODULUS
        self._connection.execute(sa.update(vocabulary).values(version=f"{total:0{2 * HASH_BYTES}x}"))

    def _load(self, batch: Sequence[Entry]) -> None:
        kinds: dict[str, Kind] = {uri: kind_of(uri) for entry in batch for _, uri in entry.links}
        kinds |= {entry.uri: entry.kind for entry in batch}
        self._identify(kinds)
        ids = [self._ids[uri] for uri in dict.fromkeys(entry.uri for entry in batch)]
        languages = list({entry.language for entry in batch if entry.language})
        self._concepts.load(self._connection, concepts.c.id.in_(ids))
        self._names.load(self._connection, sa.and_(names.c.concept_id.in_(ids), names.c.language.in_(languages)))
        self._descriptions.load(
            self._connection, sa.and_(descriptions.c.concept_id.in_(ids), descriptions.c.language.in_(languages))
        )
        said = list({relation for entry in batch for relation, _ in entry.links})
        self._relations.load(self._connection, sa.and_(relations.c.relation.in_(said), relations.c.source_id.in_(ids)))
        self._memberships.load(self._connection, memberships.c.concept_id.in_(ids))

    def _identify(self, kinds: dict[str, Kind]) -> None:
        """Give every URI its number; one not met before becomes a concept of which nothing is said yet."""
        for some in _batches([uri for uri in kinds if uri not in self._ids]):
            query = sa.select(concepts.c.uri, concepts.c.id).where(concepts.c.uri.in_(some))
            self._ids |= {row.uri: row.id for row in self._connection.execute(query)}
        fresh = [uri for uri in kinds if uri not in self._ids]
        for number, uri in enumerate(fresh, start=self._next_id):
            self._ids[uri] = number
            self._count(None, ("concept", *_bare(uri, kinds[uri])))
        self._next_id += len(fresh)
        self._uris |= {self._ids[uri]: uri for uri in kinds}
        if fresh:
            rows = [{"id": self._ids[uri], **dict(zip(_ABOUT, _bare(uri, kinds[uri]), strict=True))} for uri in fresh]
            self._connection.execute(sa.insert(concepts), rows)

    def _put(self, row: tuple[Entry, ...]) -> Outcome:
        key = hash(row)
        if key in self._met:
            return Outcome.DUPLICATE
        self._met.add(key)
        about = [self._say_concept(entry) for entry in row]
        said = [change for entry in row for change in (*self._say_texts(entry), *self._say_links(entry))]
        if said and all(change is Change.NEW for change in said):
            return Outcome.ACCEPTED
        return Outcome.UPDATED if any(about) or any(said) else Outcome.UNCHANGED

    def _say_concept(self, entry: Entry) -> Change:
        value = (*_bare(entry.uri, entry.kind)[:3], entry.code, entry.skill_type, entry.reuse_level, entry.dated)
        change, before, after = self._concepts.say((self._ids[entry.uri],), value)
        if change:
            self._count(before and ("concept", *before), ("concept", *after))
        return change

    def _say_texts(self, entry: Entry) -> Iterator[Change]:
        number, language = self._ids[entry.uri], entry.language
        for name, rank in entry.names:
            change, before, after = self._names.say((number, language, name), (int(rank), entry.dated))
            if change:
                key = ("name", entry.uri, language, name)
                self._count(before and (*key, *before), (*key, *after))
            yield change
        if entry.description:
            change, before, after = self._descriptions.say((number, language), (entry.dated, entry.description))
            if change:
                key = ("description", entry.uri, language, "")
                self._count(before and (*key, *before), (*key, *after))
            yield change

    def _say_links(self, entry: Entry) -> Iterator[Change]:
        number = self._ids[entry.uri]
        # A table of names repeats what is known of groups and collections: that does not make a new name an old one.
        silent = bool(entry.names)
        for relation, target in entry.links:
            change, _, _ = self._relations.say((relation.value, number, self._ids[target]))
            if change:
                self._count(None, ("relation", entry.uri, relation.value, target))
            if change or not silent:
                yield change
        for collection in entry.collections:
            change, _, _ = self._memberships.say((number, collection))
            if change:
                self._count(None, ("member", entry.uri, collection))
            if change or not silent:
                yield change

    def _count(self, before: tuple[Any, ...] | None, after: tuple[Any, ...]) -> None:
        # As for the catalogue (AdHash): the sum over all facts, so that the way they came does not matter.
        self._version_change += _digest(after) - (_digest(before) if before else 0)


def _digest(fact: tuple[Any, ...]) -> int:
    return int.from_bytes(blake2b("\x1f".join(map(str, fact)).encode(), digest_size=HASH_BYTES).digest())


def _bare(uri: str, kind: Kind) -> Row:
    """A concept of which nothing is said yet, in the order of ``_ABOUT``."""
    return (uri, scheme_of(uri), kind.value, "", "", "", "")


def _merge_concepts(before: Row, after: Row) -> Row:
    """A value stays unless a newer row has another one; who is called a group once is one (a bare URI cannot tell)."""
    *_, old_day = before
    uri, scheme, kind, *said, day = after
    kept = before[3:-1]
    newer = day > old_day
    values = (new if new and (newer or not old) else old for old, new in zip(kept, said, strict=True))
    return (uri, scheme, Kind.GROUP.value if Kind.GROUP in (before[2], kind) else before[2], *values, max(old_day, day))


def _merge_names(before: Row, after: Row) -> Row:
    """The better rank, and the newest day on which the name had it."""
    (old_rank, old_day), (rank, day) = before, after
    return min((old_rank, old_day), (rank, day)) if old_rank != rank else (rank, max(old_day, day))


def _merge_descriptions(before: Row, after: Row) -> Row:
    """The newer text; of two of a day the longer one."""
    return max(before, after, key=lambda value: (value[0], len(value[1]), value[1]))


def _keep(before: Row, _: Row) -> Row:
    return before


def _batches(rows: Iterable[Item]) -> Iterator[list[Item]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        yield batch

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from data.store import Outcome, Store
from data.store.entries import Entry, Kind, Rank, Relation
from data.store.vocabulary import EscoMatch

ESCO = "http://data.europa.eu/esco/"
BAKER = f"{ESCO}occupation/baker"
KNEAD = f"{ESCO}skill/knead"
HYGIENE = f"{ESCO}skill/hygiene"
OLD, NEW = "2021-01-01", "2024-01-01"

IMPORTER = """
import sys
from pathlib import Path
from data.store import Store
from tests.data.store.test_store_vocabulary import skills
with Store.open(sys.argv[1]) as store, store.vocabulary.file_import() as run:
    for start in range(0, 6000, 500):
        run.put_many([[entry] for entry in skills(start, start + 500)])
        print(start, flush=True)
"""
ROOT = Path(__file__).resolve().parents[3]


def named(uri: str, *names: str, language: str = "de", dated: str = "", **more: object) -> Entry:
    ranked = tuple((name, Rank.ALTERNATIVE if place else Rank.PREFERRED) for place, name in enumerate(names))
    kind = Kind.OCCUPATION if uri == BAKER else Kind.SKILL
    return Entry(**{"uri": uri, "kind": kind, "language": language, "names": ranked, "dated": dated} | more)


def skills(first: int, last: int) -> list[Entry]:
    return [named(f"{ESCO}skill/{number}", f"Können {number}") for number in range(first, last)]


def put(store: Store, *entries: Entry) -> list[Outcome]:
    with store.vocabulary.file_import() as run:
        return run.put_many([[entry] for entry in entries])


def test_what_was_said_is_read_back(store: Store) -> None:
    put(
        store,
        named(BAKER, "Bäcker", "Bäckerin", code="7512.1", description="Backt.", collections=("research",)),
        Entry(uri=BAKER, kind=Kind.OCCUPATION, links=((Relation.ESSENTIAL, KNEAD),)),
        named(KNEAD, "kneten"),
    )
    read = store.vocabulary
    (baker,) = read.concepts(Kind.OCCUPATION)
    assert (baker.uri, baker.code, baker.names) == (BAKER, "7512.1", (("de", "Bäcker"), ("de", "Bäckerin")))
    numbers = {uri: number for number, uri, _ in read.uris()}
    assert read.pairs(Relation.ESSENTIAL).tolist() == [[numbers[BAKER], numbers[KNEAD]]]
    assert read.pairs(Relation.OPTIONAL).shape == (0, 2)
    assert dict(read.preferred("de")) == {numbers[BAKER]: "Bäcker", numbers[KNEAD]: "kneten"}
    assert (read.name(BAKER, "de"), read.name(BAKER, "fr"), read.description(BAKER, "de")) == ("Bäcker", "", "Backt.")
    assert (read.memberships(), read.languages()) == ([(BAKER, "research")], ("de",))


def test_saying_it_again_changes_nothing_and_saying_more_updates(store: Store) -> None:
    entries = [named(BAKER, "Bäcker", dated=NEW), named(KNEAD, "kneten"), named(KNEAD, "kneten")]
    assert put(store, *entries) == [Outcome.ACCEPTED, Outcome.ACCEPTED, Outcome.DUPLICATE]
    version = store.vocabulary.version()
    assert put(store, *entries) == [Outcome.UNCHANGED, Outcome.UNCHANGED, Outcome.DUPLICATE]
    assert store.vocabulary.version() == version
    assert put(store, named(KNEAD, "kneten", "walken"), named(HYGIENE, "Hygiene")) == [
        Outcome.UPDATED,
        Outcome.ACCEPTED,
    ]
    assert store.vocabulary.version() != version


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_newer_row_decides_whichever_comes_first(store: Store, order: tuple[int, int]) -> None:
    entries = (
        named(BAKER, "Brotbäcker", "Bäcker", dated=OLD, description="Ein längerer alter Text.", code="1"),
        named(BAKER, "Bäcker", dated=NEW, description="Neu.", code="2"),
    )
    put(store, *(entries[place] for place in order))
    (baker,) = store.vocabulary.concepts(Kind.OCCUPATION)
    assert (baker.code, [name for _, name in baker.names]) == ("2", ["Bäcker", "Brotbäcker"])
    assert store.vocabulary.description(BAKER, "de") == "Neu."


def test_hidden_names_are_found_and_never_shown(store: Store) -> None:
    put(store, Entry(uri=KNEAD, kind=Kind.SKILL, language="de", names=(("knetn", Rank.HIDDEN),)))
    assert [concept.names for concept in store.vocabulary.concepts(Kind.SKILL)] == [(("de", "knetn"),)]
    assert (store.vocabulary.name(KNEAD, "de"), store.vocabulary.preferred("de")) == ("", [])


def test_who_is_called_a_group_once_is_one(store: Store) -> None:
    group = Entry(uri=KNEAD, kind=Kind.GROUP, language="de", names=(("Kneten", Rank.PREFERRED),))
    put(store, named(HYGIENE, "Hygiene", links=((Relation.BROADER, KNEAD),)), group, named(KNEAD, "Kneten"))
    assert [concept.uri for concept in store.vocabulary.concepts(Kind.SKILL)] == [HYGIENE]


def test_the_closest_mapping_counts_and_titles_speak_for_their_occupation(store: Store) -> None:
    put(
        store,
        Entry(uri="rome:D1102", kind=Kind.OCCUPATION, links=((Relation.BROAD, BAKER),)),
        Entry(uri="rome:11", kind=Kind.OCCUPATION, links=((Relation.BROADER, "rome:D1102"),)),
        Entry(uri="rome:11", kind=Kind.OCCUPATION, links=((Relation.EXACT, BAKER), (Relation.CLOSE, KNEAD))),
    )
    assert store.vocabulary.mappings("rome:D1102") == (
        EscoMatch(uri=BAKER, relation=Relation.EXACT),
        EscoMatch(uri=KNEAD, relation=Relation.CLOSE),
    )
    assert {uri for _, uri, _ in store.vocabulary.uris()} == {BAKER, KNEAD}


def test_an_import_that_fails_leaves_nothing_behind(store: Store) -> None:
    # No reader makes a name of nothing; the database refuses it in the second batch.
    impossible = named(KNEAD, "kneten", names=((None, Rank.PREFERRED),))
    with pytest.raises(IntegrityError):
        put(store, *skills(0, 1_500), impossible)
    assert (store.vocabulary.uris(), store.vocabulary.version()) == ([], "0" * 32)


def test_many_concepts_are_read_page_by_page(store: Store) -> None:
    put(store, *skills(0, 2_345))
    assert [concept.uri for concept in store.vocabulary.concepts(Kind.SKILL)] == [
        entry.uri for entry in skills(0, 2_345)
    ]
    assert len(store.vocabulary.preferred("de")) == 2_345


@pytest.mark.slow
def test_kill_9_leaves_all_of_a_file_or_nothing(url: str) -> None:
    moments = random.Random(3)
    with Store.open(url) as store:
        for _ in range(5):
            process = subprocess.Popen(
                [sys.executable, "-c", IMPORTER, url], stdout=subprocess.PIPE, text=True, cwd=ROOT
            )
            assert process.stdout is not None
            for _ in range(moments.randrange(1, 11)):
                process.stdout.readline()
            time.sleep(moments.uniform(0, 0.05))
            process.kill()
            process.communicate()
            assert len(store.vocabulary.uris()) in (0, 6_000)
        subprocess.run([sys.executable, "-c", IMPORTER, url], check=True, capture_output=True, cwd=ROOT)
        assert len(store.vocabulary.uris()) == 6_000
        version = store.vocabulary.version()
        assert set(put(store, *skills(0, 6_000))) == {Outcome.UNCHANGED}
        assert store.vocabulary.version() == version

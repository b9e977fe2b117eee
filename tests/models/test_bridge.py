"""What a wish means by the concepts near it, and the courses that mean it too."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp

from engine.domain import Concept, ConceptKind
from models import Encoder, EncodingCache
from models.bridge import DRAWN, Bridge, read_wish
from models.concepts import ConceptIndex
from tests.models.fakes import fake_encoder

CONCEPTS = [
    Concept(uri="o:baker", labels={"de": ("Bäcker",), "fr": ("boulanger",)}),
    Concept(uri="o:welder", labels={"de": ("Schweißer",), "fr": ("soudeur",)}),
    Concept(
        uri="i:bread",
        labels={"de": ("Brot und Brötchen",), "fr": ("faire du pain",)},
        kind=ConceptKind.INTEREST,
        stands_for=("o:baker",),
    ),
]
SKILLS = [Concept(uri="s:dough", labels={"de": ("Teig kneten",), "fr": ("pétrir la pâte",)}, kind=ConceptKind.SKILL)]


def bridges(folder: Path, encoder: Encoder) -> dict[str, Bridge]:
    """Three courses: the first means the baker, the second the welder, the third dough."""
    with EncodingCache(folder, encoder) as cache:
        occupations, skills = ConceptIndex.build(CONCEPTS, cache), ConceptIndex.build(SKILLS, cache)
    by_occupation = sp.csr_matrix(np.array([[1, 0, 0], [0, 1, 0], [0, 0, 0]], np.float32))
    return {
        "occupations": Bridge(concepts=occupations, courses=by_occupation),
        "competences": Bridge(concepts=skills, courses=sp.csr_matrix(np.array([[0, 0, 1]], np.float32))),
    }


def test_a_wish_finds_the_courses_that_mean_its_occupation_whatever_their_language(tmp_path: Path) -> None:
    encoder, _ = fake_encoder()
    wish = read_wish("Bäcker", encoder.encode(["Bäcker"])[0], bridges(tmp_path, encoder))
    assert wish.alike["occupations"].tolist() == [pytest.approx(1.0), pytest.approx(0.0, abs=1e-3), 0.0]
    assert list(wish.names) == ["Bäcker", "boulanger"]


def test_a_wish_for_a_competence_finds_the_courses_that_mean_it(tmp_path: Path) -> None:
    encoder, _ = fake_encoder()
    wish = read_wish("Teig kneten", encoder.encode(["Teig kneten"])[0], bridges(tmp_path, encoder))
    assert wish.alike["competences"].tolist() == [0.0, 0.0, pytest.approx(1.0)]


def test_the_vector_is_drawn_towards_the_names_in_all_languages(tmp_path: Path) -> None:
    encoder, _ = fake_encoder()
    own, french, other = encoder.encode(["Bäcker", "boulanger", "soudeur"])
    drawn = read_wish("Bäcker", own, bridges(tmp_path, encoder)).vector
    assert np.linalg.norm(drawn) == pytest.approx(1.0, abs=1e-5)
    assert float(drawn @ french) > float(own @ french) + 0.2 * DRAWN
    assert float(drawn @ french) > float(drawn @ other)


def test_an_interest_finds_courses_but_draws_no_vector_to_what_it_stands_for(tmp_path: Path) -> None:
    encoder, _ = fake_encoder()
    own = encoder.encode(["Brot und Brötchen"])[0]
    wish = read_wish("Brot und Brötchen", own, bridges(tmp_path, encoder))
    assert wish.alike["occupations"][0] == pytest.approx(1.0)
    baker = encoder.encode(["Bäcker", "boulanger"]).sum(axis=0)
    assert float(wish.vector @ baker) < 0.5 * float(own @ own) * float(np.linalg.norm(baker))


def test_without_concepts_a_wish_stays_as_it_is(tmp_path: Path) -> None:
    encoder, _ = fake_encoder()
    with EncodingCache(tmp_path, encoder) as cache:
        nothing = Bridge(concepts=ConceptIndex.build([], cache), courses=sp.csr_matrix(np.zeros((0, 2), np.float32)))
    own = encoder.encode(["Bäcker"])[0]
    wish = read_wish("Bäcker", own, {"occupations": nothing})
    assert wish.vector.tolist() == own.tolist()
    assert wish.alike["occupations"].tolist() == [0.0, 0.0]
    assert list(wish.names) == []

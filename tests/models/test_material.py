"""What there is to learn from, and the pairs that are drawn from it."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import numpy as np
import pytest

from engine.errors import InputError
from models.esco_labels import (
    DESCRIPTION_CHARACTERS,
    MAXIMUM_LABELS,
    Label,
    Table,
    read_descriptions,
    read_labels,
    read_neighbours,
)
from models.space import LANGUAGES
from models.training import material as material_module
from models.training.material import Kind, Material, composed
from models.training.pairs import NEIGHBOURS_TOGETHER, PairDrawer

COOK, BAKER, NURSE, WELD = (
    f"http://data.europa.eu/esco/{kind}/{name}"
    for kind, name in (("occupation", "cook"), ("occupation", "baker"), ("occupation", "nurse"), ("skill", "weld"))
)


def written(folder: Path, name: str, content: str) -> Path:
    with gzip.open(folder / name, "wt", encoding="utf-8") as file:
        file.write(content)
    return folder


TABLE = Table(path="de.csv.gz", language="de", concept="uri", labels=("preferred", "others"))


def test_labels_are_read_once_each_up_to_six(tmp_path: Path) -> None:
    many = "\n".join(f"Name {number}" for number in range(10))
    written(tmp_path, "de.csv.gz", f'uri,preferred,others\nu:1,Koch,"Köchin|Koch\nKüchenhilfe"\nu:2,Name 0,"{many}"\n')
    labels = read_labels(tmp_path, [TABLE])
    assert [label.text for label in labels if label.concept == "u:1"] == ["Koch", "Köchin", "Küchenhilfe"]
    assert len([label for label in labels if label.concept == "u:2"]) == MAXIMUM_LABELS
    assert labels[0] == Label(concept="u:1", language="de", text="Koch")


def test_a_missing_table_and_a_missing_column_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"missing") as refusal:
        read_labels(tmp_path, [TABLE])
    assert refusal.value.value == "de.csv.gz"
    written(tmp_path, "de.csv.gz", "uri,preferred\nu:1,Koch\n")
    with pytest.raises(InputError, match=r"lacks columns") as refusal:
        read_labels(tmp_path, [TABLE])
    assert refusal.value.value == ["others"]


def test_descriptions_and_neighbours_are_read_where_a_table_declares_them(tmp_path: Path) -> None:
    long = "Kocht. " * 100
    written(tmp_path, "de.csv.gz", f'uri,text,group,broader\nu:1,"{long}",C5120,\nu:2,,5123,\nu:3,Schweißt,,skill:9\n')
    isco = Table(path="de.csv.gz", language="de", concept="uri", description="text", neighbours="group")
    broader = Table(path="de.csv.gz", language="de", concept="uri", neighbours="broader")
    found = {label.concept: label.text for label in read_descriptions(tmp_path, [isco])}
    assert found == {"u:1": " ".join(long.split())[:DESCRIPTION_CHARACTERS], "u:3": "Schweißt"}
    assert read_neighbours(tmp_path, [isco])["u:1"] == read_neighbours(tmp_path, [isco])["u:2"] == "512"
    assert read_neighbours(tmp_path, [broader])["u:3"] == "skill:9"
    assert read_labels(tmp_path, [isco]) == []


def small(names: int = 3) -> Material:
    described = [Label(concept=COOK, language="de", text="Kocht für Gäste")]
    texts = {
        (concept, language): [f"{concept[-5:]} {language} {number}" for number in range(names)]
        for concept in (COOK, BAKER, NURSE, WELD)
        for language in ("de", "en")
    }
    return composed(
        texts | {("word:kach", "lb"): ["Kach"], ("word:kach", "de"): ["Koch"], ("word:eenzel", "lb"): ["Eenzel"]},
        [*described, Label(concept="u:unnamed", language="de", text="Ohne Namen")],
        {COOK: "512", BAKER: "512", NURSE: "222"},
    )


def test_the_material_numbers_its_concepts_and_leaves_out_what_has_no_name() -> None:
    material = small()
    assert "Ohne Namen" not in material.texts
    assert [
        Kind(int(kind)) for kind in material.kinds[[material.uris.index(uri) for uri in (COOK, WELD, "word:kach")]]
    ] == [
        Kind.OCCUPATION,
        Kind.SKILL,
        Kind.WORD,
    ]
    groups = {uri: int(group) for uri, group in zip(material.uris, material.groups, strict=True)}
    assert groups[COOK] == groups[BAKER] != groups[NURSE]
    assert groups[WELD] == groups["word:kach"] == -1
    at = material.texts.index("Kocht für Gäste")
    assert material.described[at]
    assert material.uris[material.concepts[at]] == COOK
    assert material.digest == small().digest != small(names=2).digest


def test_a_pair_is_of_one_concept_and_never_a_text_with_itself() -> None:
    material = small()
    drawer = PairDrawer(material, [True] * len(material.uris))
    assert drawer.concepts == 5  # a word with one name has no pair
    random = np.random.default_rng(1)
    one, other = (np.concatenate(part) for part in zip(*(drawer.draw(5, random) for _ in range(40)), strict=True))
    assert material.concepts[one].tolist() == material.concepts[other].tolist()
    assert not (one == other).any()
    across = material.languages[one] != material.languages[other]
    assert 0.5 < across.mean() < 0.95
    assert material.described[other].any()
    assert len(set(material.concepts[one[:5]].tolist())) == 5


def test_concepts_that_were_not_chosen_are_never_drawn() -> None:
    material = small()
    drawer = PairDrawer(material, [uri != BAKER for uri in material.uris])
    drawn = {
        material.uris[c] for _ in range(20) for c in material.concepts[drawer.draw(4, np.random.default_rng(2))[0]]
    }
    assert drawn == {COOK, NURSE, WELD, "word:kach"}


def test_half_of_a_batch_are_neighbours() -> None:
    uris = [f"http://data.europa.eu/esco/skill/{number:03}" for number in range(400)]
    names = {(uri, language): [f"{uri[-3:]} {language}"] for uri in uris for language in ("de", "fr")}
    material = composed(names, [], {uri: f"group {number // 10}" for number, uri in enumerate(uris)})
    drawer, random = PairDrawer(material, [True] * len(uris)), np.random.default_rng(3)
    shares = []
    for _ in range(60):
        groups = material.groups[material.concepts[drawer.draw(40, random)[0]]]
        together = np.bincount(groups, minlength=40)
        shares.append(together[together >= NEIGHBOURS_TOGETHER - 1].sum() / len(groups))
    assert 0.3 < np.mean(shares) < 0.75


def test_own_tables_give_all_five_languages_and_the_test_split_stays_unseen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "occupations-a.tsv").write_text(
        f"uri\tde\tfr\ten\tlb\tnl\n{COOK}\tKoch|Köchin\tcuisinier\tcook\tKach\tkok\n"
    )
    (tmp_path / "relations.tsv").write_text(f"occupation\tcompetence\n{COOK}\t{WELD}\n")
    own = list(material_module._vocabulary(tmp_path))
    assert [(label.language, label.text) for label in own] == [
        ("de", "Koch"), ("de", "Köchin"), ("fr", "cuisinier"), ("en", "cook"), ("lb", "Kach"), ("nl", "kok")
    ]  # fmt: skip
    with material_module.PHRASES.open(encoding="utf-8", newline="") as lines:
        test = {row["lb"] for row in csv.DictReader(lines, delimiter="\t") if row["split"] == "test"}
    learnt = {label.text for label in material_module._phrases(material_module.PHRASES)}
    assert len(learnt) > 200
    assert not learnt & test


def test_parts_of_words_are_no_words(tmp_path: Path) -> None:
    (tmp_path / "words.tsv").write_text("lb\tde\n-amt\t-amt\nKach\tKoch\n")
    assert [label.text for label in material_module._words(tmp_path / "words.tsv")] == ["Kach", "Koch"]
    assert LANGUAGES.index("lb") == 3

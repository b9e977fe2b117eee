"""``passerelle train ESCO_FOLDER``: the upper layers, then the linear adapter over them: the two files that ship.

Runs for about an hour on two cores and may be interrupted: what the lower layers make of the texts and every fiftieth
step are kept below ``--home``. A small part of the concepts is never learnt from: on their names it is measured.
"""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from models.bundled import build_bundled, bundled_source
from models.delta import DELTA, write_delta
from models.runtime import FloatArray, normalised
from models.space import ADAPTER, LANGUAGES, parallel_phrases
from models.training.layers import LayerTrainer, Settings
from models.training.linear import train_adapter
from models.training.material import IntArray, Kind, Material, read_material
from models.training.measure import Samples, cross_language_rank
from models.training.pairs import PairDrawer
from models.training.states import LowerLayers, States, stored_states
from models.wording import fold_wording

PREFIX = "query: "
HELD_OUT_SHARE = 0.08
# Concepts of each kind that are measured on, and names that the adapter is trained on: enough to tell, soon done.
MEASURED_CONCEPTS, ADAPTER_NAMES = 600, 60_000


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where the names are, where the work is kept, where the results go."""
    home = Path(os.environ.get("PASSERELLE_HOME") or "var")
    parser.add_argument("esco", type=Path, metavar="ESCO_FOLDER", help="folder with the ESCO label tables")
    parser.add_argument("--home", type=Path, default=home, help="state folder for the encoder and the unfinished work")
    parser.add_argument("--steps", type=int, default=Settings().steps, help="steps of the upper layers")
    parser.add_argument("--delta", type=Path, default=DELTA, help="default: the delta that ships")
    parser.add_argument("--adapter", type=Path, default=ADAPTER, help="default: the adapter that ships")


def run(options: argparse.Namespace) -> int:
    """Trains, measures and writes what was learnt."""
    settings = replace(Settings(), steps=options.steps)
    work = options.home / "training"
    material = read_material(options.esco, settings.seed)
    chosen = _chosen(material, settings.seed)
    drawer = PairDrawer(material, chosen.tolist())
    print(f"{len(material.texts)} texts, {drawer.concepts} concepts to learn from")
    trainer = _trainer(options.home, material, settings, work / "states")
    trainer.train(drawer.draw, work / "layers.pt", material.digest)
    write_delta(*trainer.tensors(), options.delta)
    adapter = _adapter(trainer, material, chosen, settings.seed)
    source = np.array(bundled_source(options.delta))
    np.savez_compressed(options.adapter, source=source, matrix=adapter.astype(np.float16))
    for path in (options.delta, options.adapter):
        print(f"{path}: {path.stat().st_size // 1000} kB")
    _tell(trainer, material, chosen, adapter, settings.seed)
    return 0


def _chosen(material: Material, seed: int) -> npt.NDArray[np.bool_]:
    """Concepts to learn from while others are held out; words and phrases belong to no ESCO concept and stay."""
    kept = np.random.default_rng(seed).random(len(material.uris)) >= HELD_OUT_SHARE
    chosen: npt.NDArray[np.bool_] = kept | (material.kinds > Kind.SKILL)
    return chosen


def _trainer(home: Path, material: Material, settings: Settings, folder: Path) -> LayerTrainer:
    # Imported here: the serving path must never load torch.
    from transformers import AutoTokenizer, BertModel

    plain = build_bundled(home, delta=None)
    tokenizer: Any = AutoTokenizer.from_pretrained(plain)
    lower = LowerLayers(BertModel.from_pretrained(plain, attn_implementation="sdpa"), tokenizer, PREFIX)
    states = stored_states(material.texts, lower, folder)
    phrases = parallel_phrases()
    spoken = [fold_wording(text) for language in LANGUAGES for text in phrases[language]]
    return LayerTrainer(
        BertModel.from_pretrained(plain, attn_implementation="sdpa"),
        states,
        material.texts,
        material.languages,
        phrases=States.of(lower.states(spoken)),
        phrase_languages=np.repeat(np.arange(len(LANGUAGES)), [len(phrases[language]) for language in LANGUAGES]),
        settings=settings,
    )


def _samples(trainer: LayerTrainer, material: Material, texts: IntArray, *, trained: bool) -> Samples:
    """These texts as centred vectors, by the trained layers or the original ones."""
    languages = material.languages[texts]
    raw = trainer.vectors(texts, trained=trained)
    return Samples(
        vectors=normalised(raw - trainer.centres(trained=trained)[languages]),
        concepts=material.concepts[texts],
        languages=languages,
        occupations=material.kinds[material.concepts[texts]] == Kind.OCCUPATION,
    )


def _adapter(trainer: LayerTrainer, material: Material, chosen: npt.NDArray[np.bool_], seed: int) -> FloatArray:
    """The linear adapter over the trained layers, learnt from names of the chosen occupations and skills."""
    names = np.flatnonzero(~material.described & (chosen & (material.kinds <= Kind.SKILL))[material.concepts])
    random = np.random.default_rng(seed)
    names = np.sort(random.choice(names, min(ADAPTER_NAMES, len(names)), replace=False))
    return train_adapter(_samples(trainer, material, names, trained=True), seed)


def _tell(
    trainer: LayerTrainer, material: Material, chosen: npt.NDArray[np.bool_], adapter: FloatArray, seed: int
) -> None:
    """Prints how well names of unseen concepts find each other, without and with what was learnt."""
    random = np.random.default_rng(seed)
    for kind in (Kind.OCCUPATION, Kind.SKILL):
        unseen = np.flatnonzero(~chosen & (material.kinds == kind))
        unseen = random.choice(unseen, min(MEASURED_CONCEPTS, len(unseen)), replace=False)
        texts = np.flatnonzero(np.isin(material.concepts, unseen) & ~material.described)
        before, after = (_samples(trainer, material, texts, trained=trained) for trained in (False, True))
        measured = {"untrained": before, "layers": after, "layers and adapter": after.adapted(adapter)}
        for name, samples in measured.items():
            across, within = cross_language_rank(samples)
            print(f"unseen {kind.name.lower()}s, {name}: MRR {across:.3f} across languages, {within:.3f} within one")

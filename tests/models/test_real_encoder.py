"""What only the real encoder can show; built once into PASSERELLE_TEST_HOME or var/."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.errors import ConfigurationError
from models import CourseIndex, CourseText, Encoder, EncodingCache, HybridSearch, prepare_encoder
from models.bundled import build_bundled
from models.delta import delta_digest, read_delta, write_delta
from models.export import prepare_plain
from models.folders import Manifest
from models.runtime import load_runtime
from models.serving import BUNDLED_NAME, ServingFacts
from models.space import LANGUAGES, parallel_phrases

pytestmark = pytest.mark.slow

# Against sentence-transformers in fp32, over 600 texts in five languages.
LEAST_MEAN_COSINE = 0.995
LEAST_CENTRED_COSINE = 0.99
# Share of phrases whose translation is the nearest of 120, mean over all 20 directions (measured .84 before centring).
LEAST_TRANSLATIONS_FOUND = 0.85
LONG_TEXT = "Die Weiterbildung vermittelt Grundlagen der Buchhaltung, des Steuerrechts und der Lohnabrechnung. " * 40


@pytest.fixture(scope="module")
def reference(encoder_home: Path, serving_folder: Path) -> Any:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(encoder_home / "models" / BUNDLED_NAME), device="cpu")


def cosines(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return (one * other).sum(1) / np.linalg.norm(one, axis=1) / np.linalg.norm(other, axis=1)


def test_the_serving_graph_agrees_with_sentence_transformers(serving_folder: Path, reference: Any) -> None:
    texts = [text for phrases in parallel_phrases().values() for text in phrases] + [LONG_TEXT, "a\tb", "x"]
    served = load_runtime(serving_folder).encode(texts)
    expected = reference.encode(texts, prompt_name="query")
    assert cosines(served, expected).mean() >= LEAST_MEAN_COSINE
    centred = cosines(served - served.mean(0), expected - expected.mean(0))
    assert centred.mean() >= LEAST_CENTRED_COSINE


def test_a_vector_does_not_depend_on_its_neighbours(real_encoder: Encoder) -> None:
    texts = ["Koch", "Ausbildung zum Elektriker in Trier", LONG_TEXT]
    together = real_encoder.raw(texts)
    alone = np.vstack([real_encoder.raw([text]) for text in texts])
    assert np.allclose(together, alone, atol=1e-4)


def test_translations_find_each_other(real_encoder: Encoder) -> None:
    phrases = parallel_phrases()
    vectors = {language: real_encoder.encode(phrases[language], [language] * 120) for language in LANGUAGES}
    found = [
        (np.argmax(vectors[one] @ vectors[other].T, axis=1) == np.arange(120)).mean()
        for one in LANGUAGES
        for other in LANGUAGES
        if one != other
    ]
    assert np.mean(found) >= LEAST_TRANSLATIONS_FOUND


def test_unrelated_texts_are_near_zero(real_encoder: Encoder) -> None:
    phrases = parallel_phrases()
    texts = [text for language in LANGUAGES for text in phrases[language]]
    vectors = real_encoder.encode(texts, [language for language in LANGUAGES for _ in phrases[language]])
    assert abs(float(np.mean(vectors @ vectors.T))) < 0.05


def test_an_intact_encoder_is_reused_and_a_damaged_one_is_made_again(tmp_path: Path, encoder_home: Path) -> None:
    shutil.copytree(encoder_home / "models", tmp_path / "models")
    serving = prepare_encoder(tmp_path)
    before = (serving / "encoder.onnx").stat().st_mtime_ns
    assert prepare_encoder(tmp_path) == serving
    assert (serving / "encoder.onnx").stat().st_mtime_ns == before
    (serving / "encoder.onnx").write_bytes(b"broken")
    assert prepare_encoder(tmp_path) == serving
    assert Manifest.damaged(serving) == []
    assert Encoder.load(serving).encode(["Koch"]).shape == (1, 384)


def test_what_was_trained_is_in_the_encoder_and_in_its_fingerprint(encoder_home: Path, serving_folder: Path) -> None:
    plain, trained = (load_runtime(folder) for folder in (prepare_plain(encoder_home), serving_folder))
    assert plain.fingerprint != trained.fingerprint
    pair = ["soudeur", "welder"]
    before, after = (float(vectors[0] @ vectors[1]) for vectors in (plain.encode(pair), trained.encode(pair)))
    assert after > before
    source = Manifest.read(encoder_home / "models" / BUNDLED_NAME)
    assert source["delta"] == delta_digest() != ""


def test_another_delta_builds_the_encoder_anew(tmp_path: Path) -> None:
    from safetensors.numpy import load_file

    name = "encoder.layer.11.output.dense.weight"
    change = np.zeros((384, 1536), np.float32)
    write_delta({name: change}, {name: change + 0.01}, tmp_path / "delta.npz")
    folder = build_bundled(tmp_path, tmp_path / "delta.npz")
    once = load_file(folder / "model.safetensors")[name]
    write_delta({name: change}, {name: change + 0.02}, tmp_path / "delta.npz")
    twice = load_file(build_bundled(tmp_path, tmp_path / "delta.npz") / "model.safetensors")[name]
    assert np.allclose(twice - once, 0.01, atol=1e-4)
    assert name in read_delta()


def test_serving_imports_neither_torch_nor_transformers(serving_folder: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from models import Encoder; "
        f"Encoder.load(Path({str(serving_folder)!r})).encode(['Koch']); "
        "print(sorted({'torch', 'transformers', 'onnx', 'sklearn', 'pandas'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def small_model(folder: Path, pooling: str) -> Path:
    """A random two-layer BERT with a vocabulary of letters."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    letters = {piece: number for number, piece in enumerate(["[PAD]", "[UNK]", *"abcdefghijklmnopqrstuvwxyz"])}
    tokenizer = Tokenizer(models.WordLevel(letters, "[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    parts = folder / "parts"
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]").save_pretrained(parts)
    config = BertConfig(
        vocab_size=len(letters),
        hidden_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=128,
        max_position_embeddings=40,
    )
    BertModel(config).save_pretrained(parts)
    modules = [Transformer(str(parts), max_seq_length=32), Pooling(64, pooling_mode=pooling)]
    SentenceTransformer(modules=modules, device="cpu").save(str(folder / "model"))
    return folder / "model"


def test_another_folder_is_served_the_same_way(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    model = small_model(tmp_path, "mean")
    serving = prepare_encoder(tmp_path / "home", str(model))
    assert ServingFacts.read(serving).kind == "onnx"
    texts = ["welder", "nurse", "a", "electrician" * 5]
    expected = SentenceTransformer(str(model), device="cpu").encode(texts)
    assert cosines(load_runtime(serving).encode(texts), expected).min() > 0.99


def test_a_model_that_cannot_be_exported_is_run_by_sentence_transformers(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    model = small_model(tmp_path, "cls")
    serving = prepare_encoder(tmp_path / "home", str(model))
    assert ServingFacts.read(serving).kind == "sentence-transformers"
    texts = ["welder", "nurse"]
    expected = SentenceTransformer(str(model), device="cpu").encode(texts)
    assert cosines(load_runtime(serving).encode(texts), expected).min() > 0.9999


def test_a_model_that_does_not_exist_names_the_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ConfigurationError) as refusal:
        prepare_encoder(tmp_path, str(tmp_path / "no" / "such" / "model"))
    assert refusal.value.place == "PASSERELLE_MODEL"


def test_a_wish_finds_courses_of_other_languages(tmp_path: Path, real_encoder: Encoder) -> None:
    courses = [
        CourseText(id="boulanger", title="CAP Boulanger", language="fr"),
        CourseText(id="baecker", title="Ausbildung Bäcker/in", language="de"),
        CourseText(id="compta", title="BTS Comptabilité et gestion", language="fr"),
        CourseText(id="buch", title="Finanzbuchhaltung für Einsteiger", language="de"),
        CourseText(id="verpleeg", title="Bachelor verpleegkunde", language="nl"),
        CourseText(id="pflege", title="Generalistische Pflegeausbildung", language="de"),
    ]
    with EncodingCache(tmp_path / "cache", real_encoder) as cache:
        CourseIndex.build(courses, real_encoder, cache, tmp_path / "index", "v1")
    search = HybridSearch(CourseIndex.open(tmp_path / "index", real_encoder), real_encoder)
    expected = {
        "Bäcker": {"boulanger", "baecker"},
        "accountant": {"compta", "buch"},
        "infirmière": {"verpleeg", "pflege"},
        "verpleegkundige": {"verpleeg", "pflege"},
    }
    found = {wish: set(search.search([wish], limit=2)) for wish in expected}
    assert found == expected

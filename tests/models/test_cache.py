from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np
import pytest

from models import EncodingCache
from models.cache import COMMIT_TEXTS
from tests.models.fakes import HashingRuntime, fake_encoder

TEXTS = ["Bäcker", "boulanger", "baker", "Bäcker"]


def test_each_distinct_text_is_encoded_once(tmp_path: Path) -> None:
    encoder, runtime = fake_encoder()
    with EncodingCache(tmp_path, encoder) as cache:
        first = cache.encode(TEXTS)
        second = cache.encode([*TEXTS, "bakker"])
    assert (first.encoded, first.reused) == (3, 0)
    assert (second.encoded, second.reused) == (1, 3)
    assert sorted(runtime.seen) == ["Bäcker", "baker", "bakker", "boulanger"]


def test_a_reopened_cache_gives_the_same_bits(tmp_path: Path) -> None:
    encoder, _ = fake_encoder()
    with EncodingCache(tmp_path, encoder) as cache:
        fresh = cache.encode(TEXTS, ["de", "fr", "en", "de"])
    with EncodingCache(tmp_path, encoder) as cache:
        again = cache.encode(TEXTS, ["de", "fr", "en", "de"])
    assert (again.encoded, again.reused) == (0, 3)
    assert np.array_equal(fresh.vectors, again.vectors)
    assert np.array_equal(fresh.vectors[0], fresh.vectors[3])


def test_vectors_stay_close_to_uncached_ones(tmp_path: Path) -> None:
    encoder, _ = fake_encoder()
    with EncodingCache(tmp_path, encoder) as cache:
        cached = cache.encode(TEXTS).vectors
    assert np.allclose(cached, encoder.encode(TEXTS), atol=1e-3)


def test_another_encoder_keeps_its_own_file(tmp_path: Path) -> None:
    for name in ("one", "two"):
        encoder, _ = fake_encoder(name)
        with EncodingCache(tmp_path, encoder) as cache:
            assert cache.encode(["Koch"]).encoded == 1
    assert len(list(tmp_path.glob("*.sqlite"))) == 2


def test_progress_counts_only_what_is_encoded(tmp_path: Path) -> None:
    encoder, _ = fake_encoder()
    texts = [f"Kurs {number}" for number in range(COMMIT_TEXTS + 10)]
    seen: list[tuple[int, int]] = []
    with EncodingCache(tmp_path, encoder) as cache:
        cache.encode(texts[:5])
        cache.encode(texts, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(COMMIT_TEXTS, COMMIT_TEXTS + 5), (COMMIT_TEXTS + 5, COMMIT_TEXTS + 5)]


class FailsAfter(HashingRuntime):
    """Dies like a killed process after some batches."""

    def __init__(self, batches: int) -> None:
        super().__init__()
        self.left = batches

    def encode(self, texts):  # type: ignore[no-untyped-def]  # the signature is the parent's
        if self.left == 0:
            raise KeyboardInterrupt
        self.left -= 1
        return super().encode(texts)


def test_an_interrupted_run_loses_at_most_one_batch(tmp_path: Path) -> None:
    texts = [f"Kurs {number}" for number in range(3 * COMMIT_TEXTS)]
    encoder, _ = fake_encoder()
    dying = FailsAfter(2)
    encoder._runtime = dying
    with EncodingCache(tmp_path, encoder) as cache, pytest.raises(KeyboardInterrupt):
        cache.encode(texts)
    encoder._runtime = HashingRuntime()
    with EncodingCache(tmp_path, encoder) as cache:
        resumed = cache.encode(texts)
    assert (resumed.encoded, resumed.reused) == (COMMIT_TEXTS, 2 * COMMIT_TEXTS)


def test_a_damaged_cache_is_started_anew(tmp_path: Path) -> None:
    encoder, _ = fake_encoder()
    (tmp_path / f"{encoder.raw_fingerprint}.sqlite").write_bytes(b"this is no database" * 100)
    with EncodingCache(tmp_path, encoder) as cache:
        assert cache.encode(["Koch"]).encoded == 1
        assert len(cache) == 1


def test_a_vector_of_the_wrong_size_is_encoded_again(tmp_path: Path) -> None:
    encoder, _ = fake_encoder()
    with EncodingCache(tmp_path, encoder) as cache:
        cache.encode(["Koch"])
    connection = sqlite3.connect(tmp_path / f"{encoder.raw_fingerprint}.sqlite")
    with connection:
        connection.execute("UPDATE vector SET value = x'0000'")
    connection.close()
    with EncodingCache(tmp_path, encoder) as cache:
        assert cache.encode(["Koch"]).encoded == 1

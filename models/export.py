"""Turns a sentence-transformers folder into the serving folder: an ONNX graph that needs no torch to run.

The word embeddings stay outside the graph as a half-precision table that is mapped into memory, so that a process holds
only the rows it meets. The matrices of the layers become eight-bit blocks (``MatMulNBits``); why, and what it costs, is
measured in docs/decisions/0002-serving-encoder.md.
"""

from __future__ import annotations

import hashlib
import json
import logging
import warnings
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from engine.errors import ConfigurationError
from models.bundled import build_bundled, bundled_source
from models.folders import Manifest, replace_folder, sha256_of, versions_of
from models.quiet import quiet
from models.runtime import load_runtime
from models.serving import BUNDLED, GRAPH, RECIPE, SERVING, TABLE, TOKENIZER, ServingFacts, serving_folder
from models.space import parallel_phrases, phrases_digest, save_centres

# Networks whose forward pass is: look up, add positions, layers, last hidden state.
EXPORTABLE = ("bert", "xlm-roberta", "roberta", "camembert")
OPSET = 17
WEIGHT_BITS = 8
BLOCK_SIZE = 128
# 4: activations are quantised to eight bits per block as well; the fast kernels of AVX512-VNNI need it.
ACCURACY_LEVEL = 4


def prepare_encoder(home: Path, model: str = BUNDLED) -> Path:
    """The serving folder for ``PASSERELLE_MODEL`` below ``home``, built unless an intact one is there.

    ``model`` is ``bundled``, a folder or a hub id. Raises ``ConfigurationError`` when it is none of them and
    ``StateError`` when the bundled weights are not installed. Imports torch only when something must be built.
    """
    serving = serving_folder(home, model)
    if model == BUNDLED:
        source = build_bundled(home)
        return _build_serving(source, serving, bundled_source(), str(source))
    folder = Path(model).expanduser()
    if not folder.is_dir() and Manifest.intact(
        serving, {"recipe": RECIPE, "source": model, "phrases": phrases_digest()}
    ):
        return serving  # a hub id names one model for good; asking the hub again would need the network
    return _build_serving(folder if folder.is_dir() else None, serving, model, model)


def prepare_plain(home: Path) -> Path:
    """The serving folder of the bundled encoder without anything trained on top: for comparisons only."""
    return prepare_encoder(home, str(build_bundled(home, delta=None)))


def _build_serving(folder: Path | None, serving: Path, source: str, model: str) -> Path:
    digest = _digest(folder)
    recipe = {"recipe": RECIPE, "source": source, "digest": digest, "phrases": phrases_digest()}
    if Manifest.intact(serving, recipe):
        return serving
    transformer = _load(model)
    with replace_folder(serving) as building:
        facts = _export(transformer, building, source, digest, model)
        (building / SERVING).write_text(json.dumps(asdict(facts), indent=1) + "\n", encoding="utf-8")
        save_centres(load_runtime(building), parallel_phrases(), building)
        made_with = versions_of("torch", "transformers", "sentence-transformers", "onnx", "onnxruntime")
        Manifest.write(building, recipe | {"made_with": made_with})
    return serving


def _digest(folder: Path | None) -> str:
    """One digest over the weights, tokenizer and settings of a local folder; empty for a hub id."""
    if folder is None:
        return ""
    names = sorted(p for p in folder.rglob("*") if p.suffix in {".safetensors", ".bin", ".json"} and p.is_file())
    parts = [f"{p.relative_to(folder)}={sha256_of(p)}" for p in names if p.name != "manifest.json"]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _load(model: str) -> Any:
    # Imported here: the serving path must never load torch.
    from sentence_transformers import SentenceTransformer

    quiet()
    try:
        return SentenceTransformer(model, device="cpu", model_kwargs={"attn_implementation": "eager"})
    except (OSError, ValueError) as error:
        raise ConfigurationError(
            f"no sentence-transformers model could be loaded from {model!r}",
            place="PASSERELLE_MODEL",
            value=model,
            remedy="name a folder, a hub id that this machine can reach, or 'bundled'",
            code="model-unusable",
        ) from error


def _export(transformer: Any, folder: Path, source: str, digest: str, model: str) -> ServingFacts:
    prompts = transformer.prompts or {}
    # A prefix for queries only would make a short wish and the same short title two different vectors.
    symmetric = bool(prompts.get("query")) and bool(prompts.get("passage") or prompts.get("document"))
    exportable = _is_exportable(transformer)
    facts = ServingFacts(
        kind="onnx" if exportable else "sentence-transformers",
        source=source,
        digest=digest,
        dimension=int(transformer.get_embedding_dimension()),
        max_tokens=int(transformer.max_seq_length or 512),
        pad=int(transformer.tokenizer.pad_token_id or 0) if exportable else 0,
        prefix=prompts["query"] if symmetric else "",
        model="" if exportable else model,
    )
    if exportable:
        network = transformer[0].auto_model.eval()
        table = network.get_input_embeddings().weight.detach().numpy()
        np.save(folder / TABLE, table.astype(np.float16))
        transformer.tokenizer.backend_tokenizer.save(str(folder / TOKENIZER), pretty=False)
        _export_graph(network, folder)
    return facts


def _is_exportable(transformer: Any) -> bool:
    """True for a BERT-like network with mean pooling and nothing but normalisation after it."""
    kinds = [type(module).__name__ for module in transformer]
    if kinds not in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"]):
        return False
    pooling = transformer[1].pooling_mode
    modes = (pooling,) if isinstance(pooling, str) else tuple(pooling)
    return modes == ("mean",) and transformer[0].auto_model.config.model_type in EXPORTABLE


def _export_graph(network: Any, folder: Path) -> None:
    """Writes the optimised, quantised graph: (embeddings, attention mask) → mean-pooled vectors."""
    import onnx
    import torch
    from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer
    from onnxruntime.transformers import optimizer
    from onnxruntime.transformers.fusion_options import FusionOptions

    class MeanPooled(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.network = network

        def forward(self, embeddings: Any, attention_mask: Any) -> Any:
            hidden = self.network(inputs_embeds=embeddings, attention_mask=attention_mask).last_hidden_state
            weights = attention_mask.unsqueeze(-1).to(hidden.dtype)
            return (hidden * weights).sum(1) / weights.sum(1)

    exported, config = folder / "exported.onnx", network.config
    example = torch.zeros(2, 5, config.hidden_size), torch.tensor([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]])
    for noisy in ("onnxruntime", "onnx_model", "fusion_base", "fusion_utils", "onnx_model_bert"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")  # the tracer warns about branches on shapes that are made dynamic below
        torch.onnx.export(
            MeanPooled().eval(),
            example,
            str(exported),
            dynamo=False,
            opset_version=OPSET,
            input_names=["embeddings", "attention_mask"],
            output_names=["pooled"],
            dynamic_axes={name: {0: "batch", 1: "tokens"} for name in ("embeddings", "attention_mask")}
            | {"pooled": {0: "batch"}},
        )
    options = FusionOptions("bert")
    options.use_multi_head_attention = True  # leaves the three projections as matrices that can be quantised
    fused = optimizer.optimize_model(
        str(exported),
        model_type="bert",
        num_heads=config.num_attention_heads,
        hidden_size=config.hidden_size,
        opt_level=0,
        optimization_options=options,
    )
    quantizer = MatMulNBitsQuantizer(
        fused.model, bits=WEIGHT_BITS, block_size=BLOCK_SIZE, is_symmetric=True, accuracy_level=ACCURACY_LEVEL
    )
    quantizer.process()
    onnx.save(quantizer.model.model, str(folder / GRAPH))
    exported.unlink()

"""Trains the upper layers: texts of one concept must find each other among the others of the batch.

The loss is the symmetric InfoNCE of van den Oord et al. (2018) over cosines taken as they are served, with the mean of
each language subtracted. English, and to a lesser part every language, is held near the vectors it had. At the end the
trained layers and the original ones are averaged (Wortsman et al. 2022, WiSE-FT), which keeps more of what the encoder
knew of everything else.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import trange

from models.runtime import FloatArray, batches_by_length
from models.space import LANGUAGES
from models.training.material import IntArray
from models.training.states import FIRST_TRAINED, WORKERS, States, run_layers

ENGLISH = LANGUAGES.index("en")
CHUNK_TOKENS = 1024
# Steps between two measurements of the language means, and between two checkpoints.
CENTRES_EVERY, SAVE_EVERY = 75, 50
NEVER = -1e4


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """``held_english`` and ``held`` weigh staying near the original vector; ``share`` is how far to go in the end."""

    steps: int = 450
    pairs: int = 192
    learning_rate: float = 2e-4
    warm_up: float = 0.1
    temperature: float = 0.05
    weight_decay: float = 0.01
    held_english: float = 0.5
    held: float = 0.15
    longest_gradient: float = 1.0
    share: float = 0.85
    seed: int = 7


class LayerTrainer:
    """``states`` are those of all texts, ``phrases`` those of parallel phrases, which give the language means."""

    def __init__(
        self,
        network: Any,
        states: States,
        texts: Sequence[str],
        languages: IntArray,
        phrases: States,
        phrase_languages: IntArray,
        settings: Settings,
    ) -> None:
        import torch

        torch.set_num_threads(1)
        torch.manual_seed(settings.seed)
        self._settings = settings
        self._states, self._languages = states, languages
        self._spelt = np.array([text.casefold() for text in texts], object)
        self._phrases, self._phrase_languages = phrases, phrase_languages
        self._original = [layer.float().train(False) for layer in network.encoder.layer[FIRST_TRAINED:]]
        self._layers = copy.deepcopy(self._original)
        self._parameters = [parameter for layer in self._layers for parameter in layer.parameters()]
        matrices = [parameter for parameter in self._parameters if parameter.ndim > 1]
        vectors = [parameter for parameter in self._parameters if parameter.ndim <= 1]
        self._optimizer = torch.optim.AdamW(
            [
                {"params": matrices, "weight_decay": settings.weight_decay},
                {"params": vectors, "weight_decay": 0.0},
            ],
            lr=settings.learning_rate,
            betas=(0.9, 0.98),
        )
        self._workers = ThreadPoolExecutor(WORKERS)

    def train(
        self, draw: Callable[[int, np.random.Generator], tuple[IntArray, IntArray]], checkpoint: Path, digest: str
    ) -> None:
        """All steps; goes on from ``checkpoint`` where it was written by a run of the same ``digest`` and settings."""
        settings = self._settings
        # How far to go in the end changes no step.
        recipe = f"{digest} {asdict(replace(settings, share=1.0))}"
        first, centres = self._restored(checkpoint, recipe)
        original = self._centres(self._original)
        with trange(first, settings.steps, initial=first, total=settings.steps, desc="upper layers") as steps:
            for step in steps:
                if step % CENTRES_EVERY == 0:
                    centres = self._centres(self._layers)
                # Drawn anew at each step, so that a run that was resumed draws what it would have drawn.
                one, other = draw(settings.pairs, np.random.default_rng((settings.seed, step)))
                loss = self._step(np.concatenate([one, other]), step, centres, original)
                steps.set_postfix(loss=f"{loss:.3f}")
                if (step + 1) % SAVE_EVERY == 0 or step + 1 == settings.steps:
                    self._save(checkpoint, recipe, step + 1, centres)

    def vectors(self, texts: IntArray, *, trained: bool = True) -> FloatArray:
        """Raw vectors (len(texts), dimension) of texts by their number, by the trained layers or the original ones."""
        return self._encoded(self._averaged() if trained else self._original, self._states, texts)

    def centres(self, *, trained: bool = True) -> FloatArray:
        """The mean raw vector of each language's phrases (languages, dimension)."""
        return self._centres(self._averaged() if trained else self._original)

    def tensors(self) -> tuple[Mapping[str, FloatArray], Mapping[str, FloatArray]]:
        """The layers' tensors by their names in the network: as they were, and as they are to be."""
        before, after = (
            {
                f"encoder.layer.{FIRST_TRAINED + at}.{name}": tensor.detach().numpy()
                for at, layer in enumerate(layers)
                for name, tensor in layer.state_dict().items()
            }
            for layers in (self._original, self._averaged())
        )
        return before, after

    def _step(self, texts: IntArray, step: int, centres: FloatArray, original: FloatArray) -> float:
        import torch

        settings = self._settings
        chunks = [np.array(c) for c in batches_by_length(self._states.lengths[texts].tolist(), CHUNK_TOKENS)]
        outputs = list(self._workers.map(lambda chunk: self._forward(texts[chunk]), chunks))
        pooled, before = (torch.zeros(len(texts), self._states.tokens.shape[1]) for _ in range(2))
        for chunk, (new, old) in zip(chunks, outputs, strict=True):
            pooled[chunk], before[chunk] = new.detach(), old
        pooled.requires_grad_(True)
        loss, held = self._losses(pooled, before, texts, centres, original)
        (gradient,) = torch.autograd.grad(loss + held, pooled)
        # Each chunk's gradient by itself, summed in one order: the sum must not depend on which worker was faster.
        parts = self._workers.map(
            lambda at: torch.autograd.grad(outputs[at][0], self._parameters, gradient[chunks[at]]), range(len(chunks))
        )
        for number, part in enumerate(parts):
            for parameter, own in zip(self._parameters, part, strict=True):
                parameter.grad = own if number == 0 else parameter.grad.add_(own)
        torch.nn.utils.clip_grad_norm_(self._parameters, settings.longest_gradient)
        warm = settings.warm_up * settings.steps
        rate = settings.learning_rate * min((step + 1) / warm, 1.0) * (1 - step / settings.steps)
        for group in self._optimizer.param_groups:
            group["lr"] = rate
        self._optimizer.step()
        return float(loss.detach())

    def _losses(
        self, pooled: Any, before: Any, texts: IntArray, centres: FloatArray, original: FloatArray
    ) -> tuple[Any, Any]:
        """InfoNCE between the two halves of the texts, and the weighted distance from the original vectors."""
        import torch
        from torch.nn import functional

        settings, half = self._settings, len(texts) // 2
        languages = self._languages[texts]
        placed = functional.normalize(pooled - torch.from_numpy(centres[languages]))
        likeness = placed[:half] @ placed[half:].T / settings.temperature
        # The same letters under two concepts are no wrong answer.
        same = self._spelt[texts[:half]][:, None] == self._spelt[texts[half:]][None, :]
        same &= ~np.eye(half, dtype=bool)
        likeness = likeness.masked_fill(torch.from_numpy(same.astype(bool)), NEVER)
        target = torch.arange(half)
        loss = (functional.cross_entropy(likeness, target) + functional.cross_entropy(likeness.T, target)) / 2
        was = functional.normalize(before - torch.from_numpy(original[languages]))
        weights = np.where(languages == ENGLISH, settings.held_english, settings.held).astype(np.float32)
        held = (torch.from_numpy(weights) * (1 - (placed * was).sum(1))).mean()
        return loss, held

    def _forward(self, texts: IntArray) -> tuple[Any, Any]:
        """Pooled vectors of these texts by the layers in training, and by the original ones without a gradient."""
        import torch

        torch.set_num_threads(1)
        hidden, mask = self._states.padded(texts)
        with torch.autocast("cpu", torch.bfloat16):
            new = _pooled(run_layers(self._layers, hidden, mask), mask)
            with torch.no_grad():
                old = _pooled(run_layers(self._original, hidden, mask), mask)
        return new, old

    def _encoded(self, layers: Sequence[Any], states: States, texts: IntArray) -> FloatArray:
        import torch

        def run(chunk: Sequence[int]) -> FloatArray:
            torch.set_num_threads(1)
            hidden, mask = states.padded(texts[chunk])
            with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
                pooled: FloatArray = _pooled(run_layers(layers, hidden, mask), mask).numpy()
            return pooled

        vectors = np.zeros((len(texts), states.tokens.shape[1]), np.float32)
        chunks = batches_by_length(states.lengths[texts].tolist(), CHUNK_TOKENS)
        for chunk, part in zip(chunks, self._workers.map(run, chunks), strict=True):
            vectors[chunk] = part
        return vectors

    def _centres(self, layers: Sequence[Any]) -> FloatArray:
        vectors = self._encoded(layers, self._phrases, np.arange(len(self._phrase_languages)))
        means = [vectors[self._phrase_languages == at].mean(axis=0) for at in range(len(LANGUAGES))]
        return np.stack(means).astype(np.float32)

    def _averaged(self) -> list[Any]:
        import torch

        mixed = copy.deepcopy(self._original)
        with torch.no_grad():
            for layer, trained in zip(mixed, self._layers, strict=True):
                for own, other in zip(layer.parameters(), trained.parameters(), strict=True):
                    own.add_(self._settings.share * (other - own))
        return mixed

    def _save(self, path: Path, recipe: str, steps: int, centres: FloatArray) -> None:
        import torch

        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(".tmp")
        layers = [layer.state_dict() for layer in self._layers]
        state = {"recipe": recipe, "steps": steps, "layers": layers, "optimizer": self._optimizer.state_dict()}
        torch.save(state | {"centres": torch.from_numpy(centres)}, temporary)
        temporary.replace(path)

    def _restored(self, path: Path, recipe: str) -> tuple[int, FloatArray]:
        """Puts the layers of a checkpoint of the same run in place: its steps and language means; 0 without one."""
        import torch

        stored = torch.load(path, weights_only=True) if path.is_file() else {}
        if stored.get("recipe") != recipe:
            return 0, self._centres(self._layers)
        for layer, state in zip(self._layers, stored["layers"], strict=True):
            layer.load_state_dict(state)
        self._optimizer.load_state_dict(stored["optimizer"])
        return int(stored["steps"]), stored["centres"].numpy()


def _pooled(hidden: Any, mask: Any) -> Any:
    """The mean over the tokens that are no padding, of length 1."""
    import torch
    from torch.nn import functional

    weights = mask.unsqueeze(-1).to(torch.float32)
    return functional.normalize((hidden.float() * weights).sum(1) / weights.sum(1))

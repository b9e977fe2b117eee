"""Makes the encoder know occupations, competences and courses: ``passerelle train ESCO_FOLDER``.

What it learns from, how, and what came of it stands in ``models/encoder.md``.
"""

from models.training.command import arguments, run

__all__ = ["arguments", "run"]

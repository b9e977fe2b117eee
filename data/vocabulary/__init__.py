"""What people and courses mean: occupations, competences and interests by name, and how they are related."""

from data.vocabulary.tables import starter_concepts
from data.vocabulary.vocabulary import Vocabulary, vocabulary_version

__all__ = ["Vocabulary", "starter_concepts", "vocabulary_version"]

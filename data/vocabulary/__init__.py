"""What people and courses mean, by its names in five languages."""

from data.vocabulary.tables import starter_concepts

__all__ = ["starter_concepts"]

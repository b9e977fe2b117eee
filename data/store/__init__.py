"""Catalogue and vocabulary in their database: SQLite by default, PostgreSQL by URL."""

from data.store.reader import CourseReader
from data.store.runs import ImportRun, Outcome
from data.store.store import CourseText, PortalState, Store
from data.store.vocabulary_run import VocabularyRun

__all__ = ["CourseReader", "CourseText", "ImportRun", "Outcome", "PortalState", "Store", "VocabularyRun"]

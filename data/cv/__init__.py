"""From a CV to what it says: Europass (XML and JSON), JSON Resume and plain text; read, handed on, never kept."""

from data.cv.reader import MAX_BYTES, read_cv
from data.cv.spoken import language_tag

__all__ = ["MAX_BYTES", "language_tag", "read_cv"]

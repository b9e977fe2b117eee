"""The tables, as the code of this version uses them; ``data.migrations`` builds them step by step (a test compares)."""

from __future__ import annotations

import sqlalchemy as sa

__all__ = [
    "catalogue",
    "concepts",
    "courses",
    "descriptions",
    "import_runs",
    "memberships",
    "metadata",
    "names",
    "relations",
    "vocabulary",
]

# Byte order on both databases: with a server's own collation, "ordered by id" would differ between installations.
_Key = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ix": "ix_%(column_0_N_label)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

# ``document`` is the whole course as JSON and the only truth; the other columns repeat what queries look for. It stands
# last because SQLite walks over everything that stands before the column it wants.
courses = sa.Table(
    "courses",
    metadata,
    sa.Column("id", _Key, primary_key=True),
    sa.Column("portal", _Key, nullable=False),
    sa.Column("native_id", sa.Text, nullable=False),
    sa.Column("content_hash", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("text_language", sa.Text, nullable=False),
    sa.Column("taught_in", sa.Text, nullable=False),
    sa.Column("place_name", sa.Text),
    sa.Column("country", _Key),
    sa.Column("postal_code", sa.Text),
    sa.Column("region", sa.Text),
    sa.Column("latitude", sa.Double),
    sa.Column("longitude", sa.Double),
    sa.Column("first_seen", sa.Date, nullable=False),
    sa.Column("last_changed", sa.Date, nullable=False),
    sa.Column("withdrawn_at", sa.Date),
    sa.Column("folded", sa.Text, nullable=False),
    sa.Column("document", sa.Text, nullable=False),
)
sa.Index("ix_courses_portal", courses.c.portal, courses.c.withdrawn_at)
sa.Index("ix_courses_country", courses.c.country, courses.c.id)
# Holds all that Store.coordinates asks for, so that a million documents stay untouched.
_placed = sa.and_(courses.c.withdrawn_at.is_(None), courses.c.latitude.is_not(None))
sa.Index(
    "ix_courses_coordinates",
    courses.c.id,
    courses.c.latitude,
    courses.c.longitude,
    sqlite_where=_placed,
    postgresql_where=_placed,
)

import_runs = sa.Table(
    "import_runs",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("path", sa.Text, nullable=False),
    sa.Column("portal", _Key, nullable=False),
    sa.Column("started_at", sa.DateTime, nullable=False),
    sa.Column("finished_at", sa.DateTime, nullable=False),
    sa.Column("counts", sa.Text, nullable=False),
)
sa.Index("ix_import_runs_portal", import_runs.c.portal, import_runs.c.id)

# One row: what is on offer, summed up, so that "has anything changed?" costs one small read.
catalogue = sa.Table(
    "catalogue",
    metadata,
    sa.Column("id", sa.Integer, sa.CheckConstraint("id = 1", name="one_row"), primary_key=True, autoincrement=False),
    sa.Column("version", sa.Text, nullable=False),
    sa.Column("offered", sa.Integer, nullable=False),
)

# The vocabulary: concepts (ESCO, ROME, national codes) and what their publishers say of them. Numbers stand for URIs,
# because a relation repeats two of them; ``dated`` is the day a publisher last touched the row ("" where it says none).
concepts = sa.Table(
    "vocabulary_concepts",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("uri", _Key, nullable=False),
    sa.Column("scheme", _Key, nullable=False),
    sa.Column("kind", _Key, nullable=False),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("skill_type", sa.Text, nullable=False),
    sa.Column("reuse_level", sa.Text, nullable=False),
    sa.Column("dated", sa.Text, nullable=False),
)
sa.Index("ix_vocabulary_concepts_uri", concepts.c.uri, unique=True)

# ``rank``: 0 preferred, 1 alternative, 2 hidden (found, never shown).
names = sa.Table(
    "vocabulary_names",
    metadata,
    sa.Column("concept_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("language", _Key, primary_key=True),
    sa.Column("name", _Key, primary_key=True),
    sa.Column("rank", sa.SmallInteger, nullable=False),
    sa.Column("dated", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)

descriptions = sa.Table(
    "vocabulary_descriptions",
    metadata,
    sa.Column("concept_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("language", _Key, primary_key=True),
    sa.Column("dated", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
)

# "source needs target" (essential, optional), "source lies below target" (broader), "source is … target" (mappings).
relations = sa.Table(
    "vocabulary_relations",
    metadata,
    sa.Column("relation", _Key, primary_key=True),
    sa.Column("source_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("target_id", sa.Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

memberships = sa.Table(
    "vocabulary_memberships",
    metadata,
    sa.Column("concept_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("collection", _Key, primary_key=True),
    sqlite_with_rowid=False,
)

# One row, as for the catalogue.
vocabulary = sa.Table(
    "vocabulary",
    metadata,
    sa.Column("id", sa.Integer, sa.CheckConstraint("id = 1", name="one_row"), primary_key=True, autoincrement=False),
    sa.Column("version", sa.Text, nullable=False),
)

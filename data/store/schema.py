"""The tables, as the code of this version uses them; ``data.migrations`` builds them step by step (a test compares)."""

from __future__ import annotations

import sqlalchemy as sa

__all__ = ["catalogue", "courses", "import_runs", "metadata"]

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

"""The catalogue: courses, the runs that brought them, and one row that sums them up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _key() -> sa.types.TypeEngine[str]:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "courses",
        sa.Column("id", _key(), nullable=False),
        sa.Column("portal", _key(), nullable=False),
        sa.Column("native_id", sa.Text, nullable=False),
        sa.Column("content_hash", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("text_language", sa.Text, nullable=False),
        sa.Column("taught_in", sa.Text, nullable=False),
        sa.Column("place_name", sa.Text),
        sa.Column("country", _key()),
        sa.Column("postal_code", sa.Text),
        sa.Column("region", sa.Text),
        sa.Column("latitude", sa.Double),
        sa.Column("longitude", sa.Double),
        sa.Column("first_seen", sa.Date, nullable=False),
        sa.Column("last_changed", sa.Date, nullable=False),
        sa.Column("withdrawn_at", sa.Date),
        sa.Column("folded", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_courses"),
    )
    op.create_index("ix_courses_portal", "courses", ["portal", "withdrawn_at"])
    op.create_index("ix_courses_country", "courses", ["country", "id"])
    placed = sa.text("withdrawn_at IS NULL AND latitude IS NOT NULL")
    op.create_index(
        "ix_courses_coordinates",
        "courses",
        ["id", "latitude", "longitude"],
        sqlite_where=placed,
        postgresql_where=placed,
    )
    op.create_table(
        "import_runs",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("portal", _key(), nullable=False),
        sa.Column("started_at", sa.DateTime, nullable=False),
        sa.Column("finished_at", sa.DateTime, nullable=False),
        sa.Column("counts", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_import_runs"),
    )
    op.create_index("ix_import_runs_portal", "import_runs", ["portal", "id"])
    catalogue = op.create_table(
        "catalogue",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("offered", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_catalogue"),
        sa.CheckConstraint("id = 1", name="ck_catalogue_one_row"),
    )
    op.bulk_insert(catalogue, [{"id": 1, "version": "0" * 32, "offered": 0}])


def downgrade() -> None:
    op.drop_table("catalogue")
    op.drop_table("import_runs")
    op.drop_table("courses")

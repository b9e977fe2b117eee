"""The vocabulary: concepts, their names and descriptions, how they are related, and one row that sums them up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ONE_ROW = "ck_vocabulary_one_row"


def _key() -> sa.types.TypeEngine[str]:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, autoincrement=False, nullable=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _word(name: str) -> sa.Column[str]:
    return sa.Column(name, _key(), nullable=False)


def upgrade() -> None:
    op.create_table(
        "vocabulary_concepts",
        _number("id"),
        _word("uri"),
        _word("scheme"),
        _word("kind"),
        _text("code"),
        _text("skill_type"),
        _text("reuse_level"),
        _text("dated"),
        sa.PrimaryKeyConstraint("id", name="pk_vocabulary_concepts"),
    )
    op.create_index("ix_vocabulary_concepts_uri", "vocabulary_concepts", ["uri"], unique=True)
    op.create_table(
        "vocabulary_names",
        _number("concept_id"),
        _word("language"),
        _word("name"),
        sa.Column("rank", sa.SmallInteger, nullable=False),
        _text("dated"),
        sa.PrimaryKeyConstraint("concept_id", "language", "name", name="pk_vocabulary_names"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "vocabulary_descriptions",
        _number("concept_id"),
        _word("language"),
        _text("dated"),
        _text("text"),
        sa.PrimaryKeyConstraint("concept_id", "language", name="pk_vocabulary_descriptions"),
    )
    op.create_table(
        "vocabulary_relations",
        _word("relation"),
        _number("source_id"),
        _number("target_id"),
        sa.PrimaryKeyConstraint("relation", "source_id", "target_id", name="pk_vocabulary_relations"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "vocabulary_memberships",
        _number("concept_id"),
        _word("collection"),
        sa.PrimaryKeyConstraint("concept_id", "collection", name="pk_vocabulary_memberships"),
        sqlite_with_rowid=False,
    )
    vocabulary = op.create_table(
        "vocabulary",
        _number("id"),
        _text("version"),
        sa.PrimaryKeyConstraint("id", name="pk_vocabulary"),
        sa.CheckConstraint("id = 1", name=_ONE_ROW),
    )
    op.bulk_insert(vocabulary, [{"id": 1, "version": "0" * 32}])


def downgrade() -> None:
    for table in ("", "_memberships", "_relations", "_descriptions", "_names", "_concepts"):
        op.drop_table(f"vocabulary{table}")

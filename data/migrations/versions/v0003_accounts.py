"""Accounts: users, keys, the audit log that nobody can change, what advisors keep, and feedback without names."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_REFUSAL = "the audit log is append-only"


def _key() -> sa.types.TypeEngine[str]:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _column(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def upgrade() -> None:
    op.create_table(
        "users",
        _column("id", sa.Integer),
        _column("name", sa.Text),
        _column("name_key", _key()),
        _column("role", _key()),
        sa.Column("password_hash", sa.Text),
        sa.Column("subject", _key()),
        _column("created", sa.DateTime),
        _column("disabled", sa.Boolean),
        _column("failed_attempts", sa.Integer),
        sa.Column("locked_until", sa.DateTime),
        sa.Column("password_changed", sa.DateTime),
        _column("session_epoch", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
    )
    op.create_index("ix_users_name_key", "users", ["name_key"], unique=True)
    op.create_index("ix_users_subject", "users", ["subject"], unique=True)
    op.create_table(
        "audit_log",
        _column("id", sa.Integer),
        _column("happened", sa.DateTime),
        _column("who", sa.Text),
        _column("what", _key()),
        _column("subject", sa.Text),
        _column("detail", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_audit_log"),
    )
    _refuse_changes()
    accounts = op.create_table(
        "accounts",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        _column("refused_attempts", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.CheckConstraint("id = 1", name="ck_accounts_one_row"),
    )
    op.bulk_insert(accounts, [{"id": 1, "refused_attempts": 0}])
    op.create_table(
        "api_keys",
        _column("id", sa.Integer),
        _column("label", sa.Text),
        _column("label_key", _key()),
        _column("key_hash", _key()),
        _column("role", _key()),
        _column("created", sa.DateTime),
        _column("disabled", sa.Boolean),
        _column("rate_per_minute", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_api_keys"),
    )
    op.create_index("ix_api_keys_label_key", "api_keys", ["label_key"], unique=True)
    op.create_index("ix_api_keys_key_hash", "api_keys", ["key_hash"], unique=True)
    op.create_table(
        "shortlists",
        _column("id", _key()),
        _column("owner", sa.Integer),
        _column("pseudonym", sa.Text),
        _column("pseudonym_key", _key()),
        _column("created", sa.Date),
        _column("expires_on", sa.Date),
        _column("profile", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_shortlists"),
        sa.ForeignKeyConstraint(["owner"], ["users.id"], name="fk_shortlists_owner"),
    )
    op.create_index("ix_shortlists_owner", "shortlists", ["owner", "pseudonym_key"], unique=True)
    op.create_index("ix_shortlists_expires_on", "shortlists", ["expires_on"])
    op.create_table(
        "shortlist_entries",
        _column("shortlist_id", _key()),
        _column("course_id", _key()),
        _column("position", sa.Integer),
        _column("note", sa.Text),
        sa.PrimaryKeyConstraint("shortlist_id", "course_id", name="pk_shortlist_entries"),
        sa.ForeignKeyConstraint(
            ["shortlist_id"], ["shortlists.id"], name="fk_shortlist_entries_shortlist_id", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "feedback",
        _column("id", sa.Integer),
        _column("course_id", _key()),
        _column("rank", sa.Integer),
        _column("verdict", _key()),
        _column("reason", sa.Text),
        _column("index_version", sa.Text),
        _column("weights_version", sa.Text),
        _column("day", sa.Date),
        sa.PrimaryKeyConstraint("id", name="pk_feedback"),
    )


def _refuse_changes() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_log_no_{change.lower()} BEFORE {change} ON audit_log "
                f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_log_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()"
    )


def downgrade() -> None:
    for table in ("feedback", "shortlist_entries", "shortlists", "api_keys", "accounts", "audit_log", "users"):
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION refuse_audit_change()")

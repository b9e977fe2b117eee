"""The tables of accounts and of what advisors keep; ``data.migrations`` builds them (a test compares)."""

from __future__ import annotations

import sqlalchemy as sa

from data.store.schema import metadata

__all__ = ["accounts", "api_keys", "audit_log", "feedback", "shortlist_entries", "shortlists", "users"]

# Byte order on both databases, as in the catalogue.
_Key = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

# Rows are never deleted: the audit log speaks of them. ``name_key`` is the name folded, so that Anna is anna.
users = sa.Table(
    "users",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("name_key", _Key, nullable=False),
    sa.Column("role", _Key, nullable=False),
    sa.Column("password_hash", sa.Text),
    sa.Column("subject", _Key),
    sa.Column("created", sa.DateTime, nullable=False),
    sa.Column("disabled", sa.Boolean, nullable=False),
    sa.Column("failed_attempts", sa.Integer, nullable=False),
    sa.Column("locked_until", sa.DateTime),
    sa.Column("password_changed", sa.DateTime),
    sa.Column("session_epoch", sa.Integer, nullable=False),
)
sa.Index("ix_users_name_key", users.c.name_key, unique=True)
sa.Index("ix_users_subject", users.c.subject, unique=True)

# Triggers refuse to change or delete what stands here.
audit_log = sa.Table(
    "audit_log",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("happened", sa.DateTime, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("what", _Key, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
)

# One row. Attempts that nobody's counter can count (an unknown name, a locked or disabled account) are counted here:
# every attempt writes one row, so that its time does not tell whether the name exists.
accounts = sa.Table(
    "accounts",
    metadata,
    sa.Column("id", sa.Integer, sa.CheckConstraint("id = 1", name="one_row"), primary_key=True, autoincrement=False),
    sa.Column("refused_attempts", sa.Integer, nullable=False),
)

api_keys = sa.Table(
    "api_keys",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("label_key", _Key, nullable=False),
    sa.Column("key_hash", _Key, nullable=False),
    sa.Column("role", _Key, nullable=False),
    sa.Column("created", sa.DateTime, nullable=False),
    sa.Column("disabled", sa.Boolean, nullable=False),
    sa.Column("rate_per_minute", sa.Integer, nullable=False),
)
sa.Index("ix_api_keys_label_key", api_keys.c.label_key, unique=True)
sa.Index("ix_api_keys_key_hash", api_keys.c.key_hash, unique=True)

shortlists = sa.Table(
    "shortlists",
    metadata,
    sa.Column("id", _Key, primary_key=True),
    sa.Column("owner", sa.Integer, sa.ForeignKey("users.id", name="fk_shortlists_owner"), nullable=False),
    sa.Column("pseudonym", sa.Text, nullable=False),
    sa.Column("pseudonym_key", _Key, nullable=False),
    sa.Column("created", sa.Date, nullable=False),
    sa.Column("expires_on", sa.Date, nullable=False),
    sa.Column("profile", sa.Text, nullable=False),
)
sa.Index("ix_shortlists_owner", shortlists.c.owner, shortlists.c.pseudonym_key, unique=True)
sa.Index("ix_shortlists_expires_on", shortlists.c.expires_on)

_of_shortlist = sa.ForeignKey("shortlists.id", name="fk_shortlist_entries_shortlist_id", ondelete="CASCADE")
shortlist_entries = sa.Table(
    "shortlist_entries",
    metadata,
    sa.Column("shortlist_id", _Key, _of_shortlist, primary_key=True),
    sa.Column("course_id", _Key, primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
)

# No column could tell who said it, or for whom.
feedback = sa.Table(
    "feedback",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("course_id", _Key, nullable=False),
    sa.Column("rank", sa.Integer, nullable=False),
    sa.Column("verdict", _Key, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("index_version", sa.Text, nullable=False),
    sa.Column("weights_version", sa.Text, nullable=False),
    sa.Column("day", sa.Date, nullable=False),
)

"""Alembic's way in: runs the steps on the connection and in the transaction that ``data.store`` hands over."""

from __future__ import annotations

from alembic import context

from data.store.schema import metadata

# SQLite too rolls back table changes here, because the connection begins its transactions itself.
context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()

"""The history of the tables (Alembic); ``data.store`` runs it when a database is opened, no ``alembic.ini`` needed."""

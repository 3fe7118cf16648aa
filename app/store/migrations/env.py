"""Runs the migrations on the connection that `Database.migrate` opened."""

from alembic import context

from app.store import models

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=models.Change.metadata,
    transactional_ddl=True,
)
context.run_migrations()

"""Runs the migrations on the connection that `Database.migrate` opened."""

from alembic import context
from sqlmodel import SQLModel

from app.store import models

assert models, "importing the models fills the metadata"

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    transactional_ddl=True,
)
context.run_migrations()

"""The table of corrections that readers ask for; no view: it cannot be made again from the log."""

from sqlalchemy import BigInteger, Column, Index, String, Text
from sqlmodel import Field, SQLModel


class Correction(SQLModel, table=True):
    """What a reader says is wrong with one field of a record, and what was answered.

    Nothing of the sender is in it. `code_hash` is of the code with which whoever asked can take the
    request back, `digest` of what is asked, so that the same is not asked twice.
    """

    __tablename__ = "correction"
    __table_args__ = (
        Index("correction_of_subject", "subject", "number"),
        Index("correction_of_record", "record", "state"),
        Index("correction_asked", "digest"),
    )

    number: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    subject: str = Field(max_length=39)
    record: str = Field(max_length=39)
    field: str = Field(max_length=40)
    revision: int = Field(sa_column=Column(BigInteger, nullable=False))
    problem: str = Field(sa_column=Column(Text, nullable=False))
    proposed: str | None = Field(default=None, sa_column=Column(Text))
    evidence: str = Field(sa_column=Column(Text, nullable=False))
    asked_at: str = Field(max_length=27)
    digest: str = Field(max_length=64)
    code_hash: str = Field(max_length=64)
    state: str = Field(default="open", sa_column=Column(String(12), nullable=False))
    answer: str | None = Field(default=None, sa_column=Column(Text))
    answered_at: str | None = Field(default=None, max_length=27)
    answered_by: str | None = Field(default=None, max_length=39)
    change: int | None = Field(default=None, sa_column=Column(BigInteger))
    hidden_at: str | None = Field(default=None, max_length=27)
    hidden_reason: str | None = Field(default=None, sa_column=Column(Text))

"""The tables of the view of standards: which records were checked, and what came out."""

from sqlalchemy import Column, Index, String
from sqlmodel import Field, SQLModel


class ConformanceRecord(SQLModel, table=True):
    """A live credential or learning opportunity that was checked, and the revision that was."""

    __tablename__ = "conformance_record"

    ctid: str = Field(
        sa_column=Column("record", String(39), key="ctid", primary_key=True, nullable=False)
    )
    sha256: str = Field(max_length=64)
    holds_until: str | None = Field(default=None, max_length=10)
    """The last day on which a check gives these results, unless a record changes."""


class ConformanceResult(SQLModel, table=True):
    """A record held against a standard: the result of each element, one letter each, in order."""

    __tablename__ = "conformance_result"
    __table_args__ = (Index("conformance_of_standard", "standard", "meets", "pattern"),)

    ctid: str = Field(
        sa_column=Column("record", String(39), key="ctid", primary_key=True, nullable=False)
    )
    standard: str = Field(primary_key=True, max_length=60)
    pattern: str = Field(max_length=120)
    meets: bool

"""The tables of the operator's board: parts of the catalogue, and what checks of links found."""

from sqlalchemy import Column, Index, String, Text
from sqlmodel import Field, SQLModel


class BoardRecord(SQLModel, table=True):
    """What the board counts of one live record; dates are the last day of what was stated."""

    __tablename__ = "catalogue_board"
    __table_args__ = (Index("board_listing", "name_key", "ctid"),)

    ctid: str = Field(
        sa_column=Column("record", String(39), key="ctid", primary_key=True, nullable=False)
    )
    name_key: str = Field(max_length=200)
    type: str = Field(max_length=80)
    family: str = Field(max_length=24)
    publisher: str = Field(max_length=39)
    no_level: bool
    no_outcomes: bool
    no_assessment: bool
    no_size: bool
    no_qa: bool
    review_on: str | None = Field(default=None, max_length=10)
    qa_until: str | None = Field(default=None, max_length=10)
    missing: str = Field(default="", sa_column=Column(Text, nullable=False))


class BoardConflict(SQLModel, table=True):
    """Two statements that cannot both be right; it counts after `since` and up to `until`."""

    __tablename__ = "catalogue_conflict"

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=16)
    subject: str = Field(index=True, max_length=39)
    record: str = Field(index=True, max_length=39)
    other: str | None = Field(default=None, index=True, max_length=39)
    agent: str | None = Field(default=None, max_length=39)
    scope: str | None = Field(default=None, max_length=60)
    since: str | None = Field(default=None, max_length=10)
    until: str | None = Field(default=None, max_length=10)
    detail: str = Field(sa_column=Column(Text, nullable=False))


class BoardLink(SQLModel, table=True):
    """A web page that a record names, and the property that names it."""

    __tablename__ = "catalogue_link"

    id: int | None = Field(default=None, primary_key=True)
    record: str = Field(index=True, max_length=39)
    property: str = Field(max_length=80)
    url: str = Field(sa_column=Column(String(2000), index=True, nullable=False))


class BoardIdentity(SQLModel, table=True):
    """The digest of an identifier by which two records can be known to describe one thing."""

    __tablename__ = "catalogue_identity"

    id: int | None = Field(default=None, primary_key=True)
    record: str = Field(index=True, max_length=39)
    key: str = Field(index=True, max_length=64)


class BoardRevocation(SQLModel, table=True):
    """A statement that quality assurance was taken back: by whom, from what and when."""

    __tablename__ = "catalogue_revocation"

    id: int | None = Field(default=None, primary_key=True)
    record: str = Field(index=True, max_length=39)
    subject: str = Field(index=True, max_length=39)
    agent: str = Field(max_length=39)
    revoked_on: str | None = Field(default=None, max_length=10)


class LinkCheck(SQLModel, table=True):
    """The last check of a web page; not a view: it cannot be made again from the log."""

    __tablename__ = "link_check"

    url: str = Field(sa_column=Column(String(2000), primary_key=True))
    checked_at: str = Field(max_length=27, index=True)
    outcome: str = Field(max_length=16)
    status: int | None = None
    final_url: str | None = Field(default=None, sa_column=Column(Text))
    note: str = Field(default="", sa_column=Column(Text, nullable=False))
    failures: int = 0
    failed_days: int = 0
    failed_on: str | None = Field(default=None, max_length=10)
    dead: bool = Field(default=False, index=True)

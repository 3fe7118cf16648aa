"""The tables that harvesters read: which records are in which set, in the order of their stamps."""

from sqlalchemy import BigInteger, Boolean, Column, Index, String
from sqlmodel import Field, SQLModel


class HarvestRecord(SQLModel, table=True):
    """A record as harvesters get it: its newest entry of the log, and the one it is stamped with.

    The stamp is later where something that is shown with the record has changed since.
    """

    __tablename__ = "harvest_record"

    ctid: str = Field(
        sa_column=Column("record", String(39), key="ctid", primary_key=True, nullable=False)
    )
    number: int = Field(sa_column=Column(BigInteger, nullable=False))
    sha256: str = Field(max_length=64)
    withdrawn: bool = Field(sa_column=Column(Boolean, nullable=False))


class HarvestMember(SQLModel, table=True):
    """A record in a set, by its stamp; every record is in the set without a name."""

    __tablename__ = "harvest_member"
    __table_args__ = (Index("harvest_sets_of_record", "ctid"),)

    set: str = Field(primary_key=True, max_length=120)
    stamp: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    ctid: str = Field(
        sa_column=Column("record", String(39), key="ctid", primary_key=True, nullable=False)
    )

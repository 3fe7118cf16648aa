"""The tables: the log and its seals, who may write to it, and the catalogue, a view of it."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Text, false
from sqlmodel import Field, SQLModel

LARGEST_NUMBER = 2**63 - 1
"""The largest number that an entry of the log could have; databases take no larger one."""


def _ctid(name: str, *, primary_key: bool = False) -> Column[str]:
    """A column that the code calls `ctid`; PostgreSQL keeps that name for itself."""
    return Column(name, String(39), key="ctid", primary_key=primary_key, nullable=False)


class Change(SQLModel, table=True):
    """One entry of the append-only log: a whole document, or its withdrawal, at one instant."""

    __table_args__ = (
        Index("change_of_record", "ctid", "number"),
        Index("change_of_publisher", "publisher", "number"),
        Index("change_at", "at"),
    )

    number: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    ctid: str = Field(sa_column=_ctid("record"))
    kind: str = Field(max_length=12)
    resource_type: str = Field(max_length=80)
    at: str = Field(max_length=27)
    publisher: str = Field(max_length=39)
    document: str = Field(sa_column=Column(Text, nullable=False))
    sha256: str = Field(max_length=64)
    previous: int | None = Field(default=None, sa_column=Column(BigInteger))
    provenance: str = Field(sa_column=Column(Text, nullable=False))
    reason: str | None = Field(default=None, sa_column=Column(Text))
    replaced_by: str | None = Field(default=None, max_length=39)
    signature: str | None = Field(default=None, sa_column=Column(Text))
    published_by: str | None = Field(default=None, max_length=39)


class LogLeaf(SQLModel, table=True):
    """The seal on one entry of the log: its leaf of the Merkle tree, and the registry's receipt."""

    __tablename__ = "log_leaf"

    number: int = Field(
        sa_column=Column(
            BigInteger, ForeignKey("change.number"), primary_key=True, autoincrement=False
        )
    )
    leaf: str = Field(max_length=64)
    receipt: str = Field(sa_column=Column(Text, nullable=False))


class TreeHead(SQLModel, table=True):
    """The root of the tree over the first `size` entries, signed by the registry."""

    __tablename__ = "tree_head"

    size: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    root: str = Field(max_length=64)
    at: str = Field(max_length=27)
    signature: str = Field(sa_column=Column(Text, nullable=False))


class ResourceClaim(SQLModel, table=True):
    """A thing that a record's document describes beside its subject, and that record."""

    __tablename__ = "resource_claim"

    resource: str = Field(primary_key=True, max_length=39)
    ctid: str = Field(
        sa_column=Column("record", String(39), key="ctid", index=True, nullable=False)
    )


class Publisher(SQLModel, table=True):
    """Somebody who may write to the log."""

    ctid: str = Field(sa_column=_ctid("publisher", primary_key=True))
    name: str = Field(max_length=400)


class AccessKey(SQLModel, table=True):
    """A publisher's key; only its hash is kept."""

    __tablename__ = "access_key"

    id: str = Field(primary_key=True, max_length=16)
    publisher: str = Field(foreign_key="publisher.ctid", index=True, max_length=39)
    hash: str = Field(max_length=64)
    label: str = Field(default="", max_length=200)
    created_at: str = Field(max_length=27)
    revoked_at: str | None = Field(default=None, max_length=27)
    expires_at: str | None = Field(default=None, max_length=27)
    scopes: str = Field(max_length=200)


class ActingFor(SQLModel, table=True):
    """A publisher who may write for another."""

    __tablename__ = "acting_for"

    agent: str = Field(primary_key=True, foreign_key="publisher.ctid", max_length=39)
    publisher: str = Field(primary_key=True, foreign_key="publisher.ctid", max_length=39)
    since: str = Field(max_length=27)


class SigningKey(SQLModel, table=True):
    """A public key that a publisher signs envelopes with; its id is the RFC 7638 thumbprint."""

    __tablename__ = "signing_key"

    id: str = Field(primary_key=True, max_length=43)
    publisher: str = Field(foreign_key="publisher.ctid", index=True, max_length=39)
    jwk: str = Field(sa_column=Column(Text, nullable=False))
    label: str = Field(default="", max_length=200)
    created_at: str = Field(max_length=27)
    revoked_at: str | None = Field(default=None, max_length=27)


class ViewPosition(SQLModel, table=True):
    """How far a view that lives in this database has followed the log."""

    __tablename__ = "view_position"

    name: str = Field(primary_key=True, max_length=40)
    number: int = Field(sa_column=Column(BigInteger, nullable=False))
    basis: str | None = Field(default=None, max_length=64)
    """The digest of what the view is made with beside the log, such as the files of standards."""


class HarvestSource(SQLModel, table=True):
    """A source this registry follows; not a view: it cannot be made again from the log."""

    __tablename__ = "harvest_source"

    url: str = Field(sa_column=Column(String(2000), primary_key=True))
    cursor: str = Field(sa_column=Column(Text, nullable=False))
    """Where to go on, as JSON that the source's protocol reads."""
    at: str = Field(max_length=27)


class CatalogueRecord(SQLModel, table=True):
    """The newest state of one record, ready to be listed."""

    __tablename__ = "catalogue_record"
    __table_args__ = (Index("catalogue_listing", "family", "name_key", "ctid"),)

    ctid: str = Field(sa_column=_ctid("record", primary_key=True))
    number: int = Field(sa_column=Column(BigInteger, nullable=False))
    first_at: str = Field(max_length=27)
    type: str = Field(max_length=80)
    family: str = Field(max_length=24)
    withdrawn: bool = Field(default=False)
    name_key: str = Field(max_length=200)
    country: str | None = Field(default=None, max_length=2, index=True)
    sha256: str = Field(max_length=64)
    summary: str = Field(sa_column=Column(Text, nullable=False))


class CatalogueResource(SQLModel, table=True):
    """A thing with a CTID inside a record: the record's subject, a level, a concept."""

    __tablename__ = "catalogue_resource"

    ctid: str = Field(sa_column=_ctid("resource", primary_key=True))
    record: str = Field(index=True, max_length=39)
    type: str = Field(max_length=80)
    name: str = Field(sa_column=Column(Text, nullable=False))
    withdrawn: bool = Field(default=False)


class CatalogueEdge(SQLModel, table=True):
    """A relation that a record states from one of its things to another."""

    __tablename__ = "catalogue_edge"
    __table_args__ = (
        Index("edge_from", "subject", "predicate"),
        Index("edge_to", "target", "predicate"),
    )

    id: int | None = Field(default=None, primary_key=True)
    record: str = Field(index=True, max_length=39)
    subject: str = Field(max_length=39)
    predicate: str = Field(max_length=80)
    target: str | None = Field(default=None, max_length=39)
    target_iri: str | None = Field(default=None, sa_column=Column(Text))


class CatalogueStatement(SQLModel, table=True):
    """A quality-assurance statement: who vouches for what, of which kind, in which time."""

    __tablename__ = "catalogue_statement"

    id: int | None = Field(default=None, primary_key=True)
    record: str = Field(index=True, max_length=39)
    subject: str = Field(index=True, max_length=39)
    agent: str | None = Field(default=None, index=True, max_length=39)
    agent_name: str = Field(sa_column=Column(Text, nullable=False))
    kind: str = Field(max_length=24)
    starts_on: str | None = Field(default=None, max_length=30)
    ends_on: str | None = Field(default=None, max_length=30)
    ends_foreseen: bool = Field(default=False, sa_column_kwargs={"server_default": false()})

"""What all tables are made of: one metadata with its names, and the kinds of columns."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, MetaData, Text

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def text(name: str) -> Column[str]:
    """A text that may be empty but is never NULL."""
    return Column(name, Text, nullable=False)


def moment(name: str, *, nullable: bool = True) -> Column[int]:
    """Milliseconds since 1970 UTC, see `encoding`."""
    return Column(name, BigInteger, nullable=nullable)


def whole(name: str) -> Column[int]:
    """A whole number, never NULL."""
    return Column(name, Integer, nullable=False)

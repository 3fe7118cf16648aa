"""How much of a presented badge is looked at; more than any real one needs."""

from typing import Final

MAX_PRESENTED_BYTES: Final = 2_000_000
"""A picture or text as it is sent. Badges with large pictures stay below."""
MAX_TEXT_BYTES: Final = 1_000_000
"""The badge itself, unpacked from its picture; some hold pictures as text."""
MAX_PNG_CHUNKS: Final = 20_000
MAX_RDF_VALUES: Final = 1_000
"""Values of a document that is turned into RDF: the work grows with their square."""
MAX_ALIKE_NODES: Final = 6
"""Nodes that only their neighbours tell apart. Ordering them takes as many steps as they have
orders; RDFC-1.0, section 7.1, asks for a limit."""
MAX_PROOFS: Final = 4
MAX_KEYS: Final = 20
"""Keys of one badge that are tried."""
MAX_STATUS_ENTRIES: Final = 8
MAX_STATUS_BYTES: Final = 4_000_000
"""An unpacked status list; the smallest one allowed has 16 kB."""
MAX_ENCLOSED: Final = 8
"""Credentials in one presentation."""
LONGEST_SHOWN: Final = 500
"""Characters of a name or description that are shown."""
LONGEST_ADDRESS: Final = 2_000
MOST_IDENTIFIERS: Final = 20
MOST_MATCHES: Final = 10

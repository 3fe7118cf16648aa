"""Providers as a registry may have them, for texts that name some."""

from app.services.understanding import Providers

MIT = "ce-00000000-0000-4000-8000-000000000001"
MIT_SLOAN = "ce-00000000-0000-4000-8000-000000000002"
COURSERA = "ce-00000000-0000-4000-8000-000000000003"
TARTU = "ce-00000000-0000-4000-8000-000000000004"
MASSEY = "ce-00000000-0000-4000-8000-000000000005"
GOOGLE = "ce-00000000-0000-4000-8000-000000000006"
GOOGLE_CLOUD = "ce-00000000-0000-4000-8000-000000000007"
PEARSON = "ce-00000000-0000-4000-8000-000000000008"
TALTECH = "ce-00000000-0000-4000-8000-000000000009"
LOUVAIN = "ce-00000000-0000-4000-8000-000000000010"

PROVIDERS = Providers.of(
    [
        (MIT, ["Massachusetts Institute of Technology"]),
        (MIT_SLOAN, ["MIT Sloan Executive Education"]),
        (COURSERA, ["Coursera"]),
        (TARTU, ["University of Tartu", "Tartu Ülikool"]),
        (MASSEY, ["Massey University"]),
        (GOOGLE, ["Google"]),
        (GOOGLE_CLOUD, ["Google Cloud"]),
        (PEARSON, ["Pearson Education Ltd"]),
        (TALTECH, ["Tallinn University of Technology (TalTech)"]),
        (LOUVAIN, ["Université catholique de Louvain"]),
    ]
)

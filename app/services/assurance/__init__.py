"""Quality assurance on a date: what the registry knows of it, and who vouches for those who do."""

from app.services.assurance.answering import AssuranceAnswer, assurance_of, assurance_on

__all__ = ["AssuranceAnswer", "assurance_of", "assurance_on"]

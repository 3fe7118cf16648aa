"""Quality assurance over time, without a registry."""

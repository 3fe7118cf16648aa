"""Quality assurance on a date: the decision table, through a real registry."""

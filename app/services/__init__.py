"""What the registry does, one file per use case; nothing here knows HTTP."""

"""What the registry ships: fact tables, their conversion to CTDL, and the documents it gives."""

"""The change log, publishers and keys, and the tables and stores that are views of the log."""

"""`python -m app.cli`, where the program `registry` is not installed."""

from app.cli import main

main()

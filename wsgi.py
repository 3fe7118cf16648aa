"""What a WSGI server runs: `gunicorn wsgi`."""

from app import create_app

application = create_app()

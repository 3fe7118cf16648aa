"""What a WSGI server runs: `gunicorn wsgi`."""

from app import create_app
from app.http.warming import warm_up_soon

application = create_app()
warming = warm_up_soon(application)

from flask.testing import FlaskClient


def test_every_address_may_be_read_by_machines(client: FlaskClient) -> None:
    response = client.get("/robots.txt")

    assert response.mimetype == "text/plain"
    assert "Allow: /" in response.text
    assert "Disallow" not in response.text
    assert "Sitemap: https://registry.test/sitemap.xml" in response.text.splitlines()

"""What the JSON API reads and writes, as marshmallow schemas; OpenAPI is made from them."""

"""What the tests stand on: tools, servers, page lists and checks that are not tests themselves."""

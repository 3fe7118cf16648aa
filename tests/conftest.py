"""The fixtures every test can ask for; each module named here tells what its own ones give."""

pytest_plugins = [
    "tests.support.left_out",
    "tests.support.network",
    "tests.support.databases",
    "tests.support.registries",
    "tests.support.servers",
    "tests.support.publishing",
]

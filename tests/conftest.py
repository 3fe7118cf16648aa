"""The fixtures every test can ask for; each module named here tells what its own ones give."""

from hypothesis import HealthCheck, settings

# How quickly examples are made tells what else the machine is doing, and nothing of the code.
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")

pytest_plugins = [
    "tests.support.in_memory",
    "tests.support.left_out",
    "tests.support.network",
    "tests.support.databases",
    "tests.support.registries",
    "tests.support.servers",
    "tests.support.publishing",
]

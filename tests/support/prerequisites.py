"""What the tests need besides Python packages, which tests need it, and installing it.

Run by `make test` before pytest. As root it installs the missing Debian packages; for anybody else
it names them, and `tests/conftest.py` leaves out the tests that need them and counts those loudly.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
AXE_SCRIPT = PROJECT / "node_modules" / "axe-core" / "axe.min.js"
COMUNICA = PROJECT / "node_modules" / ".bin" / "comunica-sparql"
LDES_CLIENT = PROJECT / "node_modules" / ".bin" / "ldes-client"
VNU_JAR = PROJECT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
_NPM_LOCK = PROJECT / "package-lock.json"
_NPM_INSTALLED = PROJECT / "node_modules" / ".package-lock.json"
_FONT_FOLDER = Path("/usr/share/fonts")


@dataclass(frozen=True)
class Prerequisite:
    """A tool on this machine that the tests carrying `marker` cannot do without."""

    name: str
    remedy: str
    marker: str
    is_present: Callable[[], bool]
    debian_package: str | None = None


def postgresql_programs() -> Path | None:
    """The folder of PostgreSQL's server programs, of the newest version installed."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3])
    )
    return versions[-1].parent if versions else None


def _command(name: str) -> Callable[[], bool]:
    return lambda: shutil.which(name) is not None


def _debian(name: str, package: str, marker: str, is_present: Callable[[], bool]) -> Prerequisite:
    return Prerequisite(name, f"Debian package {package}", marker, is_present, package)


PREREQUISITES = (
    _debian("chromium", "chromium", "journey", _command("chromium")),
    _debian("fonts", "fonts-liberation", "journey", lambda: any(_FONT_FOLDER.rglob("*.ttf"))),
    _debian("java", "default-jre-headless", "journey", _command("java")),
    Prerequisite("axe-core", "npm ci --ignore-scripts", "journey", AXE_SCRIPT.is_file),
    Prerequisite("vnu", "npm ci --ignore-scripts", "journey", VNU_JAR.is_file),
    _debian("curl", "curl", "clients", _command("curl")),
    _debian("rapper", "raptor2-utils", "clients", _command("rapper")),
    Prerequisite("ldes-client", "npm ci --ignore-scripts", "clients", LDES_CLIENT.exists),
    _debian("roqet", "rasqal-utils", "clients", _command("roqet")),
    Prerequisite("Comunica", "npm ci --ignore-scripts", "clients", COMUNICA.exists),
    _debian("PostgreSQL", "postgresql", "postgres", lambda: postgresql_programs() is not None),
)


def missing() -> tuple[Prerequisite, ...]:
    """What is not on this machine."""
    return tuple(needed for needed in PREREQUISITES if not needed.is_present())


def is_continuous_integration() -> bool:
    """Whether anything missing has to be a failure."""
    return os.environ.get("CI", "").lower() == "true"


def main() -> int:
    """Install what can be installed, name what is still missing; 1 if CI lacks something."""
    _install_debian_packages()
    _install_npm_packages()
    lacking = missing()
    for needed in lacking:
        print(
            f"MISSING: {needed.name} ({needed.remedy}); needed by tests marked '{needed.marker}'",
            file=sys.stderr,
        )
    return 1 if lacking and is_continuous_integration() else 0


def _install_debian_packages() -> None:
    packages = [needed.debian_package for needed in missing() if needed.debian_package]
    if _npm_is_stale() and not shutil.which("npm"):
        packages.append("npm")
    if not packages or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print(f"Installing Debian packages: {', '.join(packages)}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    for command in (["apt-get", "update", "-qq"], install):
        subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL)


def _install_npm_packages() -> None:
    npm = shutil.which("npm")
    if npm and _npm_is_stale():
        print("Installing the tools of package.json with npm ci", flush=True)
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(command, cwd=PROJECT, check=False, stdout=subprocess.DEVNULL)


def _npm_is_stale() -> bool:
    tools = (_NPM_INSTALLED, AXE_SCRIPT, VNU_JAR, COMUNICA, LDES_CLIENT)
    if not all(tool.is_file() for tool in tools):
        return True
    return _NPM_INSTALLED.stat().st_mtime < _NPM_LOCK.stat().st_mtime


if __name__ == "__main__":
    sys.exit(main())

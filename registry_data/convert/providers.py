"""How a description names who stands behind a credential."""

from registry_data.convert.organizations import organization_names

_LEARNING = {"ceterms:Course", "ceterms:AssessmentProfile"}


def provider_phrase(provider: str, kind: str, role: str, platform: str = "") -> str:
    """`offered by X`, `awarded by X`, with the platform when it is somebody else."""
    if not provider:
        return f"offered on {organization_names(platform)}" if platform else ""
    verb = "awarded" if role == "owned" and kind not in _LEARNING else "offered"
    through = ""
    if platform and organization_names(platform) != organization_names(provider):
        through = f" through {organization_names(platform)}"
    return f"{verb} by {organization_names(provider)}{through}"

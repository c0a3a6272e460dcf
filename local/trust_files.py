"""Files of the test PKI on this machine: whose signatures the application believes, and an officer's key."""

from pathlib import Path


def trust_bundle(folder: Path) -> Path:
    """The bundle of a test PKI: made once, with the officer's key beside it in ``officer.pem``, kept private."""
    bundle = folder / "trust.pem"
    if not bundle.exists():
        from local.pki import make_pki

        pki = make_pki()
        officer = folder / "officer.pem"
        officer.touch(mode=0o600)
        officer.write_bytes(pki.officer.as_pem())
        trust = pki.trust
        bundle.write_text("".join((*trust.roots, *trust.intermediates, *trust.revocation_lists)), "ascii")
    return bundle


def officer_key(folder: Path) -> Path:
    """Key and certificates with which copies are certified on this machine."""
    return trust_bundle(folder).with_name("officer.pem")

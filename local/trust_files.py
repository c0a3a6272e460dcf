"""Files of the test PKI on this machine: whose signatures the application believes, and an officer's key."""

from pathlib import Path

#: Where the bundle lies in the files bucket, as in production.
BUNDLE_KEY = "trust/bundle.pem"


def trust_bundle(folder: Path) -> Path:
    """The bundle of a test PKI: made once, with the officer's and the time-stamper's keys beside it, kept private."""
    bundle = folder / "trust.pem"
    if not bundle.exists():
        from local.pki import make_pki

        pki = make_pki()
        officer = folder / "officer.pem"
        officer.touch(mode=0o600)
        officer.write_bytes(pki.officer.as_pem())
        witness = folder / "witness.pem"
        witness.touch(mode=0o600)
        witness.write_bytes(pki.witness.as_pem())
        trust = pki.trust
        bundle.write_text("".join((*trust.roots, *trust.intermediates, *trust.revocation_lists)), "ascii")
    return bundle


def officer_key(folder: Path) -> Path:
    """Key and certificates with which copies are certified on this machine."""
    return trust_bundle(folder).with_name("officer.pem")


def witness_key(folder: Path) -> Path:
    """Key and certificates of the authority that stamps the time on this machine."""
    return trust_bundle(folder).with_name("witness.pem")

"""``python -m local.identity``: the provider over HTTP on 127.0.0.1."""

import waitress

from local.environment import HOST, Place, url
from local.identity.keys import SigningKey
from local.identity.pages import Site
from local.identity.provider import Provider


def main() -> None:
    """Serve until the process ends."""
    place = Place.from_environ()
    key = SigningKey.load_or_make(place.folder("identity") / "signing-key.pem")
    port = place.ports.identity
    waitress.serve(Site(Provider(url(port), key)), host=HOST, port=port, threads=4, ident="identity")


if __name__ == "__main__":
    main()

"""What the tests need of Lambda, fetched before they begin: libraries of its platform, their layer, its runtime."""

from infra import packaging
from tests.infra.lambda_runtime import runtime


def main() -> None:
    """Each is fetched once for its content; afterwards packaging needs no network."""
    light = packaging.fetched(packaging.LIGHT)
    packaging.layer(packaging.fetched(packaging.HEAVY, without=light))
    runtime()


if __name__ == "__main__":
    main()

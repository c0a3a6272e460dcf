"""A process with a child of its own; writes both numbers and waits to be ended."""

import os
import subprocess
import sys

if __name__ == "__main__":
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]) as own:
        sys.stdout.write(f"{os.getpid()} {own.pid}\n")
        sys.stdout.flush()

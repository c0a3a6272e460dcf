"""``python -m local.tethered MODULE ARGUMENTS``: run a module that ends when whoever started it is gone."""

import runpy
import sys

from local.children import die_with_parent

if __name__ == "__main__":
    die_with_parent()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)

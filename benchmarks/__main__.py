"""`make bench`: every benchmark, one after another; each compares within its own run."""

from __future__ import annotations

import sys
from importlib import import_module

NAMES = (
    "bench_import",
    "bench_annexes",
    "bench_scan",
    "bench_certificates",
    "bench_badges",
    "bench_lists",
    "bench_registration",
    "bench_attendees",
)


def main() -> None:
    """Run all benchmarks, or the ones named on the command line."""
    for name in sys.argv[1:] or NAMES:
        print(f"\n== {name}", flush=True)
        sys.argv = [name]  # each reads its own options; here they keep their defaults
        import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""measure.py NAME UNITS COMMAND...: runs COMMAND and prints a Markdown row.

NAME, seconds of wall clock, of CPU (with all children), UNITS a second, the
largest resident set of a process in MB. Exits as COMMAND does.
"""
import os
import resource
import subprocess
import sys
import time


def main():
    name, units, command = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
    started = time.monotonic()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    wall = time.monotonic() - started
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"| {name} | {wall:.2f} | {used.ru_utime + used.ru_stime:.2f} | {units / wall:,.0f} | {used.ru_maxrss / 1024:.0f} |")
    return done.returncode


sys.exit(main())

#!/usr/bin/env python3
"""many.py SAMPLE MAILDIR N: fills MAILDIR with N mails made of SAMPLE/*/*.eml.

Each copy has its own Message-ID, so that each is a message of its own; the
arrival times stay.
"""
import os
import pathlib
import re
import sys


def main():
    sample = sorted(pathlib.Path(sys.argv[1]).glob("*/*.eml"))
    folder, wanted = pathlib.Path(sys.argv[2]), int(sys.argv[3])
    texts = [(path.read_bytes(), int(path.stat().st_mtime)) for path in sample]
    for number in range(wanted):
        raw, at = texts[number % len(texts)]
        raw = re.sub(rb"(?im)^(message-id: *<)", rb"\g<1>%d." % number, raw, count=1)
        path = folder / f"{1000000000 + number}.M{number}.bench:2,S"
        path.write_bytes(raw)
        os.utime(path, (at, at))


main()

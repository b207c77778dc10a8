#!/usr/bin/env python3
"""mutants.py TRIBUNE DIR [--count N] [--seed S] [FOLDER...]: what scripts/mutants does; DIR takes mutants and database.

The mails are the files in each FOLDER, those of an mbox, and those packed in a .zst or .tar.zst.
"""
import argparse
import collections
import os
import random
import shutil
import subprocess
import sys
import tarfile

from tribune import Failure, MAX_RESIDENT_MB, Site, is_sanitized

NO_MAILS = (".md", ".json", ".jsonl", ".tsv", ".yaml", ".yml")
LARGEST_BYTES = 1 << 20
AT_ONCE = 500
REPEATED_BYTES = 200000
# What a child may not do even with the worst mail: these are faults of ours.
OUR_FAULTS = ("forbidden", "sent no record", "sent more", "spoke", "answered before")


def unpacked(path):
    """The bytes of a .zst, of each member where it is an archive."""
    with subprocess.Popen(["zstd", "-dcq", path], stdout=subprocess.PIPE) as process:
        if not path.endswith(".tar.zst"):
            yield process.stdout.read()
            return
        with tarfile.open(fileobj=process.stdout, mode="r|") as archive:
            for member in archive:
                if member.isfile() and not member.name.endswith(NO_MAILS):
                    yield archive.extractfile(member).read()


def contents(folder):
    for place, names, files in os.walk(folder):
        names.sort()
        for name in sorted(files):
            path = os.path.join(place, name)
            if name.endswith(".zst"):
                yield from unpacked(path)
            elif not name.endswith(NO_MAILS):
                with open(path, "rb") as file:
                    yield file.read()


def mails(folders):
    """One by one: import would split an mbox, and count what came out."""
    found = []
    for folder in folders:
        for data in contents(folder):
            if data.startswith(b"From "):
                found.extend(part.partition(b"\n")[2] for part in data.split(b"\nFrom "))
            else:
                found.append(data)
    return [mail[:LARGEST_BYTES] for mail in found if mail]


def flip(rand, data):
    for _ in range(rand.randint(1, 16)):
        data[rand.randrange(len(data))] = rand.choice((rand.randrange(256), ord(rand.choice("\r\n\0 \"<>()[]:;=?-/,"))))


def cut(rand, data):
    start = rand.randrange(len(data))
    del data[start:rand.choice((len(data), start + rand.randint(1, 200)))]


def repeat(rand, data):
    start = rand.randrange(len(data))
    piece = data[start:start + rand.randint(1, 400)]
    data[start:start] = piece * min(rand.choice((1, 2, 10, 1000)), REPEATED_BYTES // len(piece))


def mutant(rand, mail):
    data = bytearray(mail)
    for _ in range(rand.randint(1, 6)):
        if data:
            rand.choice((flip, cut, repeat))(rand, data)
    return b">" + data if data.startswith(b"From ") else bytes(data)


class Mutants:
    def __init__(self, site, folder):
        self.site, self.folder = site, folder
        self.listed = self.new = self.resident_mb = 0

    def take(self, batch):
        shutil.rmtree(self.folder, ignore_errors=True)
        os.mkdir(self.folder)
        for number, data in enumerate(batch):
            with open(os.path.join(self.folder, "%d.eml" % number), "wb") as file:
                file.write(data)
        counts = self.site.call("import", self.folder, "--json")[0]
        taken = counts["new"] + counts["duplicate"] + counts["known"]
        if taken != len(batch):
            raise Failure("%d of %d were imported" % (taken, len(batch)))
        filtered = self.site.call("filter", "--json")[0]
        self.resident_mb = max(self.resident_mb, self.site.resident_mb)
        if filtered["filtered"] + filtered["quarantined"] != counts["new"]:
            raise Failure("%d new, but %s" % (counts["new"], filtered))
        self.listed += len(batch)
        self.new += counts["new"]

    def judge(self):
        records = self.site.call("export")
        if len(records) != self.new:
            raise Failure("%d messages of %d" % (len(records), self.new))
        said = self.site.accounted(records)
        reasons = collections.Counter(record["error"] for record in records if record["state"] == "quarantined")
        print("%d mutants, %d different: %s; largest process %.0f MB" % (self.listed, self.new, said, self.resident_mb))
        for reason, count in reasons.most_common():
            print("  %d: %s" % (count, reason))
        for reason in reasons:
            if any(fault in reason for fault in OUR_FAULTS):
                raise Failure(reason)
        if self.resident_mb > MAX_RESIDENT_MB and not is_sanitized(self.site.program):
            raise Failure("%.0f MB" % self.resident_mb)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("dir")
    parser.add_argument("--count", type=int, default=10000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--default", default=".", help="the folder where none is given")
    parser.add_argument("folders", nargs="*")
    given = parser.parse_intermixed_args()
    folders = given.folders or [given.default]
    rand = random.Random(given.seed)
    originals = mails(folders)
    if not originals:
        parser.error("no mails in " + " ".join(folders))
    run = Mutants(Site(given.program, given.dir, "mutants"), os.path.join(given.dir, "mutants"))
    try:
        for done in range(0, given.count, AT_ONCE):
            count = min(AT_ONCE, given.count - done)
            run.take([mutant(rand, rand.choice(originals)) for _ in range(count)])
        run.judge()
    except Failure as failure:
        sys.exit("mutants: %s" % failure)


if __name__ == "__main__":
    main()

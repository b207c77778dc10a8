#!/usr/bin/env python3
"""run.py TRIBUNE FOLDER: each hostile mail through import and filter, one by one and then all at once; prints TAP.

A mail passes when filtering it takes a second of CPU at most more than a sound mail does, with all processes that are
started (the clock on the wall is the machine's), when none of them grows beyond the limit, and when it is then done,
with the flags and the words that make.py names, or quarantined, with the reason. FOLDER gets the mails and databases.
"""
import os
import subprocess
import sys

from tribune import Failure, HERE, MAX_RESIDENT_MB, Site, is_sanitized

MAX_CPU_S = 1.0
MAX_CPU_SANITIZED_S = 20.0  # the sanitizers look at each step
TRIES = 3
SOUND = (b"From: Bob <bob@example.org>\nTo: support@tideway.example\nDate: Mon, 16 Nov 2026 08:00:00 +0000\n"
         b"Message-ID: <sound@example.org>\nSubject: It broke\n\nIt crashes when I save a drawing.\n")


def check_record(record, flags, words):
    if record["state"] == "quarantined":
        if not record["error"]:
            raise Failure("quarantined without a reason")
        return
    if record["state"] != "done":
        raise Failure("state %s" % record["state"])
    for flag in flags.split(",") if flags != "-" else ():
        if flag not in record["flags"]:
            raise Failure("no flag %s among %s" % (flag, ",".join(record["flags"])))
    if words != "-" and words not in (record.get("text") or ""):
        raise Failure("the words are lost")


class Run:
    def __init__(self, program, folder):
        self.program, self.folder, self.number = program, folder, 0
        self.start_s = 0.0  # what filtering a sound mail takes
        self.is_sanitized = is_sanitized(program)

    def tap(self, name, test, *arguments):
        self.number += 1
        try:
            said = test(*arguments)
            print("ok %d %s%s" % (self.number, name, ": " + said if said else ""), flush=True)
        except Failure as failure:
            print("not ok %d %s: %s" % (self.number, name, failure), flush=True)

    def take_one(self, site, path):
        """What is over the limit is measured again, from nothing: a busy machine makes CPU seconds longer, too."""
        self.take_and_measure(site, path)
        tries = 1
        while self.excess(site) and tries < TRIES:
            site_again = Site(self.program, self.folder, "again-%d" % self.number)
            site_again.clear()
            self.take_and_measure(site_again, path)
            if site_again.cpu_s < site.cpu_s:
                site = site_again
            tries += 1
        if self.excess(site):
            raise Failure(self.excess(site))
        return "%.2f s, %.0f MB" % (site.cpu_s - self.start_s, site.resident_mb)

    def take_and_measure(self, site, path):
        count = site.take(path)
        if count != 1:
            raise Failure("%d messages instead of 1" % count)

    def excess(self, site):
        cpu_s = site.cpu_s - self.start_s
        if cpu_s > (MAX_CPU_SANITIZED_S if self.is_sanitized else MAX_CPU_S):
            return "%.2f s of CPU" % cpu_s
        if site.resident_mb > MAX_RESIDENT_MB and not self.is_sanitized:
            return "%.0f MB" % site.resident_mb
        return None

    def all_done(self, site, shapes):
        """shapes: as make.py tells them, in the order of arrival."""
        records = site.call("export")
        if len(records) != len(shapes):
            raise Failure("%d messages of %d" % (len(records), len(shapes)))
        for record, (name, flags, words) in zip(records, shapes):
            try:
                check_record(record, flags, words)
            except Failure as failure:
                raise Failure("%s: %s" % (name, failure)) from None
        return site.accounted(records)

    def all_at_once(self, site, mails, count):
        taken = site.take(mails)
        if taken != count:
            raise Failure("%d messages of %d" % (taken, count))
        return site.accounted(site.call("export"))

    def works(self, site):
        path = os.path.join(self.folder, "sound.eml")
        with open(path, "wb") as file:
            file.write(SOUND)
        if site.take(path) != 1:
            raise Failure("a sound mail is not taken")
        last = site.call("export")[-1]
        if last["state"] != "done" or "qa" not in last["departments"]:
            raise Failure("a sound mail is %s, for %s" % (last["state"], last["departments"]))

    def first_works(self, site):
        self.works(site)
        self.start_s = site.cpu_s


def main():
    run = Run(sys.argv[1], sys.argv[2])
    mails = os.path.join(run.folder, "mails")
    made = subprocess.run([sys.executable, os.path.join(HERE, "make.py"), mails], stdout=subprocess.PIPE, check=True)
    shapes = [line.split("\t") for line in made.stdout.decode().splitlines()]
    print("1..%d" % (len(shapes) + 5))
    run.tap("a sound mail", run.first_works, Site(run.program, run.folder, "sound"))
    alone = Site(run.program, run.folder, "alone")
    for name, _, _ in shapes:
        run.tap(name, run.take_one, alone, os.path.join(mails, name + ".eml"))
    run.tap("each is done, flagged and readable, or quarantined", run.all_done, alone, shapes)
    run.tap("a sound mail after them is read", run.works, alone)
    together = Site(run.program, run.folder, "together")
    run.tap("all at once", run.all_at_once, together, mails, len(shapes))
    run.tap("and a sound mail after them", run.works, together)


main()

"""Kills and fails `tribune poll` at its system calls, by strace, and looks at what is left.

inject.py TRIBUNE CONFIG FOLDER [--sample N] [--seed S]

CONFIG is of a mailbox that holds some mails, and says @FOLDER@ where its database is to be; FOLDER takes the runs. An
undisturbed run under strace says which calls there are: a point is a file, a call, and the how-manieth of its thread.
At each the call meets SIGKILL, "no space" (once, or from then on) or an I/O error. What is left then must be sound, the
next poll must make of it what the undisturbed run has, and a third must find nothing. Points are of three kinds: while
the database is made, while a poll writes into it, and what the poll says to the server and to its user. What is not
as it must be is said at once; the table at the end says how often the program died, told of the fault, or went on.
"""
import argparse
import collections
import concurrent.futures
import dataclasses
import itertools
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import time

NOW = "2026-11-16T09:00:00Z"
WRITES = ("write", "writev", "pwrite64", "pwritev", "pwritev2")
SYNCS = ("fsync", "fdatasync", "sync_file_range", "msync")
ENTRIES = ("rename", "renameat", "renameat2", "unlink", "unlinkat", "link", "linkat")
SIZES = ("ftruncate", "fallocate")
SENDS = ("sendto", "sendmsg")
CALLS = WRITES + SYNCS + ENTRIES + SIZES + SENDS
FAULTS = ("KILL", "ENOSPC", "ENOSPC from then on", "EIO")
SITE = os.path.dirname(os.path.abspath(__file__))
PATIENCE_S = 60


class Wrong(Exception):
    """What is left is not as it must be."""


def check(holds, words):
    if not holds:
        raise Wrong(words)


@dataclasses.dataclass(frozen=True)
class Point:
    phase: str  # "create", "poll" or "talk"
    file: str   # its name; "." for the folder, "" where the call has none
    call: str
    number: int
    fault: str

    def __str__(self):
        return f"{self.phase}: {self.call} {self.number} of {self.file or 'a socket'}: {self.fault}"


def kind_of(point):
    return (point.phase, point.file, point.call, point.fault)


class Run:
    """A folder with a config and, by and by, a database."""

    def __init__(self, options, name, start=None):
        self.tribune = options.tribune
        self.path = os.path.join(options.folder, name)
        shutil.rmtree(self.path, ignore_errors=True)
        if start:
            shutil.copytree(start, self.path)
        else:
            os.mkdir(self.path, 0o700)
        self.config = os.path.join(self.path, "tribune.conf")
        self.trace = os.path.join(self.path, "trace")
        self.said = os.path.join(self.path, "said")
        with open(options.config, encoding="utf-8") as source, open(self.config, "w", encoding="utf-8") as target:
            target.write(source.read().replace("@FOLDER@", self.path))

    def tribune_do(self, *command, under=()):
        """Its standard output goes to a file, which strace can tell by its path."""
        with open(self.said, "wb") as said:
            done = subprocess.run([*under, self.tribune, *command, "--config", self.config, "--now", NOW],
                                  stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.PIPE, timeout=PATIENCE_S,
                                  check=False)
        with open(self.said, encoding="utf-8", errors="replace") as said:
            return done.returncode, said.read(), done.stderr.decode(errors="replace")

    def strace(self, *arguments):
        return ("strace", "-f", "-y", "-qq", "-o", self.trace, *arguments)

    def poll(self, under=()):
        return self.tribune_do("poll", under=under)

    def export(self):
        code, out, errors = self.tribune_do("export")
        check(code == 0, f"export: {errors}")
        path = os.path.join(self.path, "export")
        with open(path, "w", encoding="utf-8") as file:
            file.write(out)
        return path

    def is_sound(self):
        """On a copy, since whoever opens a database mends it."""
        copy = self.path + ".copy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.path, copy)
        database = sqlite3.connect(os.path.join(copy, "t.db"))
        try:
            return database.execute("PRAGMA integrity_check").fetchall() == [("ok",)] and \
                not database.execute("PRAGMA foreign_key_check").fetchall()
        except sqlite3.DatabaseError:
            return False
        finally:
            database.close()
            shutil.rmtree(copy)


def calls_in(run):
    """What an undisturbed run under strace called, as (file, call) and the most that one thread did so."""
    counts = collections.Counter()
    with open(run.trace, encoding="utf-8", errors="replace") as trace:
        for line in trace:
            call = re.match(r"(\d+) +(\w+)\((?:AT_FDCWD[^,]*, )?(?:\d+<([^>]*)>|\"([^\"]*)\")", line)
            if call and call[2] in CALLS:
                path = call[3] or call[4]
                file = os.path.relpath(path, run.path) if path.startswith(run.path) else ""
                counts[(call[1], file, call[2])] += 1
    most = {}
    for (_, file, call), count in counts.items():
        most[(file, call)] = max(count, most.get((file, call), 0))
    return most


def faults_of(call):
    if call in SENDS:
        return ("KILL", "EIO")
    return FAULTS if call in WRITES + SIZES else ("KILL", "EIO")


def points_in(phase, run):
    for (file, call), count in sorted(calls_in(run).items()):
        of_phase = phase if file == "." or file.startswith("t.db") else "talk"
        if of_phase == "talk" and phase == "create":
            continue
        for number, fault in itertools.product(range(1, count + 1), faults_of(call)):
            yield Point(of_phase, file, call, number, fault)


def under_fault(run, point):
    what, _, on = point.fault.partition(" ")
    how = "signal=KILL" if what == "KILL" else f"error={what}"
    at = ["-P", os.path.join(run.path, point.file)] if point.file else []
    return run.strace(*at, "-e", f"trace={point.call}",
                      "-e", f"inject={point.call}:{how}:when={point.number}{'+' if on else ''}")


def was_hit(run, point):
    with open(run.trace, encoding="utf-8", errors="replace") as trace:
        return any("(INJECTED)" in line or (point.fault == "KILL" and "killed by SIGKILL" in line) for line in trace)


class Inquest:
    """All that the points share."""

    def __init__(self, options):
        self.options = options
        self.numbers = itertools.count(1)
        self.empty = Run(options, "empty")
        code, _, errors = self.empty.tribune_do("poll", "--dry-run")
        check(code == 0, f"the database is not made: {errors}")
        made = Run(options, "made")
        check(made.tribune_do("poll", "--dry-run", under=made.strace("-e", "trace=" + ",".join(CALLS)))[0] == 0, "made")
        polled = Run(options, "polled", self.empty.path)
        check(polled.poll(polled.strace("-e", "trace=" + ",".join(CALLS)))[0] == 0, "polled")
        self.points = [*points_in("create", made), *points_in("poll", polled)]
        calm = Run(options, "calm")
        code, _, errors = calm.poll()
        check(code == 0, f"the undisturbed poll: {errors}")
        self.calm = calm.export()
        self.outcomes = collections.Counter()

    def look_into(self, point):
        """Returns what became of the program: died, told, went on, or missed the fault."""
        run = Run(self.options, f"run{next(self.numbers)}", None if point.phase == "create" else self.empty.path)
        command = ("poll", "--dry-run") if point.phase == "create" else ("poll",)
        code, _, errors = run.tribune_do(*command, under=under_fault(run, point))
        outcome = self.judge(run, point, code, errors)
        check(not os.path.exists(os.path.join(run.path, "t.db")) or run.is_sound(), "the database is not sound")
        self.check_next(run)
        shutil.rmtree(run.path)
        return outcome

    def judge(self, run, point, code, errors):
        if not was_hit(run, point):
            check(code == 0, f"exit code {code} without a fault: {errors}")
            return "missed"
        if point.fault == "KILL":
            check(code == -9 or code == 137, f"exit code {code} though killed")
            return "died"
        if code == 0:
            return "went on"
        check(64 <= code <= 78, f"exit code {code}: {errors}")
        check(len(errors.splitlines()) == 1, f"not one line of error: {errors}")
        return "told"

    def check_next(self, run):
        code, _, errors = run.poll()
        check(code == 0, f"the next poll: exit code {code}: {errors}")
        first = run.export()
        same = subprocess.run([sys.executable, os.path.join(SITE, "same-run.py"), self.calm, first],
                              capture_output=True, text=True, check=False)
        check(same.returncode == 0, f"not the same run: {same.stdout}{same.stderr}")
        with open(first, "rb") as file:
            before = file.read()
        code, out, errors = run.poll()
        check(code == 0 and ": 0 listed" in out, f"a third poll: {out}{errors}")
        with open(run.export(), "rb") as file:
            check(file.read() == before, "a third poll changed something")
        check(run.is_sound(), "the database is not sound in the end")

    def try_point(self, point):
        try:
            return point, self.look_into(point)
        except Wrong as wrong:
            words = str(wrong)
        except subprocess.TimeoutExpired:
            words = f"still there after {PATIENCE_S} s"
        print(f"{point}: {words}"[:400], flush=True)
        return point, "WRONG"


def choose(points, wanted, seed):
    """Some of each kind first, then of all."""
    chance = random.Random(seed)
    shuffled = chance.sample(points, len(points))
    kinds = {kind_of(point): point for point in shuffled}
    first = list(kinds.values())
    return (first + [point for point in shuffled if kinds[kind_of(point)] is not point])[:wanted]


def print_table(outcomes):
    kinds = ("died", "told", "went on", "missed", "WRONG")
    print(f"{'phase':8}{'file':18}{'call':12}{'fault':21}" + "".join(f"{kind:>9}" for kind in kinds))
    rows = sorted({kind_of(point) for point, _ in outcomes})
    for row in rows:
        got = collections.Counter(outcome for point, outcome in outcomes if kind_of(point) == row)
        file = row[1] or "(socket)"
        print(f"{row[0]:8}{file:18}{row[2]:12}{row[3]:21}" + "".join(f"{got[kind] or '.':>9}" for kind in kinds))


def main():
    parser = argparse.ArgumentParser()
    for name in ("tribune", "config", "folder"):
        parser.add_argument(name)
    parser.add_argument("--sample", type=int, help="so many points, chosen at random")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    started = time.monotonic()
    inquest = Inquest(options)
    points = inquest.points
    if options.sample:
        points = choose(points, options.sample, options.seed)
    print(f"{len(points)} of {len(inquest.points)} points" + (f", seed {options.seed}" if options.sample else ""),
          flush=True)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(inquest.try_point, points))
    print_table(results)
    wrong = sum(outcome == "WRONG" for _, outcome in results)
    missed = sum(outcome == "missed" for _, outcome in results)
    print(f"{len(points)} points in {time.monotonic() - started:.0f} s: {wrong} wrong, {missed} missed")
    sys.exit(1 if wrong or missed > len(points) // 4 else 0)


main()

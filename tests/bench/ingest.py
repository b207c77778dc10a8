#!/usr/bin/env python3
"""ingest.py DIR [--rounds N] [--only PART,...]: measures how mail comes in; tests/bench/ingest.sh calls it.

DIR has the programs raw and delay; TRIBUNE, the two ports and the CA of the
Dovecot are in the environment. Prints a table of figures beside what they
should reach, then one of the runs. Runs that are compared take turns, and a
ratio is taken within a turn, so that a busy machine slows both of its sides.
"""
import argparse
import pathlib
import signal
import statistics
import subprocess
import time

from runs import Bench, Relay, tribune_config

DELAY_MS = 40
IDLE_POLLS = 12
INTERVAL_S = 10
SETTLE_S = 0.5


def median(values):
    return statistics.median(values)


def ratios(upper, lower):
    return [a.wall / b.wall for a, b in zip(upper, lower)]


class Table:
    """The figures: each with the most it may be."""

    def __init__(self):
        self.lines = []

    def add(self, figure, values, reach=None, unit="", digits=2):
        value = median(values)
        spread = f"{min(values):.{digits}f}-{max(values):.{digits}f}"
        verdict = "" if reach is None else "yes" if value <= reach else "**no**"
        limit = "" if reach is None else f"<= {reach:g}{unit}"
        self.lines.append(f"| {figure} | {value:.{digits}f}{unit} | {spread} | {limit} | {verdict} |")

    def print(self):
        print("| figure | median | spread | reach | met |\n|---|---|---|---|---|")
        print("\n".join(self.lines))


def measure_take(bench, table, rounds):
    """Everything into an empty database or Maildir."""
    mails, port = bench.count("bench"), bench.port
    slow, relay = Relay(bench, DELAY_MS), Relay(bench, 0)
    jobs = {
        "raw socket": lambda name: bench.raw(name, port),
        "tribune poll --discard": lambda name: bench.poll(name, ["bench"], mails, "--discard"),
        "tribune poll": lambda name: bench.poll(name, ["bench"], mails),
        "tribune poll, TLS": lambda name: bench.poll(name, ["bench"], mails, tls=True),
        "tribune poll, relay without delay": lambda name: bench.poll(name, ["bench"], mails, port=relay.port),
        f"tribune poll, {DELAY_MS} ms": lambda name: bench.poll(name, ["bench"], mails, port=slow.port),
        "mbsync, FSync no": lambda name: bench.mbsync(name, mails, "no"),
        "mbsync": lambda name: bench.mbsync(name, mails, "yes"),
    }
    for name in list(jobs)[:3] + ["mbsync, FSync no"]:
        jobs[name](None)  # Dovecot's caches are as warm for the first round as for the last
    bench.raw(f"raw socket, {DELAY_MS} ms, one command", slow.port, "ALL")
    for _ in range(rounds):
        for name, job in jobs.items():
            job(name)
    slow.stop()
    relay.stop()
    runs = bench.runs
    poll, late = runs["tribune poll"], runs[f"tribune poll, {DELAY_MS} ms"]
    table.add("poll / mbsync with `FSync no`", ratios(poll, runs["mbsync, FSync no"]), 1.0, " x")
    table.add("poll / mbsync as it comes", ratios(poll, runs["mbsync"]), 0.25, " x")
    table.add("fetch alone / raw socket", ratios(runs["tribune poll --discard"], runs["raw socket"]), 1.4, " x")
    table.add(f"poll with {DELAY_MS} ms a round trip / poll", ratios(late, poll), 1.2, " x")
    table.add("the same / poll through the relay without delay", ratios(late, runs["tribune poll, relay without delay"]), None, " x")
    table.add("poll over TLS / poll", ratios(runs["tribune poll, TLS"], poll), None, " x")
    table.add("largest resident set of a poll", [run.rss for run in poll], 64, " MB", 0)


def measure_memory(bench, table, _rounds):
    name = "tribune poll, ten mails of 50 MB"
    bench.poll(name, ["huge"], bench.count("huge"))
    table.add("the same with ten of 50 MB", [run.rss for run in bench.runs[name]], 64, " MB", 0)


def measure_many(bench, table, rounds):
    users = sorted(user for user in bench.users() if user.startswith("box"))
    name = f"tribune poll, {len(users)} mailboxes, nothing new"
    with bench.database("many") as place:
        bench.poll(None, users, None, place=place)
        for _ in range(rounds):
            bench.poll(name, users, 0, place=place)
    table.add(f"{len(users)} mailboxes with nothing new", [run.wall for run in bench.runs[name]], 1.0, " s")


def measure_fresh_idle(bench, table, rounds, places):
    """A poll with nothing new, by a process of its own."""
    names = {user: f"tribune poll, nothing new in {bench.count(user):,}" for user in places}
    for user, place in places.items():
        bench.poll(None, [user], bench.count(user), place=place)
        bench.poll(None, [user], 0, place=place)
    for _ in range(rounds):
        for user, place in places.items():
            bench.poll(names[user], [user], 0, place=place)
    few, lots = (bench.runs[names[user]] for user in places)
    table.add("poll with nothing new, 100,000 / 1,000", ratios(lots, few), 1.2, " x")
    table.add("CPU of a poll with nothing new, new process", [run.cpu * 1000 for run in lots], None, " ms", 1)


def follow(bench, user, place):
    """Starts what `tribune run` starts for ingest; returns the process and the relay that watches it."""
    relay = Relay(bench, 0)
    config = tribune_config(bench, place, [user], relay.port, extra=f"interval = {INTERVAL_S}s\n")
    return subprocess.Popen([bench.tribune, "work", "ingest", "--config", config], stdout=subprocess.DEVNULL), relay


def process_cpu_ms(pid):
    return time.clock_gettime((~pid << 3) | 2) * 1000  # CPUCLOCK_SCHED of all its threads, see clock_getcpuclockid(3)


def talks_of(relay, ended):
    """The polls that were seen: neither the first, which logs in, nor two at once, where the server said something."""
    talks = [talk for talk in relay.stop()[1:] if talk.at < ended and talk.turns < 4 and talk.known_ms > 0]
    assert len(talks) > IDLE_POLLS // 2, "too few polls were seen"
    return [talk for talk in talks if talk.ms < SETTLE_S * 1000]


def pairs(upper, lower, field):
    """Ratios of polls at about the same time; their median is for the table."""
    return [getattr(a, field) / getattr(b, field) for a, b in zip(upper, lower)]


def measure_session_idle(bench, table, places):
    """The same by one process that polls on, as `tribune run` does."""
    started = [follow(bench, user, place) for user, place in places.items()]
    time.sleep(INTERVAL_S / 2)
    before = [process_cpu_ms(process.pid) for process, _ in started]
    time.sleep(IDLE_POLLS * INTERVAL_S)
    used = [(process_cpu_ms(process.pid) - at) / IDLE_POLLS for (process, _), at in zip(started, before)]
    ended = time.monotonic()
    for process, _ in started:
        process.send_signal(signal.SIGTERM)
        process.wait()
    time.sleep(SETTLE_S)
    few, lots = (talks_of(relay, ended) for _, relay in started)
    name = "poll with nothing new by `run`"
    table.add(f"{name}, until that is known, 100,000 / 1,000", pairs(lots, few, "known_ms"), 1.2, " x")
    table.add("its wall until then, in 100,000", [talk.known_ms for talk in lots], None, " ms", 1)
    table.add("until the server idles again, 100,000 / 1,000", pairs(lots, few, "ms"), None, " x")
    table.add("its wall until then, in 100,000", [talk.ms for talk in lots], None, " ms", 1)
    table.add("its round trips", [talk.turns for talk in few + lots], 1, "", 0)
    table.add("its CPU, with the waiting", used, 5, " ms", 1)


def measure_idle(bench, table, rounds):
    with bench.database("few") as few, bench.database("lots") as lots:
        places = {"thousand": few, "lots": lots}
        measure_fresh_idle(bench, table, rounds, places)
        measure_session_idle(bench, table, places)


PARTS = {"take": measure_take, "memory": measure_memory, "many": measure_many, "idle": measure_idle}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("dir", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default=",".join(PARTS))
    options = parser.parse_args()
    bench, table = Bench(options.dir), Table()
    bench.print_machine(options.rounds)
    for part in options.only.split(","):
        PARTS[part](bench, table, options.rounds)
    table.print()
    print()
    bench.print_runs()


if __name__ == "__main__":
    main()

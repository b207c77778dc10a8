#!/usr/bin/env python3
"""read.py BUILD DIR [--rounds N] [--memory N] [--corpus FOLDER]: what `scripts/bench read` measures and prints.

DIR holds the Maildirs mixed and html. All figures are CPU time on one core, of all processes that take part; ratios are
taken within a round, and the median of the rounds is told with its spread.
"""
import argparse
import datetime
import os
import pathlib
import platform
import resource
import statistics
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "hostile"))
from mutants import mails as corpus_mails  # noqa: E402


def said(command, **more):
    return subprocess.run(command, stdout=subprocess.PIPE, check=True, **more).stdout.split()


def cpu_us(command, **more):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True, **more)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1e6


class Bench:
    def __init__(self, build, folder):
        self.build, self.dir = pathlib.Path(build), pathlib.Path(folder)
        self.tribune = self.build / "tribune"

    def gmime(self, place, *more):
        mails, _, us = map(int, said([self.build / "tests/bench/gmime-loop", place, *more]))
        return us / mails

    def read(self, place, program="-", rounds=1):
        mails, _, us, first_kb, last_kb = map(
            int, said([self.build / "tests/bench/read-loop", place, program, str(rounds)]))
        return us / mails, first_kb, last_kb

    def filter(self, place, mails):
        """Of import and filter, what filter alone takes."""
        config = self.dir / "filter.conf"
        config.write_text("[tribune]\ndatabase = filter.db\ncompany = Tideway\ndomains = tideway.example\nrules = "
                          + str(pathlib.Path(__file__).resolve().parents[2] / "data/rules/*.rules") + "\n" + "".join(
                              "[department %s]\nto = %s@tideway.example\n" % (name, name) for name in
                              ("qa", "product", "marketing", "support", "pr", "sales", "finance")))
        for path in self.dir.glob("filter.db*"):
            path.unlink()
        cpu_us([self.tribune, "import", place, "--config", config])
        return cpu_us([self.tribune, "filter", "--config", config]) / mails

    def notmuch(self, maildir, mails):
        config = self.dir / "notmuch.conf"
        config.write_text("[database]\npath=%s\n[new]\ntags=new\n[user]\nname=A\nprimary_email=a@b.example\n" % maildir)
        subprocess.run(["rm", "-rf", maildir / ".notmuch"], check=True)
        return cpu_us(["notmuch", "--config=%s" % config, "new", "--quiet"]) / mails

    def mu(self, maildir, mails):
        home = self.dir / "mu"
        subprocess.run(["rm", "-rf", home], check=True)
        cpu_us(["mu", "init", "--muhome=%s" % home, "--maildir=%s" % maildir])
        return cpu_us(["mu", "index", "--muhome=%s" % home, "--quiet"]) / mails


def measure_round(bench, figures):
    mixed, html = bench.dir / "mixed" / "cur", bench.dir / "html" / "cur"
    mails = len(os.listdir(mixed))
    us = {
        "bare GMime: parse, decode": bench.gmime(mixed),
        "read, in this process": bench.read(mixed)[0],
        "read, isolated": bench.read(mixed, bench.tribune)[0],
        "filter, all of it": bench.filter(mixed, mails),
        "notmuch new (indexes too)": bench.notmuch(mixed.parent, mails),
        "mu index (indexes too)": bench.mu(mixed.parent, mails),
        "HTML-only: gumbo's parse": bench.gmime(html, "gumbo"),
        "HTML-only: read, in this process": bench.read(html)[0],
    }
    corpus = bench.dir / "corpus"
    if corpus.exists():
        us["corpus: bare GMime"] = bench.gmime(corpus)
        us["corpus: read, in this process"] = bench.read(corpus)[0]
        us["corpus: read, isolated"] = bench.read(corpus, bench.tribune)[0]
    for name, value in us.items():
        figures.setdefault(name, []).append(value)


def ratio(figures, above, below):
    return [a / b for a, b in zip(figures[above], figures[below])]


def row(name, values, unit, reach=None, at_least=False):
    middle = statistics.median(values)
    met = ""
    if reach is not None:
        met = "yes" if (middle >= reach if at_least else middle <= reach) else "**no**"
    wanted = "" if reach is None else "%s %g %s" % (">=" if at_least else "<=", reach, unit)
    print("| %s | %.2f %s | %.2f-%.2f | %s | %s |" % (name, middle, unit, min(values), max(values), wanted, met))


def print_ratios(figures):
    bare, here, apart = "bare GMime: parse, decode", "read, in this process", "read, isolated"
    print("| figure | median | spread | reach | met |\n|---|---|---|---|---|")
    row("read / bare GMime", ratio(figures, here, bare), "x", 1.8)
    row("read, isolated / bare GMime", ratio(figures, apart, bare), "x", 2.0)
    row("HTML-only mail / gumbo's parse",
        ratio(figures, "HTML-only: read, in this process", "HTML-only: gumbo's parse"), "x", 1.2)
    row("messages a second, isolated / notmuch", ratio(figures, "notmuch new (indexes too)", apart), "x", 8, True)
    row("messages a second, isolated / mu", ratio(figures, "mu index (indexes too)", apart), "x", 4, True)
    cost = [100 * (a - h) / f for a, h, f in zip(figures[apart], figures[here], figures["filter, all of it"])]
    row("isolation, of filter's time", cost, "%", 10)
    if "corpus: bare GMime" in figures:
        row("corpus: read / bare GMime", ratio(figures, "corpus: read, in this process", "corpus: bare GMime"), "x", 1.8)
        row("corpus: read, isolated / bare GMime",
            ratio(figures, "corpus: read, isolated", "corpus: bare GMime"), "x", 2.0)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("dir")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", type=int, default=100000)
    parser.add_argument("--corpus")
    given = parser.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    bench = Bench(given.build, given.dir)
    if given.corpus:
        (bench.dir / "corpus").mkdir()
        for number, mail in enumerate(corpus_mails([given.corpus])):
            (bench.dir / "corpus" / str(number)).write_bytes(mail)
    figures = {}
    for _ in range(given.rounds):
        measure_round(bench, figures)
    mails = len(os.listdir(bench.dir / "mixed" / "cur"))
    size = sum(entry.stat().st_size for entry in os.scandir(bench.dir / "mixed" / "cur")) / mails / 1024
    print("%d mails of %.1f KB, %d rounds, %s, %s\n" % (mails, size, given.rounds, platform.machine(),
                                                        datetime.date.today()))
    print_ratios(figures)
    if given.memory:
        rounds = max(2, given.memory // mails)
        _, first_kb, last_kb = bench.read(bench.dir / "mixed" / "cur", rounds=rounds)
        print("| resident after %d / after %d | %.2f x | %.1f MB, %.1f MB | <= 1.1 x | %s |" % (
            rounds * mails, mails, last_kb / first_kb, last_kb / 1024, first_kb / 1024,
            "yes" if last_kb <= 1.1 * first_kb else "**no**"))
    print("\n| run | CPU microseconds a mail | spread |\n|---|---|---|")
    for name, values in figures.items():
        print("| %s | %.0f | %.0f-%.0f |" % (name, statistics.median(values), min(values), max(values)))


main()

"""What tests/bench/ingest.py runs and how a run is measured."""
import collections
import contextlib
import datetime
import json
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import time

Run = collections.namedtuple("Run", "wall cpu server_cpu rss")  # s, s, s, MB
Burst = collections.namedtuple("Burst", "at known_ms ms turns")  # known: when the server had said two lines
SITE = "company = Tideway\ndomains = tideway.example\ntimezone = Europe/Dublin\nrules = /dev/null\n"
TICK = os.sysconf("SC_CLK_TCK")


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def tribune_config(bench, place, users, port, tls=False, extra=""):
    way = f"port = {bench.tls_port}\nca-file = {bench.ca}\n" if tls else f"port = {port or bench.port}\ntls = none\n"
    mailboxes = "".join(
        f"[mailbox {user}]\nserver = localhost\n{way}user = {user}\npassword-file = {bench.password}\n{extra}"
        for user in users)
    return write(place / "t.conf", f"[tribune]\ndatabase = {place}/t.db\n{SITE}{mailboxes}")


def mbsync_config(bench, place, fsync):
    return write(place / "mbsync.conf", f"""FSync {fsync}

IMAPStore far
Host 127.0.0.1
Port {bench.port}
User bench
Pass secret
SSLType None
AuthMechs LOGIN

MaildirStore near
Path {place}/
Inbox {place}/INBOX

Channel all
Far :far:
Near :near:
Patterns INBOX
Create Near
Sync Pull
SyncState *
""")


class Relay:
    """tests/bench/delay.c, and the bursts of talk that it saw."""

    def __init__(self, bench, ms):
        self.process = subprocess.Popen([bench.dir / "delay", str(bench.port), str(ms)], stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def stop(self):
        self.process.terminate()
        said, _ = self.process.communicate()
        bursts = (map(int, line.split()) for line in said.splitlines())
        return [Burst(began / 1e9, (second - began) / 1e6, (ended - began) / 1e6, turns)
                for began, second, ended, turns in bursts]


class Bench:
    def __init__(self, folder):
        self.dir = folder
        self.tribune = os.environ["TRIBUNE"]
        self.port, self.tls_port = os.environ["DOVECOT_IMAP_PORT"], os.environ["DOVECOT_IMAPS_PORT"]
        self.ca, self.server_pid = os.environ["DOVECOT_CA"], int(os.environ["DOVECOT_PID"])
        self.password = write(folder / "password", "secret\n")
        self.password.chmod(0o600)
        self.homes = folder / "imap" / "home"
        self.runs = collections.defaultdict(list)

    def users(self):
        return [path.name for path in self.homes.iterdir()]

    def count(self, user):
        return len(os.listdir(self.homes / user / "Maildir" / "cur"))

    @contextlib.contextmanager
    def database(self, name):
        place = self.dir / name
        place.mkdir()
        try:
            yield place
        finally:
            shutil.rmtree(place)
            os.sync()  # what one run leaves dirty is not for the next to wait for

    def server_cpu(self):
        """Seconds of all processes of the Dovecot, of those that have ended too."""
        total = 0
        for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                fields = stat.read_text().rsplit(")", 1)[1].split()
                pid, parent = int(stat.parent.name), int(fields[1])
                if pid == self.server_pid:
                    total += sum(map(int, fields[11:15]))
                elif parent == self.server_pid:
                    total += sum(map(int, fields[11:13]))
        return total / TICK

    def run(self, name, command, expected=None):
        """Runs COMMAND, whose output must have EXPECTED in it, and keeps what it took under NAME."""
        server, started = self.server_cpu(), time.monotonic()
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
            output = process.stdout.read().decode()
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - started
        assert process.returncode == 0 and (not expected or expected(output)), (command, process.returncode, output)
        if name:
            self.runs[name].append(
                Run(wall, used.ru_utime + used.ru_stime, self.server_cpu() - server, used.ru_maxrss / 1024))

    def raw(self, name, port, *arguments):
        least = sum(entry.stat().st_size for entry in os.scandir(self.homes / "bench" / "Maildir" / "cur"))
        self.run(name, [self.dir / "raw", str(port), "bench", "secret", *arguments], lambda out: int(out) > least)

    def poll(self, name, users, mails, *arguments, place=None, port=None, tls=False):
        """Polls into PLACE, or what is made for it; each new mail must have come, or MAILS be None."""
        with self.database("db") if place is None else contextlib.nullcontext(place) as at:
            config = tribune_config(self, at, users, port, tls)
            key = "pending" if "--discard" in arguments else "new"

            def expected(output):
                return mails is None or sum(json.loads(line)[key] for line in output.splitlines()) == mails

            self.run(name, [self.tribune, "poll", "--json", "--config", config, *arguments], expected)

    def mbsync(self, name, mails, fsync):
        with self.database("mbsync") as place:
            config = mbsync_config(self, place, fsync)
            self.run(name, ["mbsync", "-q", "-c", config, "all"])
            got = sum(len(os.listdir(place / "INBOX" / part)) for part in ("cur", "new"))
            assert got == mails, got

    def flush_us(self):
        with open(self.dir / "flush", "wb") as file:
            taken = []
            for _ in range(100):
                file.write(bytes(4096))
                file.flush()
                started = time.monotonic()
                os.fdatasync(file.fileno())
                taken.append((time.monotonic() - started) * 1e6)
        return statistics.median(taken)

    def print_machine(self, rounds):
        model = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")),
                     platform.machine())
        sizes = [entry.stat().st_size for entry in os.scandir(self.homes / "bench" / "Maildir" / "cur")]
        print(f"{datetime.date.today()}: {os.cpu_count()} cores of {model}, load {os.getloadavg()[0]:.1f} at the start, "
              f"`fdatasync` {self.flush_us():.0f} us; {len(sizes):,} mails, {sum(sizes) / 1e6:.0f} MB; {rounds} rounds\n",
              flush=True)

    def print_runs(self):
        print("| run | wall s | spread | CPU s | server's CPU s | resident MB |\n|---|---|---|---|---|---|")
        for name, runs in self.runs.items():
            wall, cpu, server, rss = (statistics.median(values) for values in zip(*runs))
            walls = [run.wall for run in runs]
            print(f"| {name} | {wall:.2f} | {min(walls):.2f}-{max(walls):.2f} | {cpu:.2f} | {server:.2f} | {rss:.0f} |")

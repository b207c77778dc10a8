"""A database of its own for one test, and the commands on it with what they used."""
import contextlib
import json
import os
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
RULES = os.path.normpath(os.path.join(HERE, "..", "..", "data", "rules", "*.rules"))
DEPARTMENTS = ("qa", "product", "marketing", "support", "pr", "sales", "finance")
EX_TEMPFAIL = 75  # status: something is in quarantine
MAX_RESIDENT_MB = 256  # [limits] parse-memory-bytes


class Failure(Exception):
    pass


def is_sanitized(program):
    """A build with sanitizers takes several times the memory."""
    with open(program, "rb") as file:
        return b"__asan_init" in file.read()


class Site:
    """A config and a database; counts what its last command used."""

    def __init__(self, program, folder, name):
        self.program, self.folder = program, folder
        self.name = name
        self.config = os.path.join(folder, name + ".conf")
        self.said = os.path.join(folder, name + ".out")
        self.cpu_s = self.resident_mb = 0
        with open(self.config, "w") as out:
            out.write("[tribune]\ndatabase = %s.db\ncompany = Tideway\ndomains = tideway.example\nrules = %s\n"
                      % (name, RULES))
            for department in DEPARTMENTS:
                out.write("[department %s]\nto = %s@tideway.example\n" % (department, department))

    def call(self, *arguments, codes=(0,)):
        """Returns the lines of JSON, or the one object over several lines."""
        with open(self.said, "w+b") as out:
            child = subprocess.Popen([self.program, *arguments, "--config", self.config], stdout=out)
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            self.cpu_s = usage.ru_utime + usage.ru_stime
            self.resident_mb = usage.ru_maxrss / 1024
            if child.returncode not in codes:
                raise Failure("tribune %s: exit code %d" % (arguments[0], child.returncode))
            out.seek(0)
            said = out.read()
        if said.startswith(b"{\n"):
            return [json.loads(said)]
        return [json.loads(line) for line in said.splitlines() if line.startswith(b"{")]

    def clear(self):
        for ending in ("", "-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(os.path.join(self.folder, self.name + ".db" + ending))

    def take(self, path):
        self.call("import", path, "--json")
        counts = self.call("filter", "--json")[0]
        return counts["filtered"] + counts["quarantined"]

    def accounted(self, records):
        """Fails unless each of records is done or quarantined, as status counts."""
        status = self.call("status", "--json", codes=(0, EX_TEMPFAIL))[0]
        quarantined = [record for record in records if record["state"] == "quarantined"]
        done = [record for record in records if record["state"] == "done"]
        if len(done) + len(quarantined) != len(records):
            raise Failure("%d done and %d quarantined of %d" % (len(done), len(quarantined), len(records)))
        if status["queued"] or status["quarantined"] != len(quarantined):
            raise Failure("%d queued, %d quarantined" % (status["queued"], status["quarantined"]))
        return "%d done, %d quarantined" % (len(done), len(quarantined))

#!/usr/bin/env python3
"""run.py TRIBUNE FOLDER [NAME...]: polls the scripted server case by case and prints TAP.

For each case of cases.txt, or those named: `tribune poll` with short deadlines against the faulty server; then against a
good one with the same mailbox; then once more. FOLDER takes configs and databases.
"""
import concurrent.futures
import ctypes
import dataclasses
import hashlib
import json
import os
import re
import sqlite3
import subprocess
import sys
import time

import server

HERE = os.path.dirname(os.path.abspath(__file__))
PATIENCE_S = 120
LATE_S = 9  # far beyond the deadlines set below
WORKERS = 8


class Wrong(Exception):
    """The program did what it must not."""


def check(holds, words):
    if not holds:
        raise Wrong(words)


class Zstd:
    """As much of libzstd as reading a frame takes."""

    def __init__(self):
        self.lib = ctypes.CDLL("libzstd.so.1")
        self.lib.ZSTD_getFrameContentSize.restype = ctypes.c_ulonglong
        self.lib.ZSTD_decompress.restype = ctypes.c_size_t
        for function in (self.lib.ZSTD_getFrameContentSize, self.lib.ZSTD_decompress):
            function.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
        self.lib.ZSTD_decompress.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_size_t]
        self.lib.ZSTD_getFrameContentSize.argtypes = [ctypes.c_char_p, ctypes.c_size_t]

    def read(self, frame):
        size = self.lib.ZSTD_getFrameContentSize(frame, len(frame))
        check(size < 1 << 30, "a chunk does not say its size")
        whole = ctypes.create_string_buffer(max(size, 1))
        check(self.lib.ZSTD_decompress(whole, size, frame, len(frame)) == size, "a chunk is no zstd frame")
        return whole.raw[:size]


ZSTD = Zstd()


@dataclasses.dataclass
class Poll:
    code: int
    out: str
    errors: str
    seconds: float


class Site:
    """One database and its config."""

    def __init__(self, tribune, folder, case):
        self.tribune = tribune
        self.case = case
        self.path = os.path.join(folder, case.name)
        os.makedirs(self.path, exist_ok=True)
        self.config = os.path.join(self.path, "tribune.conf")
        self.database = os.path.join(self.path, "t.db")
        self.password = os.path.join(self.path, "password")
        with open(os.open(self.password, os.O_CREAT | os.O_WRONLY, 0o600), "w", encoding="ascii") as out:
            out.write("secret\n")

    def limits(self, is_short):
        limits = {"fetch-bytes": "64KB"}
        if is_short:
            limits.update({"connect-ms": "1s", "quiet-ms": "1s", "command-ms": "3s"})
        for limit in filter(None, self.case.options.get("limits", "").split(",")):
            key, value = limit.split(":")
            limits[key] = value
        return "".join(f"{key} = {value}\n" for key, value in limits.items())

    def write_config(self, port, tls, is_short):
        with open(self.config, "w", encoding="ascii") as out:
            out.write(f"[tribune]\ndatabase = {self.database}\ncompany = Test\nrules = none/*.rules\n"
                      f"[limits]\n{self.limits(is_short)}"
                      f"[mailbox faulty]\nserver = 127.0.0.1\nport = {port}\ntls = {tls}\nuser = ann\n"
                      f"password-file = {self.password}\nfolders = *\n")

    def run(self, *command):
        return subprocess.run([self.tribune, *command, "--config", self.config], capture_output=True,
                              timeout=PATIENCE_S, check=False, text=True, errors="replace")

    def poll(self, port, tls="none", is_short=False):
        self.write_config(port, tls, is_short)
        started = time.monotonic()
        try:
            done = self.run("poll")
        except subprocess.TimeoutExpired:
            raise Wrong(f"still there after {PATIENCE_S} s") from None
        return Poll(done.returncode, done.stdout, done.stderr, time.monotonic() - started)

    def query(self, sql):
        database = sqlite3.connect(self.database)
        try:
            return database.execute(sql).fetchall()
        finally:
            database.close()

    def raw_of(self, raw_id):
        chunks = self.query(f"SELECT bytes FROM raw_chunk WHERE raw_id = {raw_id} ORDER BY number")
        return b"".join(ZSTD.read(chunk) for chunk, in chunks)


def check_nothing_wrong(site, folders):
    """Whatever is in the database came whole, and belongs where it stands."""
    if not os.path.exists(site.database):
        return
    check(site.query("PRAGMA integrity_check") == [("ok",)], "integrity_check does not say ok")
    check(not site.query("PRAGMA foreign_key_check"), "a foreign key leads nowhere")
    for name, uid, raw_id in site.query(
            "SELECT name, uid, raw_id FROM arrival JOIN folder ON folder.id = folder_id WHERE raw_id NOT NULL"):
        check(folders.get(name, {}).get(uid) == site.raw_of(raw_id), f"{name} UID {uid} is not the server's mail")
    for raw_id, said, size in site.query("SELECT id, sha256, size_bytes FROM raw WHERE sha256 NOT LIKE 'partial:%'"):
        raw = site.raw_of(raw_id)
        check(hashlib.sha256(raw).hexdigest() == said and len(raw) == size, f"raw {raw_id} is not what it says")
    whole = "FROM message WHERE error IS NOT 'unfetched'"
    check(site.query(f"SELECT count(raw_id) {whole}") == site.query(f"SELECT count(DISTINCT raw_id) {whole}"),
          "a mail stands there twice")


def check_rows(site, folders):
    """Exactly the server's mails are there, byte for byte, each once."""
    check_nothing_wrong(site, folders)
    got = site.query("SELECT name, uid FROM arrival JOIN folder ON folder.id = folder_id"
                     f" WHERE raw_id NOT NULL AND uidvalidity = {server.VALIDITY} ORDER BY 1, 2")
    wanted = sorted((name, uid) for name, mails in folders.items() for uid in mails)
    check(got == wanted, f"there are {got}, not {wanted}")


def check_all_there(site, folders):
    """The same, as `tribune export` says."""
    check_rows(site, folders)
    export = site.run("export")
    check(export.returncode == 0, "export: " + export.stderr)
    records = [json.loads(line) for line in export.stdout.splitlines()]
    got = sorted((arrival["folder"], arrival["uid"], arrival["sha256"]) for record in records
                 for arrival in record["arrivals"] if arrival["uidvalidity"] == server.VALIDITY)
    wanted = sorted((name, uid, hashlib.sha256(mail).hexdigest())
                    for name, mails in folders.items() for uid, mail in mails.items())
    check(got == wanted, f"export has {got}, not {wanted}")
    mails = len({mail for folder in folders.values() for mail in folder.values()})
    mails += "nothing" in site.case.options  # it is another than the one that is empty
    check(len(records) == mails, f"{len(records)} messages for {mails} mails")
    left = site.query("SELECT count(*) FROM raw WHERE sha256 LIKE 'partial:%'")
    check(left == [(0,)], "part of a mail is left over")


def check_poll(case, poll, was_struck):
    if not was_struck and case.options.get("maybe"):
        check(poll.code == 0, f"exit code {poll.code} though the fault was not met: {poll.errors}")
        return
    check(was_struck, "the fault was never met")
    check(poll.code == case.code, f"exit code {poll.code}, not {case.code}: {poll.errors}{poll.out}")
    lines = poll.errors.splitlines()
    check(len(lines) == (1 if case.code else 0), f"not one line of error: {poll.errors}")
    check(not lines or re.search(case.says, lines[0]), f"'{lines and lines[0]}' does not say '{case.says}'")
    check(all(line.isprintable() and len(line) < 500 for line in lines), f"not a clean line: {lines}")


def poll_good(site, folders):
    """Two polls of the good server: all is there after the first, the second brings nothing."""
    good = server.Server(served_in(site.case))
    try:
        poll = site.poll(good.port)
        check(poll.code == 0, f"the good server: exit code {poll.code}: {poll.errors}")
        check_all_there(site, folders)
        again = site.poll(good.port)
        check(again.code == 0 and ": 0 listed" in again.out, f"a second poll says {again.out}{again.errors}")
        check_all_there(site, folders)
    finally:
        good.stop()


def served_in(case):
    return server.mailbox(int(case.options.get("mails", 0)), int(case.options.get("big", 0)))


def folders_of(case):
    """The mails as they are kept: of one that is too large or cannot be had whole, the header, or nothing."""
    folders = served_in(case)
    inbox = folders["INBOX"]
    if "header" in case.options:
        uid = int(case.options["header"])
        inbox[uid] = inbox[uid][:inbox[uid].find(b"\r\n\r\n") + 4]
    if "nothing" in case.options:
        inbox[int(case.options["nothing"])] = b""
    return folders


def run_case(tribune, folder, case):
    site, folders = Site(tribune, folder, case), folders_of(case)
    if case.options.get("first"):
        poll_good(site, folders)
    faulty = server.Server(served_in(case), case.faults)
    try:
        is_short = case.code == os.EX_TEMPFAIL
        poll = site.poll(faulty.port, case.options.get("tls", "none"), is_short)
        check(not is_short or poll.seconds < LATE_S, f"it took {poll.seconds:.1f} s")
        check_poll(case, poll, faulty.struck > 0 or not case.faults)
    finally:
        faulty.stop()
    check_nothing_wrong(site, folders)
    poll_good(site, folders)
    return f"{poll.seconds:.1f} s"


def run_together(tribune, folder, case):
    """Several polls on one database, which is not there yet, begin at once: one reads, the others say who does."""
    site, folders = Site(tribune, folder, case), folders_of(case)
    slow = server.Server(folders, case.faults)
    site.write_config(slow.port, "none", False)
    with concurrent.futures.ThreadPoolExecutor(int(case.options["pollers"])) as pool:
        polls = list(pool.map(lambda _: site.run("poll"), range(int(case.options["pollers"]))))
    slow.stop()
    codes = sorted(poll.returncode for poll in polls)
    check(codes == [0] + [case.code] * (len(polls) - 1), f"exit codes {codes}: {[poll.stderr for poll in polls]}")
    for poll in polls:
        check(poll.returncode == 0 or re.search(case.says, poll.stderr), f"it says {poll.stderr}")
    check_all_there(site, folders)
    poll_good(site, folders)
    return f"{len(polls)} polls"


def run_cut(tribune, folder, case, at):
    """One connection that ends with its byte number `at`."""
    cut = dataclasses.replace(case, name=f"{case.name}-{at}")
    site, folders = Site(tribune, folder, cut), folders_of(case)
    faulty = server.Server(folders, [server.Fault("any", "close", {"bytes": str(at)})])
    try:
        poll = site.poll(faulty.port)
        try:
            check(poll.code in (0, case.code), f"exit code {poll.code}: {poll.errors}")
            check((poll.code == 0) == (poll.errors == ""), f"exit code {poll.code}, but: {poll.errors}")
            check(poll.code == 0 or re.search(case.says, poll.errors), poll.errors)
            check_nothing_wrong(site, folders)
            again = site.poll(server_of(folders).port)
            check(again.code == 0, f"the good server: exit code {again.code}: {again.errors}")
            check_rows(site, folders)
        except Wrong as wrong:
            raise Wrong(f"cut at byte {at}: {wrong}") from None
    finally:
        faulty.stop()
    return poll.code


GOOD = {}


def server_of(folders):
    """One good server for all that have these folders."""
    key = repr(folders)
    if key not in GOOD:
        GOOD[key] = server.Server(folders)
    return GOOD[key]


def run_sweep(tribune, folder, case):
    """Cuts the exchange at each of its bytes but the last, which ends it anyway."""
    calm = dataclasses.replace(case, name=case.name + "-calm")
    good = server_of(folders_of(case))
    poll = Site(tribune, folder, calm).poll(good.port)
    check(poll.code == 0, poll.errors)
    with concurrent.futures.ThreadPoolExecutor(WORKERS // 2) as pool:
        codes = list(pool.map(lambda at: run_cut(tribune, folder, case, at), range(1, good.sent)))
    farewell = codes.count(0)
    check(0 < farewell < 80, f"{farewell} of {len(codes)} cuts were no failure: only those after the last mail are none")
    return f"{len(codes)} cuts"


def runner_of(case):
    if case.options.get("sweep"):
        return run_sweep
    return run_together if case.options.get("pollers") else run_case


def main():
    tribune, folder, names = sys.argv[1], sys.argv[2], sys.argv[3:]
    cases = server.read_cases(os.path.join(HERE, "cases.txt"))
    chosen = [cases[name] for name in names] if names else list(cases.values())
    print(f"1..{len(chosen)}", flush=True)
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        running = [(case, pool.submit(runner_of(case), tribune, folder, case))
                   for case in sorted(chosen, key=lambda case: not case.options.get("sweep"))]
        for number, (case, future) in enumerate(running, 1):
            try:
                print(f"ok {number} {case.name}: {future.result()}", flush=True)
            except Wrong as wrong:
                failed += 1
                print("".join(f"# {line}\n" for line in str(wrong).splitlines()), end="")
                print(f"not ok {number} {case.name}", flush=True)
    sys.exit(failed > 0)


main()

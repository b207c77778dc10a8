#!/usr/bin/env python3
"""server.py CASES [NAME]: an IMAP server on loopback that goes wrong as a line of the file CASES says.

With NAME it serves that case, with none a good mailbox; it prints its port and serves until it is killed. Tests import
it. cases.txt says what a line of it looks like and which faults there are. The server reads only: a fault strikes
whenever its stage is reached, in every connection.
"""
import dataclasses
import re
import shlex
import socket
import sys
import threading
import time

STAGES = ("greeting", "starttls", "capability", "login", "list", "examine", "listing", "body", "logout", "any")
VALIDITY = 7
DATE = b'"16-Nov-2026 08:00:00 +0000"'


def mail(number, body):
    head = "From: Ann <ann@example.com>\r\nMessage-ID: <%d@faults.example>\r\nSubject: mail %d\r\n\r\n"
    return (head % (number, number)).encode() + body


def mailbox(count=None, big=0):
    """Folders by name, their mails by UID: the first few of INBOX, or all and a second folder. One mail is fetched in
    parts; one is nothing at all."""
    inbox = {
        3: mail(1, b"short\r\n"),
        4: mail(2, b"(((((( \"unbalanced {12}\r\n* 9 FETCH (UID 9)\r\n)\r\n"),
        7: mail(3, b"".join(b"line %06d of a long one\r\n" % n for n in range(6000))),
        9: b"",
        12: mail(4, bytes(range(1, 256)) + b"\r\n"),
        15: mail(5, b"last, but one\r\n"),
        16: mail(6, b"no end of line"),
    }
    if count:
        return {"INBOX": dict(list(inbox.items())[:count])}
    if big:
        inbox[20] = mail(20, b"".join(b"%07d\n" % n for n in range(big // 8)))
    return {"INBOX": inbox, "Other": {1: mail(9, b"elsewhere\r\n")}}


@dataclasses.dataclass
class Fault:
    at: str
    do: str
    words: dict

    def number(self, key, default=0):
        return int(self.words.get(key, default))

    def text(self, key):
        return self.words[key].encode().decode("unicode_escape").encode("latin-1")


@dataclasses.dataclass
class Case:
    name: str
    faults: list
    options: dict  # of the test: what it sets and how it goes about it
    code: int      # which exit code is right
    says: str      # and which words


def parse_words(text):
    return dict(word.split("=", 1) for word in shlex.split(text))


def parse_fault(text):
    words = parse_words(text)
    fault = Fault(words.pop("at"), words.pop("do"), words)
    if fault.at not in STAGES or not hasattr(Session, "do_" + fault.do.replace("-", "_")):
        raise ValueError(f"no such fault: {text}")
    return fault


def read_cases(path):
    cases = {}
    with open(path, encoding="ascii") as lines:
        for line in lines:
            if not line.strip() or line.startswith("#"):
                continue
            name, faults, options, outcome = [part.strip() for part in line.split(" | ")]
            if name in cases:
                raise ValueError(f"{name} stands there twice")
            code, _, says = outcome.partition(" ")
            cases[name] = Case(name, [parse_fault(fault) for fault in faults.split(" + ") if fault != "none"],
                               parse_words(options), int(code), says)
    return cases


@dataclasses.dataclass
class Answer:
    data: list      # untagged, in order; a fetched mail is one of them
    tagged: bytes   # without the tag
    tail: bytes = b""


class Gone(Exception):
    """This connection is over."""


class Session:
    """One connection. Each do_... is one fault; it changes the answer or how it goes out."""

    def __init__(self, server, link):
        self.server = server
        self.link = link
        self.folder = None
        self.sent = 0
        self.limit = None  # the connection ends with this many bytes
        for fault in server.faults:
            if fault.at == "any":
                getattr(self, "do_" + fault.do)(None, fault)

    # What the answer is made of.

    def do_insert(self, answer, fault):
        """Untagged data before the answer's own, times over."""
        answer.data[0:0] = [fault.text("text") * fault.number("times", 1)]

    def do_append(self, answer, fault):
        """Bytes behind the tagged line, in the same packet."""
        answer.tail = fault.text("text")

    def do_tagged(self, answer, fault):
        """Another tagged line."""
        answer.tagged = fault.text("text")

    def do_replace(self, answer, fault):
        """Each match of a pattern by a text."""
        for number, chunk in enumerate(answer.data):
            answer.data[number] = re.sub(fault.words["from"].encode(), fault.text("to"), chunk, flags=re.S)
        answer.tagged = re.sub(fault.words["from"].encode(), fault.text("to"), answer.tagged)

    def do_literal(self, answer, fault):
        """A lie about how long a body is: by so many bytes, or so many in all."""
        def lie(match):
            size = int(match[1]) + fault.number("by") if "by" in fault.words else fault.number("size")
            return b"{%d}\r\n" % size
        answer.data = [re.sub(rb"\{(\d+)\}\r\n", lie, chunk, count=1) for chunk in answer.data]

    def do_nil(self, answer, fault):
        """NIL for a body."""
        answer.data = [re.sub(rb"\{\d+\}\r\n.*\)\r\n$", b"NIL)\r\n", chunk, flags=re.S) for chunk in answer.data]

    def do_twice(self, answer, fault):
        answer.data = [chunk for chunk in answer.data for _ in range(2)]

    def do_backwards(self, answer, fault):
        answer.data.reverse()

    def do_nothing(self, answer, fault):
        """No untagged data at all."""
        answer.data = []

    def do_swap(self, answer, fault):
        """Each body under the UID of the next mail."""
        uids = [re.match(rb"\* \d+ FETCH \((UID \d+)", chunk)[1] for chunk in answer.data]
        answer.data = [chunk.replace(uid, other, 1)
                       for chunk, uid, other in zip(answer.data, uids, uids[1:] + uids[:1])]

    def do_nest(self, answer, fault):
        """A BODYSTRUCTURE nobody asked for."""
        answer.data[0:0] = [b"* 1 FETCH (BODYSTRUCTURE " + b"(" * fault.number("depth") + b"\r\n"]

    def do_quoted(self, answer, fault):
        """A quoted string of so many bytes."""
        answer.data[0:0] = [b'* 1 FETCH (UID 3 BODY[] "', b"x" * fault.number("bytes"), b'")\r\n']

    # How it goes out.

    def do_hang(self, answer, fault):
        """Nothing more: after bytes=N of the answer, or after its data, without the tagged line."""
        self.send_start(answer, fault)
        self.wait_for_the_end()

    def do_close(self, answer, fault):
        if answer is None:
            self.limit = fault.number("bytes")
            return
        self.send_start(answer, fault)
        raise Gone

    def do_drip(self, answer, fault):
        for byte in b"".join(answer.data):
            self.send(bytes([byte]))
            time.sleep(fault.number("ms") / 1000)

    def do_wait(self, answer, fault):
        time.sleep(fault.number("ms") / 1000)

    def do_bye(self, answer, fault):
        self.send(b"* BYE going down\r\n")
        raise Gone

    def send_start(self, answer, fault):
        whole = b"".join(answer.data)
        wanted = fault.words.get("bytes", "0")
        self.send(whole if wanted == "data" else whole[:int(wanted)])

    def wait_for_the_end(self):
        self.link.settimeout(60)
        while self.link.recv(4096):
            pass
        raise Gone

    # The server itself.

    def send(self, data):
        if self.limit is not None:
            data = data[:self.limit - self.sent]
        self.sent += len(data)
        self.server.sent = max(self.server.sent, self.sent)
        self.link.sendall(data)
        if self.limit == self.sent:
            raise Gone

    def answer(self, stage, tag, data, tagged):
        answer = Answer(data, tagged)
        for fault in self.server.faults:
            if fault.at == stage:
                self.server.struck += 1
                getattr(self, "do_" + fault.do)(answer, fault)
        for chunk in answer.data:
            self.send(chunk)
        if answer.tagged:
            self.send((tag + b" " if tag else b"") + answer.tagged + b"\r\n" + answer.tail)

    def talk(self):
        self.answer("greeting", b"", [], b"* OK ready")
        for line in self.link.makefile("rb"):
            tag, verb, rest = (line.strip().split(b" ", 2) + [b"", b""])[:3]
            if verb.upper() == b"UID":
                verb, rest = (rest.split(b" ", 1) + [b""])[:2]
            handle = getattr(self, "handle_" + verb.decode("ascii", "replace").lower(), None)
            if handle:
                handle(tag, rest)
            else:
                self.send(tag + b" BAD unknown\r\n")

    def handle_capability(self, tag, rest):
        self.answer("capability", tag, [b"* CAPABILITY IMAP4rev1\r\n"], b"OK done")

    def handle_starttls(self, tag, rest):
        self.answer("starttls", tag, [], b"OK begin")

    def handle_login(self, tag, rest):
        self.answer("login", tag, [], b"OK logged in")

    def handle_noop(self, tag, rest):
        self.send(tag + b" OK done\r\n")

    def handle_list(self, tag, rest):
        lines = [b'* LIST () "/" "%s"\r\n' % name.encode() for name in self.server.folders]
        self.answer("list", tag, lines, b"OK listed")

    def handle_examine(self, tag, rest):
        self.folder = self.server.folders.get(rest.strip(b'"').decode())
        if self.folder is None:
            self.send(tag + b" NO no such folder\r\n")
            return
        self.answer("examine", tag, [b"* FLAGS (\\Seen)\r\n* %d EXISTS\r\n* 0 RECENT\r\n" % len(self.folder),
                                     b"* OK [UIDVALIDITY %d] valid\r\n" % VALIDITY,
                                     b"* OK [UIDNEXT %d] next\r\n" % (max(self.folder) + 1)],
                    b"OK [READ-ONLY] opened")

    def handle_fetch(self, tag, rest):
        numbers, items = rest.split(b" ", 1)
        stage = "body" if b"BODY" in items else "listing"
        self.answer(stage, tag, [self.fetch(uid, items) for uid in self.uids(numbers)], b"OK fetched")

    def handle_logout(self, tag, rest):
        self.answer("logout", tag, [b"* BYE until then\r\n"], b"OK bye")
        raise Gone

    def uids(self, numbers):
        wanted = []
        for span in numbers.split(b","):
            first, _, last = span.replace(b"*", b"%d" % max(self.folder)).partition(b":")
            wanted += [uid for uid in self.folder if int(first) <= uid <= int(last or first)]
        return wanted

    def fetch(self, uid, items):
        body = self.folder[uid]
        told = [b"UID %d" % uid]
        if b"RFC822.SIZE" in items:
            told += [b"RFC822.SIZE %d" % len(body), b"INTERNALDATE " + DATE]
        section = re.search(rb"BODY\.PEEK\[(HEADER)?\](?:<(\d+)\.(\d+)>)?", items)
        if section:
            if section[1]:
                body = body[:body.find(b"\r\n\r\n") + 4]
            start = b"<%s>" % section[2] if section[2] else b""
            if section[2]:
                body = body[int(section[2]):int(section[2]) + int(section[3])]
            told.append(b"BODY[%s]%s {%d}\r\n%s" % (section[1] or b"", start, len(body), body))
        place = list(self.folder).index(uid) + 1
        return b"* %d FETCH (%s)\r\n" % (place, b" ".join(told))


class Server:
    """Serves folders with faults on a port of 127.0.0.1, each connection in a thread of its own."""

    def __init__(self, folders, faults=()):
        self.folders = folders
        self.faults = faults
        self.struck = 0  # how often a stage with a fault was reached
        self.sent = 0    # the most bytes of one connection
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                link, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(link,), daemon=True).start()

    def serve(self, link):
        with link:
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            try:
                try:
                    Session(self, link).talk()
                except Gone:
                    # Closed with bytes unread, the connection would be reset.
                    link.shutdown(socket.SHUT_WR)
                    link.settimeout(5)
                    while link.recv(4096):
                        pass
            except OSError:
                pass

    def stop(self):
        try:
            self.listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.listener.close()


def main():
    cases = read_cases(sys.argv[1])
    faults = cases[sys.argv[2]].faults if len(sys.argv) > 2 else ()
    print(Server(mailbox(), faults).port, flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()

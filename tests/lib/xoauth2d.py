#!/usr/bin/env python3
"""xoauth2d.py FOLDER: an IMAP and an SMTP server on loopback that let in by XOAUTH2 alone.

Writes their ports to FOLDER/imap-port and FOLDER/smtp-port. The only user is "ann"; a token is good when it stands in
FOLDER/access (see oauthd.py). The SASL string is taken apart byte by byte, and whoever sends another gets a BAD. A
refusal is a challenge, as the big providers send it, and an empty line must come before the refusal itself. The IMAP
server holds one mail; the SMTP server throws away what it gets. Each login is a line "imap ok" or the like of
FOLDER/logins.
"""
import base64
import os
import re
import socketserver
import sys
import threading

CHALLENGE = base64.b64encode(b'{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}').decode()
MAIL = b"From: bob@test.example\r\nTo: ann@test.example\r\nSubject: by token\r\n\r\nhello\r\n"
FOLDER = sys.argv[1]


def note(line):
    with open(os.path.join(FOLDER, "logins"), "a", encoding="ascii") as file:
        file.write(line + "\n")


def judge(protocol, initial):
    """Returns "ok", "refused" or, for a string that is not as it must be, "bad"."""
    try:
        text = base64.b64decode(initial, validate=True)
    except ValueError:
        text = b""
    parts = re.fullmatch(rb"user=([^\x01]*)\x01auth=Bearer ([\x21-\x7e]+)\x01\x01", text)
    with open(os.path.join(FOLDER, "access"), encoding="ascii") as file:
        good = file.read().split()
    verdict = "bad"
    if parts:
        verdict = "ok" if parts[1] == b"ann" and parts[2].decode() in good else "refused"
    note(f"{protocol} {verdict}")
    return verdict


class Session(socketserver.StreamRequestHandler):
    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def hear(self):
        return self.rfile.readline().decode("ascii", "replace").rstrip("\r\n")


class Imap(Session):
    def log_in(self, tag, initial):
        verdict = judge("imap", initial)
        if verdict == "refused":
            self.say(f"+ {CHALLENGE}")
            if self.hear() != "":
                verdict = "bad"
        if verdict == "bad":
            note("imap out of step")
        return self.say({"ok": f"{tag} OK in", "bad": f"{tag} BAD not XOAUTH2",
                         "refused": f"{tag} NO [AUTHENTICATIONFAILED] Invalid credentials"}[verdict])

    def fetch(self, tag, what):
        if "BODY" in what:
            self.wfile.write(b"* 1 FETCH (UID 1 BODY[] {%d}\r\n%s)\r\n" % (len(MAIL), MAIL))
        else:
            self.say(f'* 1 FETCH (UID 1 RFC822.SIZE {len(MAIL)} INTERNALDATE "16-Nov-2026 08:00:00 +0000")')
        self.say(f"{tag} OK fetched")

    def handle(self):
        self.say("* OK ready")
        while True:
            tag, _, command = self.hear().partition(" ")
            if not command:
                return
            if command.startswith("AUTHENTICATE XOAUTH2 "):
                self.log_in(tag, command[21:])
            elif command.startswith("EXAMINE"):
                self.say("* 1 EXISTS\r\n* OK [UIDVALIDITY 1] x\r\n* OK [UIDNEXT 2] x")
                self.say(f"{tag} OK [READ-ONLY] opened")
            elif command.startswith("UID FETCH"):
                self.fetch(tag, command)
            elif command == "CAPABILITY":
                self.say(f"* CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2\r\n{tag} OK done")
            elif command == "NOOP":
                self.say(f"{tag} OK done")
            else:
                self.say("* BYE so long")
                if command == "LOGOUT":
                    self.say(f"{tag} OK done")
                return


class Smtp(Session):
    def log_in(self, initial):
        if not initial:
            self.say("334 ")
            initial = self.hear()
        verdict = judge("smtp", initial)
        if verdict == "refused":
            self.say(f"334 {CHALLENGE}")
            self.hear()
        self.say({"ok": "235 in", "refused": "535 5.7.8 no", "bad": "501 5.5.2 not XOAUTH2"}[verdict])

    def take_mail(self):
        self.say("354 go on")
        while self.hear() != ".":
            pass
        note("smtp mail")
        self.say("250 taken")

    def handle(self):
        self.say("220 localhost ESMTP")
        while True:
            command = self.hear()
            verb = command.partition(" ")[0]
            if verb == "EHLO":
                self.say("250-localhost\r\n250 AUTH PLAIN LOGIN XOAUTH2 OAUTHBEARER")
            elif command.startswith("AUTH XOAUTH2"):
                self.log_in(command[13:])
            elif verb == "DATA":
                self.take_mail()
            elif verb in ("", "QUIT"):
                self.say("221 bye")
                return
            else:
                self.say("250 ok")


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True


def main():
    for name, handler in (("smtp", Smtp), ("imap", Imap)):
        server = Server(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever).start()
        part = os.path.join(FOLDER, name + "-port.part")
        with open(part, "w", encoding="ascii") as file:
            file.write(f"{server.server_address[1]}\n")
        os.rename(part, part[:-5])


main()

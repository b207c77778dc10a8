#!/usr/bin/env python3
"""smtp-faults.py FOLDER PORT-FILE FAULT...: an SMTP server on loopback that goes wrong on purpose.

Listens on a free port of 127.0.0.1 and writes it to PORT-FILE. The n-th transaction (connection, for connect:N)
meets the n-th FAULT; when they are used up, all is well. What is taken goes to FOLDER/NNNN.eml. Runs until SIGTERM.

  ok          takes the mail
  connect:N   greets with N and closes        mail:N rcpt:N data:N   answers the command with N
  dot:N       answers the whole mail with N   drop                   closes when the mail is about to come
  lost        takes the mail, closes without an answer
  hang        takes the mail and never answers
  deaf        never answers MAIL
  slow        takes the mail and answers after two seconds
"""
import os
import socket
import sys
import threading
import time


class Server:
    def __init__(self, folder, faults):
        self.folder = folder
        self.faults = faults
        self.count = 0

    def next_fault(self, wanted=None):
        """The next fault; with wanted, only if it is of that kind."""
        if not self.faults or (wanted and not self.faults[0].startswith(wanted)):
            return "ok"
        return self.faults.pop(0)

    def keep(self, body):
        self.count += 1
        name = os.path.join(self.folder, f"{self.count:04}")
        with open(name + ".part", "wb") as out:
            out.write(body)
        os.rename(name + ".part", name + ".eml")

    def talk(self, link):
        lines = link.makefile("rb")

        def say(text):
            link.sendall(text.encode() + b"\r\n")

        fault = self.next_fault("connect")
        if fault != "ok":
            say(f"{fault[8:]} 4.3.2 not now")
            return
        say("220 localhost ESMTP")
        fault = "ok"
        for line in lines:
            verb = line.split(b" ")[0].strip().upper().decode("ascii", "replace")
            if verb == "QUIT":
                say("221 bye")
                return
            if verb in ("EHLO", "HELO"):
                say("250 localhost")
                continue
            if verb == "MAIL":
                fault = self.next_fault()
            code = fault.split(":")[1] if fault.startswith(verb.lower() + ":") else None
            if fault == "deaf":
                time.sleep(3600)
            if fault == "drop" and verb == "DATA":
                return
            if code:
                say(f"{code} 5.0.0 asked for")
            elif verb != "DATA":
                say("250 2.0.0 fine")
            elif not self.take(lines, say, fault):
                return

    def take(self, lines, say, fault):
        say("354 go on")
        body = b""
        for line in lines:
            if line == b".\r\n":
                break
            body += line
        else:
            return False
        if fault.startswith("dot:"):
            say(f"{fault[4:]} 5.7.1 asked for")
            return True
        self.keep(body)
        if fault == "lost":
            return False
        if fault == "hang":
            time.sleep(3600)
        if fault == "slow":
            time.sleep(2)
        say("250 2.0.0 taken")
        return True

    def serve(self, link):
        with link:
            try:
                self.talk(link)
            except OSError:
                pass
            try:
                link.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


def main(folder, port_file, *faults):
    os.makedirs(folder, exist_ok=True)
    server = Server(folder, list(faults))
    listener = socket.create_server(("127.0.0.1", 0))
    with open(port_file + ".part", "w", encoding="ascii") as out:
        out.write(f"{listener.getsockname()[1]}\n")
    os.rename(port_file + ".part", port_file)
    while True:
        link, _ = listener.accept()
        threading.Thread(target=server.serve, args=(link,), daemon=True).start()


main(*sys.argv[1:])

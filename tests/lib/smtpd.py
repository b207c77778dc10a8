#!/usr/bin/env python3
"""smtpd.py FOLDER PORT-FILE [CERTIFICATE KEY]: a real SMTP server on loopback for tests and the demo.

Listens on a free port of 127.0.0.1, writes the port to PORT-FILE once it does,
and each mail it takes to FOLDER/NNNN.eml, first under another name, so that who
sees a file sees all of it. With a certificate it offers STARTTLS and takes mail
only over it. Runs until SIGTERM.
"""
import asyncio
import os
import signal
import ssl
import sys

from aiosmtpd.smtp import SMTP


class Folder:
    def __init__(self, path):
        self.path = path
        self.count = len([name for name in os.listdir(path) if name.endswith(".eml")])

    async def handle_DATA(self, server, session, envelope):
        self.count += 1
        name = os.path.join(self.path, f"{self.count:04}")
        head = f"X-Envelope-From: {envelope.mail_from}\r\nX-Envelope-To: {', '.join(envelope.rcpt_tos)}\r\n"
        with open(name + ".part", "wb") as out:
            out.write(head.encode() + envelope.original_content)
        os.rename(name + ".part", name + ".eml")
        return f"250 2.0.0 taken as {self.count:04}"


def tls_context(certificate, key):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


async def main(folder, port_file, *tls):
    context = tls_context(*tls) if tls else None
    os.makedirs(folder, exist_ok=True)
    handler = Folder(folder)
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(handler, hostname="localhost", data_size_limit=64 << 20, tls_context=context,
                     require_starttls=bool(tls)), "127.0.0.1", 0)
    with open(port_file + ".part", "w", encoding="ascii") as out:
        out.write(f"{server.sockets[0].getsockname()[1]}\n")
    os.rename(port_file + ".part", port_file)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await stop.wait()
    server.close()


asyncio.run(main(*sys.argv[1:]))

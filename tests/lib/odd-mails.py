"""Writes mails of odd shapes into a Maildir and says what a server must send.

odd-mails.py MAILDIR EXPECTED

EXPECTED gets the SHA-256 of each mail as IMAP delivers it, in the order of
arrival: lines end in CRLF, and NUL, which a literal may not hold, is 0x80.
"""
import hashlib
import os
import random
import re
import sys

HEAD = b"From: Ann <ann@example.com>\nDate: Mon, 16 Nov 2026 08:00:00 +0000\n"


def head(number):
    return HEAD + b"Message-ID: <%d@odd.example>\nSubject: odd %d\n" % (number, number)


def odd_mails():
    rand = random.Random(42)
    yield b""
    yield b"\n"
    yield b"\0" * 1000
    yield b"\0"
    yield head(1)[:-1]
    yield head(2)
    yield head(3) + b"\n"
    yield head(4) + b"\nno end of line"
    yield b"\nno header at all\n"
    yield b"no header and no colon\n\nbody\n"
    yield head(5) + b"\nfour\0NUL\0by\0tes\0\n"
    yield head(6) + b"\n" + bytes(range(1, 256)) * 4 + b"\n"
    yield (head(7) + b"\nCRLF already\n").replace(b"\n", b"\r\n")
    yield head(8) + b"\nmixed\r\nends\nof\r\nlines\n"
    yield head(9) + b"\nlone \r in the middle\n"
    yield head(10) + b"\n" + b"x" * 100000 + b"\n"
    yield head(11) + b"X-Long: " + b"y" * 50000 + b"\n\nlong header\n"
    yield head(12) + b"".join(b"X-%d: z\n" % n for n in range(2000)) + b"\nmany headers\n"
    yield head(13) + b"\n)\n* 1 FETCH (UID 1)\n)\n2 OK FETCH completed\n"
    yield head(14) + b"\n{10}\n\"quoted\\\"\n"
    yield head(15) + b"\n.\n..\nFrom the start\n>From\n"
    yield head(16) + b"\n" + b"\n" * 5000
    yield head(17) + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\n--b--\n"
    yield head(18) + "Subject: Zürich €\n\nnicht kodiert: ß\n".encode()
    yield head(19) + b"\nlatin-1: \xe9\xe8\n"
    # Larger than one command brings, so it comes in parts; and just as large.
    yield head(20) + b"\n" + rand.randbytes(300000).hex().encode() + b"\n"
    exact = head(21) + b"\n"
    exact = exact.replace(b"\n", b"\r\n")
    yield exact + b"e" * (2 * 65536 - len(exact))
    same = head(22) + b"\nthe same twice\n"
    yield same
    yield same
    for number in range(100, 140):
        yield head(number) + b"\nplain mail %d\n" % number


def as_sent(mail):
    return re.sub(b"\r?\n", b"\r\n", mail).replace(b"\0", b"\x80")


def main():
    folder, expected = sys.argv[1:]
    with open(expected, "w") as out:
        for number, mail in enumerate(odd_mails()):
            path = os.path.join(folder, "new", "%d.M%dP1.odd" % (1700000000 + number, number))
            with open(path, "wb") as file:
                file.write(mail)
            at = 1767225600 + number * 86400  # a day each from 2026-01-01
            os.utime(path, (at, at))
            out.write(hashlib.sha256(as_sent(mail)).hexdigest() + "\n")


main()

#!/usr/bin/env python3
"""Write the sample mailbox of Tideway, an invented company: make.py [--maildir] OUT

Makes OUT/support/NNN.eml and OUT/hello/NNN.eml in order of arrival (with --maildir: two Maildirs, all in cur/)
and OUT/truth.tsv, one row an item. Each file's mtime is the arrival. The same source gives the same bytes.

The mails stand beside this file in 2026-Wnn.txt, one file an ISO week. A mail is

    @@ 2026-09-14T06:47:12Z support gmail alt     arrival (UTC), mailbox (or support+hello), shape words
    ~ person | bug | qa,support | login-loop | en | 0 | what a reader should know
    From: Name <address>                          headers as they should read, unencoded; what is left out
    Subject: any script                           (To, Date, Message-ID, Received ...) is made; "none" omits it

    the text, up to the next @@ line
    %% html                                       more parts, if any: html, pdf NAME, png NAME, csv NAME
    ...

The ~ line is the truth: origin, kind, departments, pattern, language, now (1: cannot wait, at its own time), note.
Shape words: gmail outlook apple iphone thunderbird android (the program that sent it); alt (adds an HTML
alternative made from the text); flowed; a charset; qp base64 8bit; ce (Central European time); noauth authfail;
raw (all after the ~ line is the message as it came, Return-Path first). In flowed text and in made HTML a line of
SOFT characters or more runs on into the next. The lines of a pdf part are its text; those of a png part are
"WIDTH HEIGHT" and a colour.
"""
import argparse
import base64
import hashlib
import html
import itertools
import os
import pathlib
import quopri
import re
import struct
import sys
import urllib.parse
import zlib
from datetime import datetime, timedelta, timezone
from email.header import Header
from email.utils import format_datetime, formataddr, getaddresses

COMPANY = "tideway.example"
MX = "mx." + COMPANY
SOFT = 55
WINTER = datetime(2026, 10, 25, 1, tzinfo=timezone.utc)
CHARSETS = {"utf-8", "us-ascii", "iso-8859-1", "iso-8859-15", "windows-1252", "koi8-r", "iso-2022-jp"}
TYPES = {"pdf": "application/pdf", "png": "image/png", "csv": "text/csv"}
ADDRESSES = {"From", "To", "Cc", "Reply-To"}
TRUTH = ["id", "files", "origin", "kind", "departments", "pattern", "language", "now", "note"]

# program: the header it leaves, its Message-ID, its boundary; d is a hex digest, u the same as a UUID
CLIENTS = {
    "gmail": ("", "CAF{d:.42}@mail.{host}", "000000000000{d:.16}"),
    "android": ("", "{u}.touch@{host}", "--_com.mail.android_{d:.15}"),
    "outlook": ("X-Mailer: Microsoft Outlook 16.0", "00{d:.2}01dc${d:.8}$@{host}", "----=_NextPart_000_{d:.4}_01DC"),
    "apple": ("X-Mailer: Apple Mail (2.3826.200.121)", "{U}@{host}", "Apple-Mail=_{U}"),
    "iphone": ("X-Mailer: iPhone Mail (22B91)", "{U}@{host}", "Apple-Mail-{U}"),
    "thunderbird": ("User-Agent: Mozilla Thunderbird", "{u}@{host}", "------------{d:.24}"),
    "": ("", "{d:.20}@{host}", "=_{d:.32}"),
}
# program: how made HTML begins, opens and closes a paragraph, opens a quotation, ends
HTML = {
    "gmail": ('<div dir="ltr">', "<div>", "</div><div><br></div>",
              '<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid '
              'rgb(204,204,204);padding-left:1ex">', "</div>"),
    "outlook": ('<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>'
                '<meta http-equiv=Content-Type content="text/html; charset=CHARSET">'
                "<style>p.MsoNormal {margin:0cm; font-size:11.0pt; font-family:Calibri,sans-serif}</style></head>"
                "<body lang=EN-IE link=blue><div class=WordSection1>", "<p class=MsoNormal>",
                "<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>",
                '<blockquote style="border:none;border-left:solid #B5C4DF 1.5pt;padding:0cm 0cm 0cm 4.0pt">',
                "</div></body></html>"),
    "apple": ('<html><head><meta http-equiv="content-type" content="text/html; charset=CHARSET"></head>'
              '<body style="overflow-wrap: break-word; -webkit-nbsp-mode: space;">', "<div>", "</div><div><br></div>",
              '<blockquote type="cite">', "</body></html>"),
}


class Mail:
    """One mail as it stands in the source."""

    def __init__(self, block):
        first, truth, rest = block.split("\n", 2)
        arrival, boxes, *self.words = first.split()
        self.arrival = datetime.strptime(arrival, "%Y-%m-%dT%H:%M:%S%z")
        self.boxes = boxes.split("+")
        self.truth = [field.strip() for field in truth.lstrip("~").split("|")]
        self.source = rest.rstrip("\n") + "\n"
        self.seed = first + rest
        self.client = next((w for w in self.words if w in CLIENTS), "")
        self.charset = next((w for w in self.words if w in CHARSETS), "utf-8")
        self.headers, self.parts = [], []
        if "raw" not in self.words:
            self.parse()

    def parse(self):
        head, _, body = self.source.partition("\n\n")
        lines = head.strip("\n").replace("\n ", " ").split("\n")
        self.headers = [tuple(s.strip() for s in line.split(":", 1)) for line in lines]
        pieces = re.split(r"^%% (\w+) ?(.*)\n", body, flags=re.M)
        if pieces[0].strip() or len(pieces) == 1:
            self.parts.append(("text", "", pieces[0].strip("\n") + "\n"))
        for kind, name, text in zip(pieces[1::3], pieces[2::3], pieces[3::3]):
            self.parts.append((kind, name, text.strip("\n") + "\n"))

    def sender(self):
        return re.search(r"^From: .*?([\w.+-]+@[\w.-]+)", self.source, flags=re.M).group(1)

    def host(self):
        return self.sender().rpartition("@")[2]

    def made(self, template, salt=""):
        d = hashlib.sha256((self.seed + salt).encode()).hexdigest()
        u = "-".join((d[:8], d[8:12], d[12:16], d[16:20], d[20:32]))
        return template.format(d=d, u=u, U=u.upper(), host=self.host())

    def number(self, salt, low, high):
        return low + int(self.made("{d:.8}", salt), 16) % (high - low + 1)


def read_mails(folder):
    mails = []
    for path in sorted(folder.glob("2026-W*.txt")):
        blocks = re.split(r"^@@ ", path.read_text(encoding="utf-8"), flags=re.M)
        mails += [Mail(block) for block in blocks[1:]]
    return sorted(mails, key=lambda mail: mail.arrival)


def pdf(text):
    """A one-page PDF that shows the lines of text."""
    shown = text.encode("windows-1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    stream = b"BT /F1 10 Tf 14 TL 56 786 Td\n" + b"".join(b"(%s) '\n" % s for s in shown.splitlines()) + b"ET\n"
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
               b"/Resources << /Font << /F1 5 0 R >> >> >>",
               b"<< /Length %d >>\nstream\n%sendstream" % (len(stream), stream),
               b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
    out, table = b"%PDF-1.4\n", b"0000000000 65535 f \n"
    for number, body in enumerate(objects, 1):
        table += b"%010d 00000 n \n" % len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    tail = b"xref\n0 6\n%strailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (table, len(out))
    return out + tail


def png(text):
    """A picture of one colour with a dark frame, stored uncompressed: no zlib version can change it."""
    size, colour = text.split("\n")[:2]
    width, height = map(int, size.split())
    fill, dark = bytes.fromhex(colour), b"\x30\x30\x38"
    edge = b"\0" + dark * width
    row = b"\0" + dark * 2 + fill * (width - 4) + dark * 2
    data = edge * 2 + row * (height - 4) + edge * 2
    packed = b"\x78\x01\x01" + struct.pack("<HH", len(data), len(data) ^ 0xFFFF) + data
    packed += struct.pack(">I", zlib.adler32(data))
    out = b"\x89PNG\r\n\x1a\n"
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", packed), (b"IEND", b""))
    for kind, body in chunks:
        out += struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    return out


def runs_on(line, following):
    return len(line) >= SOFT and following.strip() != "" and not following.startswith(("-", "*"))


def flowed(text):
    lines = text.split("\n")
    return "\n".join(a + " " if runs_on(a, b) and a[0] != ">" else a for a, b in zip(lines, lines[1:] + [""]))


def paragraph(lines):
    out = html.escape(lines[0], quote=False)
    for before, line in zip(lines, lines[1:]):
        out += (" " if runs_on(before, line) else "<br>\n") + html.escape(line, quote=False)
    return out


def html_of(mail, text):
    """The text as the sender's program would have written it in HTML."""
    begin, opening, closing, quote, end = HTML.get("apple" if mail.client == "iphone" else mail.client, HTML["gmail"])
    out = begin
    for quoted, group in itertools.groupby(text.strip().split("\n"), key=lambda line: line.startswith(">")):
        lines = [re.sub(r"^> ?", "", line) for line in group]
        body = ""
        for blank, words in itertools.groupby(lines, key=lambda line: not line.strip()):
            body += "" if blank else opening + paragraph(list(words)) + closing + "\n"
        out += quote + body + "</blockquote>\n" if quoted else body
    return out.replace("CHARSET", mail.charset) + end + "\n"


def crlf(data):
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def text_entity(mail, subtype, text):
    parameters = f'; charset="{mail.charset}"'
    if "flowed" in mail.words and subtype == "plain":
        text, parameters = flowed(text), parameters + "; format=flowed"
    data = text.encode(mail.charset)
    plain = data.isascii() and max(map(len, data.split(b"\n"))) < 900
    encoding = next((w for w in mail.words if w in ("qp", "base64", "8bit")), "7bit" if plain else "qp")
    if encoding == "qp":
        encoding, data = "quoted-printable", quopri.encodestring(data)
    elif encoding == "base64":
        data = base64.encodebytes(crlf(data))
    return [f"Content-Type: text/{subtype}{parameters}", f"Content-Transfer-Encoding: {encoding}"], crlf(data)


def file_entity(kind, name, text):
    data = {"pdf": pdf, "png": png, "csv": str.encode}[kind](text)
    filename = f'filename="{name}"' if name.isascii() else "filename*=utf-8''" + urllib.parse.quote(name)
    headers = [f"Content-Type: {TYPES[kind]}", f"Content-Disposition: attachment; {filename}",
               "Content-Transfer-Encoding: base64"]
    return headers, crlf(base64.encodebytes(data))


def multipart(mail, subtype, entities):
    boundary = mail.made(CLIENTS[mail.client][2], subtype)
    out = b"This is a multi-part message in MIME format.\r\n" if mail.client in ("outlook", "thunderbird") else b""
    for headers, body in entities:
        out += f"--{boundary}\r\n".encode() + "".join(h + "\r\n" for h in headers).encode() + b"\r\n" + body
        out += b"\r\n"
    return [f'Content-Type: multipart/{subtype}; boundary="{boundary}"'], out + f"--{boundary}--\r\n".encode()


def content(mail):
    texts, files = [], []
    for kind, name, text in mail.parts:
        if kind in ("text", "html"):
            texts.append(text_entity(mail, "plain" if kind == "text" else "html", text))
            if "alt" in mail.words and kind == "text":
                texts.append(text_entity(mail, "html", html_of(mail, text)))
        else:
            files.append(file_entity(kind, name, text))
    entity = multipart(mail, "alternative", texts) if len(texts) > 1 else texts[0]
    return multipart(mail, "mixed", [entity] + files) if files else entity


def encoded(mail, name, value):
    if name in ADDRESSES:
        pairs = getaddresses([value])
        return f"{name}: " + ",\r\n ".join(formataddr(pair, mail.charset) for pair in pairs)
    if name in ("References", "In-Reply-To", "Message-ID"):
        return f"{name}: " + value.replace(" ", "\r\n ")
    charset = "us-ascii" if value.isascii() else mail.charset
    return f"{name}: " + Header(value, charset, header_name=name).encode(linesep="\r\n")


def sent_date(mail):
    hours = (mail.arrival < WINTER) + ("ce" in mail.words)
    sent = mail.arrival - timedelta(seconds=mail.number("delay", 2, 41))
    return format_datetime(sent.astimezone(timezone(timedelta(hours=hours))))


def trace(mail):
    """What the receiving server wrote on top."""
    host = mail.host()
    ip = ("192.0.2.", "198.51.100.")[mail.number("net", 0, 1)] + str(mail.number("ip", 2, 250))
    recipient = f"\r\n\tfor <{mail.boxes[0]}@{COMPANY}>" if len(mail.boxes) == 1 else ""
    lines = [f"Received: from mail.{host} (mail.{host} [{ip}])\r\n\tby {MX} (Postfix) with ESMTPS id "
             f"{mail.made('4{d:.13}', 'queue').upper()}{recipient};\r\n\t{format_datetime(mail.arrival)} (UTC)"]
    if "authfail" in mail.words:
        lines.append(f"Authentication-Results: {MX};\r\n\tdkim=none; spf=softfail smtp.mailfrom={host};"
                     f"\r\n\tdmarc=fail header.from={host}")
    elif "noauth" not in mail.words:
        lines.append(f"Authentication-Results: {MX};\r\n\tdkim=pass header.d={host}; "
                     f"spf=pass smtp.mailfrom={host};\r\n\tdmarc=pass header.from={host}")
    return lines


def message(mail):
    """The bytes of one mail."""
    if "raw" in mail.words:
        first, _, rest = mail.source.partition("\n")
        return crlf("\n".join([first] + trace(mail) + [rest]).encode(mail.charset))
    program, ident, _ = CLIENTS[mail.client]
    defaults = [("Date", sent_date(mail)), ("To", f"{mail.boxes[0]}@{COMPANY}"),
                ("Message-ID", f"<{mail.made(ident, 'id')}>")]
    given = {name for name, _ in mail.headers}
    fields = mail.headers + [pair for pair in defaults if pair[0] not in given]
    lines = [f"Return-Path: <{mail.sender()}>"] if "Return-Path" not in given else []
    lines += trace(mail) + [encoded(mail, name, value) for name, value in fields if value != "none"]
    lines += [program] if program else []
    headers, body = content(mail)
    lines += ["MIME-Version: 1.0"] + headers
    return "".join(line + "\r\n" for line in lines).encode("ascii") + b"\r\n" + body


def place(out, box, number, mail, maildir):
    if not maildir:
        return out / box / f"{number:03d}.eml"
    return out / box / "cur" / f"{int(mail.arrival.timestamp())}.M{number:06d}P1.sample:2,S"


def main():
    options = argparse.ArgumentParser(description="write the sample mailbox")
    options.add_argument("--maildir", action="store_true")
    options.add_argument("out", type=pathlib.Path)
    args = options.parse_args()
    counts, rows = {}, []
    for number, mail in enumerate(read_mails(pathlib.Path(__file__).resolve().parent), 1):
        data, files = message(mail), []
        for box in mail.boxes:
            counts[box] = counts.get(box, 0) + 1
            path = place(args.out, box, counts[box], mail, args.maildir)
            for folder in ("cur", "new", "tmp") if args.maildir else ("",):
                (args.out / box / folder).mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            os.utime(path, (mail.arrival.timestamp(),) * 2)
            files.append(str(path.relative_to(args.out)))
        rows.append([f"m{number:03d}", ",".join(files)] + mail.truth)
    truth = "".join("\t".join(row) + "\n" for row in [TRUTH] + rows)
    (args.out / "truth.tsv").write_text(truth, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

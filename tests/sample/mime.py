"""The bytes of one mail, as the program of its sender and our server would have written them.

Nothing here draws a date or a person; what varies (ids, boundaries, addresses of servers) is a digest of the seed.
"""
import base64
import hashlib
import html
import itertools
import quopri
import re
import struct
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

# program: the header it leaves, its Message-ID, its boundary; d is a hex digest, u the same as a UUID
CLIENTS = {
    "gmail": ("", "CAF{d:.42}@mail.{host}", "000000000000{d:.16}"),
    "android": ("", "{u}.touch@{host}", "--_com.mail.android_{d:.15}"),
    "outlook": ("X-Mailer: Microsoft Outlook 16.0", "00{d:.2}01dc${d:.8}$@{host}", "----=_NextPart_000_{d:.4}_01DC"),
    "apple": ("X-Mailer: Apple Mail (2.3826.200.121)", "{U}@{host}", "Apple-Mail=_{U}"),
    "iphone": ("X-Mailer: iPhone Mail (22B91)", "{U}@{host}", "Apple-Mail-{U}"),
    "thunderbird": ("User-Agent: Mozilla Thunderbird", "{u}@{host}", "------------{d:.24}"),
    "yahoo": ("X-Mailer: WebService/1.1.22876 YMailNorrin", "{d:.9}.{d:.7}@mail.{host}", "----=_Part_{d:.6}_{d:.9}"),
    "": ("", "{d:.20}@{host}", "=_{d:.32}"),
}
# program: the HTML that holds a quotation, with its line above at INTRO and its text at QUOTED
QUOTATION = {
    "gmail": '<br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">INTRO<br></div><blockquote '
             'class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);'
             'padding-left:1ex">QUOTED</blockquote></div>',
    "outlook": '<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
               "<p class=MsoNormal>INTRO<o:p></o:p></p></div></div>QUOTED",
    "apple": '<div><br><blockquote type="cite"><div>INTRO</div><br class="Apple-interchange-newline">'
             "<div>QUOTED</div></blockquote></div><br>",
    "thunderbird": '<div class="moz-cite-prefix">INTRO<br></div><blockquote type="cite">QUOTED</blockquote>',
    "yahoo": '<div id="yahoo_quoted_{0}" class="yahoo_quoted"><div>INTRO</div><div>QUOTED</div></div>',
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


class Quotation:
    """What stands under (or above) the new text: the line that the program writes, then the text it quotes."""

    def __init__(self, intro, text, marked=True, above=False):
        self.intro, self.text, self.marked, self.above = intro, text, marked, above

    def plain(self):
        lines = self.text.rstrip("\n").split("\n")
        if self.marked:
            lines = [f"> {line}".rstrip() if not line.startswith(">") else f">{line}" for line in lines]
        return f"{self.intro}\n" + ("" if self.marked else "\n") + "\n".join(lines) + "\n"


class Mail:
    """One mail before it is bytes. parts: (kind, name, text), kind text, html, pdf, png, csv or message (a Mail)."""

    def __init__(self, arrival, boxes, words, seed):
        self.arrival, self.boxes, self.words, self.seed = arrival, boxes, words, seed
        self.client = next((w for w in words if w in CLIENTS), "")
        self.charset = next((w for w in words if w in CHARSETS), "utf-8")
        self.headers, self.parts = [], []
        self.raw = ""  # all of it, as it came, where it is not made from the parts
        self.quotation = None  # below or above the first text part
        self.truth = {}

    def value(self, name):
        return next((value for key, value in self.headers if key == name), "")

    def sender(self):
        source = self.raw or "".join(f"{name}: {value}\n" for name, value in self.headers)
        return re.search(r"^From: .*?([\w.+-]+@[\w.-]+)", source, flags=re.M).group(1)

    def host(self):
        return self.sender().rpartition("@")[2]

    def message_id(self):
        return self.value("Message-ID") or f"<{self.made(CLIENTS[self.client][1], 'id')}>"

    def made(self, template, salt=""):
        d = hashlib.sha256((self.seed + salt).encode()).hexdigest()
        u = "-".join((d[:8], d[8:12], d[12:16], d[16:20], d[20:32]))
        return template.format(d=d, u=u, U=u.upper(), host=self.host())

    def number(self, salt, low, high):
        return low + int(self.made("{d:.8}", salt), 16) % (high - low + 1)


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
    packed = b"\x78\x01"
    for start in range(0, len(data), 0xFFFF):
        block = data[start:start + 0xFFFF]
        packed += struct.pack("<BHH", start + 0xFFFF >= len(data), len(block), len(block) ^ 0xFFFF) + block
    packed += struct.pack(">I", zlib.adler32(data))
    out = b"\x89PNG\r\n\x1a\n"
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", packed), (b"IEND", b""))
    for kind, body in chunks:
        out += struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    return out


FILES = {"pdf": pdf, "png": png, "csv": str.encode}


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


def html_program(mail):
    return {"iphone": "apple", "thunderbird": "gmail"}.get(mail.client, mail.client)


def html_paragraphs(mail, text):
    _, opening, closing, quote, _ = HTML.get(html_program(mail), HTML["gmail"])
    out = ""
    for quoted, group in itertools.groupby(text.strip().split("\n"), key=lambda line: line.startswith(">")):
        lines = [re.sub(r"^> ?", "", line) for line in group]
        body = ""
        for blank, words in itertools.groupby(lines, key=lambda line: not line.strip()):
            body += "" if blank else opening + paragraph(list(words)) + closing + "\n"
        out += quote + body + "</blockquote>\n" if quoted else body
    return out


def html_of(mail, text):
    """The text as the sender's program would have written it in HTML."""
    begin, *_, end = HTML.get(html_program(mail), HTML["gmail"])
    own, around = html_paragraphs(mail, text), ""
    if mail.quotation:
        around = QUOTATION.get(mail.client, QUOTATION.get(html_program(mail), QUOTATION["gmail"]))
        intro = html.escape(mail.quotation.intro, quote=False).replace("\n", "<br>\n")
        around = around.replace("INTRO", intro).replace("QUOTED", html_paragraphs(mail, mail.quotation.text)) + "\n"
    body = around + own if mail.quotation and mail.quotation.above else own + around
    return begin.replace("CHARSET", mail.charset) + body + end + "\n"


def plain_of(mail, text):
    if not mail.quotation:
        return text
    quoted = mail.quotation.plain()
    return quoted + "\n" + text if mail.quotation.above else text + "\n" + quoted


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
    data = FILES[kind](text)
    filename = f'filename="{name}"' if name.isascii() else "filename*=utf-8''" + urllib.parse.quote(name)
    headers = [f"Content-Type: {TYPES[kind]}", f"Content-Disposition: attachment; {filename}",
               "Content-Transfer-Encoding: base64"]
    return headers, crlf(base64.encodebytes(data))


def tnef_attribute(level, number, data):
    return struct.pack("<BII", level, number, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def tnef(files):
    """What Outlook makes of attachments for those who cannot read it (MS-OXTNEF): winmail.dat."""
    out = struct.pack("<IH", 0x223E9F78, 1) + tnef_attribute(1, 0x00089006, struct.pack("<I", 0x00010000))
    out += tnef_attribute(1, 0x00078008, b"IPM.Microsoft Mail.Note\0")
    for kind, name, text in files:
        out += tnef_attribute(2, 0x00069002, struct.pack("<HIHHI", 1, 0xFFFFFFFF, 0, 0, 0))
        out += tnef_attribute(2, 0x00018010, name.encode("windows-1252", "replace") + b"\0")
        out += tnef_attribute(2, 0x0006800F, FILES[kind](text))
    return out


def tnef_entity(parts):
    data = tnef([part for part in parts if part[0] in FILES])
    headers = ['Content-Type: application/ms-tnef; name="winmail.dat"', 'Content-Disposition: attachment; '
               'filename="winmail.dat"', "Content-Transfer-Encoding: base64"]
    return headers, crlf(base64.encodebytes(data))


def multipart(mail, subtype, entities):
    boundary = mail.made(CLIENTS[mail.client][2], subtype)
    out = b"This is a multi-part message in MIME format.\r\n" if mail.client in ("outlook", "thunderbird") else b""
    for headers, body in entities:
        out += f"--{boundary}\r\n".encode() + "".join(h + "\r\n" for h in headers).encode() + b"\r\n" + body
        out += b"\r\n"
    return [f'Content-Type: multipart/{subtype}; boundary="{boundary}"'], out + f"--{boundary}--\r\n".encode()


def text_entities(mail, kind, text):
    if kind == "html":
        return [text_entity(mail, "html", text)]
    plain = [] if "html-only" in mail.words else [text_entity(mail, "plain", plain_of(mail, text))]
    made = {"alt", "html-only"} & set(mail.words)
    return plain + ([text_entity(mail, "html", html_of(mail, text))] if made else [])


def content(mail):
    texts, files = [], []
    for kind, name, data in mail.parts:
        if kind in ("text", "html"):
            texts += text_entities(mail, kind, data)
        elif kind == "message":
            files.append((["Content-Type: message/rfc822", "Content-Disposition: attachment"], message(data)))
        else:
            files.append(file_entity(kind, name, data))
    if "tnef" in mail.words:
        files = [tnef_entity(mail.parts)]
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
    """The bytes of one mail; what support sent bears no trace of a server."""
    if mail.raw:
        first, _, rest = mail.raw.partition("\n")
        return crlf("\n".join([first] + trace(mail) + [rest]).encode(mail.charset))
    program = CLIENTS[mail.client][0]
    defaults = [("Date", sent_date(mail)), ("To", f"{mail.boxes[0]}@{COMPANY}"), ("Message-ID", mail.message_id())]
    given = {name for name, _ in mail.headers}
    fields = mail.headers + [pair for pair in defaults if pair[0] not in given]
    lines = []
    if mail.boxes != ["sent"]:
        lines = ([] if "Return-Path" in given else [f"Return-Path: <{mail.sender()}>"]) + trace(mail)
    lines += [encoded(mail, name, value) for name, value in fields if value != "none"]
    lines += [program] if program else []
    headers, body = content(mail)
    lines += ["MIME-Version: 1.0"] + headers
    return "".join(line + "\r\n" for line in lines).encode("ascii") + b"\r\n" + body

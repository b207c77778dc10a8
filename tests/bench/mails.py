#!/usr/bin/env python3
"""mails.py SAMPLE MAILDIR N [--shape mixed|small|huge|html]: fills MAILDIR/cur with N mails.

SAMPLE is the folder of the sample, the words of whose wordings are strung
together anew, so that mails compress as real ones do (zstd -3 halves them).
Each mail is in one language, as often in each as the wordings are.
"mixed" has 2 to 30 KB a mail, each size as likely as its double, and one of
1 MB in a thousand: text, text with HTML, or text with an attachment, under the
header lines that servers add. "small" has one line of text, "huge" 50 MB, "html" nothing but HTML.
The same arguments give the same bytes on every machine.
"""
import argparse
import base64
import collections
import email.utils
import math
import pathlib
import random
import re

SEED = 20261116
START = 1_789_000_000
HUGE = 50_000_000 - 5_000
CONTINUE = 40
NAMES = "Ada Bernie Ciara Dermot Eoin Fiona Grainne Hugh Ines Jonas Klara Liam Maeve Noor Olga Pavel".split()
HOUSES = "tuitelocks quillplastering marchenko-bau kellytiles nordlicht-dach oakline brightpipe harbourroofs".split()


def words_by_language(sample):
    """The ASCII words of the sample's wordings, without its marks."""
    words = collections.defaultdict(list)
    for path in sorted((sample / "first" / "wordings").glob("*.txt")):
        for block in re.split(r"(?m)^@ ", path.read_text(encoding="utf-8"))[1:]:
            text = re.sub(r"\[\[|\]\]|\{\{|\}\}", "", block.partition("\n\n")[2])
            words[block.split()[0]].extend(word for word in text.split() if word.isascii())
    return words


def sentences(words, rand, count):
    """Strings sentences of @words: each word follows the two before it somewhere in the sample."""
    after = collections.defaultdict(list)
    for one, two, three in zip(words, words[1:], words[2:]):
        after[one, two].append(three)
    heads = [pair for pair in after if pair[0][0].isupper()]
    made = []
    while len(made) < count:
        line = list(rand.choice(heads))
        while line[-1][-1] not in ".?!" and len(line) < CONTINUE and tuple(line[-2:]) in after:
            line.append(rand.choice(after[tuple(line[-2:])]))
        made.append(" ".join(line))
    return made


def blob(rand, size):
    """SIZE bytes of base64, in lines of 76."""
    text = base64.b64encode(rand.randbytes(size * 3 // 4 * 76 // 77)).decode()
    return "\n".join(text[at:at + 76] for at in range(0, len(text), 76)) + "\n"


class Writer:
    def __init__(self, sample):
        self.rand = random.Random(SEED)
        words = words_by_language(sample)
        self.pools = {language: sentences(words[language], self.rand, 3000) for language in sorted(words)}
        self.languages, self.shares = list(self.pools), [len(words[language]) for language in self.pools]
        self.pool = []

    def begin(self):
        self.pool = self.pools[self.rand.choices(self.languages, self.shares)[0]]

    def token(self, bits=96):
        return f"{self.rand.getrandbits(bits):x}"

    def paragraphs(self, size):
        made, length = [], 0
        while length < size:
            lines = self.rand.choices(self.pool, k=self.rand.randint(2, 7))
            made.append(lines)
            length += sum(map(len, lines)) + len(lines) + 1
        return made

    def plain(self, size):
        """Text in short lines; the later half is a quoted earlier mail."""
        made = self.paragraphs(size)
        half = len(made) // 2
        own = "\n\n".join("\n".join(lines) for lines in made[:half + 1])
        quoted = "\n>\n".join("\n".join("> " + line for line in lines) for lines in made[half + 1:])
        return own + "\n\nOn Monday they wrote:\n" + quoted + "\n"

    def html(self, size):
        rows = "".join(
            '<tr><td style="padding:8px 16px;font-family:Arial,sans-serif;font-size:14px;color:#333333">\n<p>'
            + "<br>\n".join(lines)
            + f'</p>\n<a href="https://mail.tideway.example/c/{self.token()}">More</a>\n</td></tr>\n'
            for lines in self.paragraphs(size * 3 // 5))
        return f"<html>\n<body>\n<table>\n{rows}</table>\n</body>\n</html>\n"

    def head(self, number):
        name, house = self.rand.choice(NAMES), self.rand.choice(HOUSES)
        date = email.utils.formatdate(START + number * 60)
        signature = blob(self.rand, 350).strip().replace("\n", "\n ")
        hops = "".join(
            f"Received: from {self.token(32)}.{house}.example ({self.token(32)}.{house}.example [198.51.100.{self.rand.randint(1, 254)}])\n"
            f"\tby mx{hop}.tideway.example (Postfix) with ESMTPS id {self.token(48).upper()}\n"
            f"\tfor <support@tideway.example>; {date}\n" for hop in range(3))
        return (f"Return-Path: <{name.lower()}@{house}.example>\n{hops}"
                f"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d={house}.example;\n"
                f" s=mail; h=from:to:subject:date:message-id;\n bh={self.token(256)[:43]}=;\n b={signature}\n"
                f"Date: {date}\nFrom: {name} <{name.lower()}@{house}.example>\n"
                f"To: Tideway Support <support@tideway.example>\nSubject: {self.rand.choice(self.pool)[:60]}\n"
                f"Message-ID: <{number}.{self.token()}@{house}.example>\nMIME-Version: 1.0\n")

    def multipart(self, kind, parts):
        mark = "=_" + self.token(128)
        body = "".join(f"--{mark}\n{header}\n\n{text}\n" for header, text in parts)
        return f'Content-Type: multipart/{kind};\n boundary="{mark}"\n\n{body}--{mark}--\n'

    def attached(self, size):
        text = ("Content-Type: text/plain; charset=utf-8", self.plain(800))
        photo = ('Content-Type: image/jpeg; name="photo.jpg"\nContent-Transfer-Encoding: base64\n'
                 'Content-Disposition: attachment; filename="photo.jpg"', blob(self.rand, max(size - 1000, 100)))
        return self.multipart("mixed", [text, photo])

    def body(self, shape, number):
        if shape == "small":
            return "Content-Type: text/plain; charset=utf-8\n\n" + self.rand.choice(self.pool) + "\n"
        if shape == "huge":
            return self.attached(HUGE)
        if number % 1000 == 500:
            return self.attached(1_000_000)
        size = int(math.exp(self.rand.uniform(math.log(2000), math.log(30000)))) - 1700
        if shape == "html":
            return "Content-Type: text/html; charset=utf-8\n\n" + self.html(size * 5 // 3)
        kind = self.rand.random()
        if kind < 0.45:
            return "Content-Type: text/plain; charset=utf-8\n\n" + self.plain(size)
        if kind < 0.9:
            return self.multipart("alternative", [
                ("Content-Type: text/plain; charset=utf-8", self.plain(size // 3)),
                ("Content-Type: text/html; charset=utf-8", self.html(size * 2 // 3))])
        return self.attached(size)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("sample", type=pathlib.Path)
    parser.add_argument("maildir", type=pathlib.Path)
    parser.add_argument("n", type=int)
    parser.add_argument("--shape", choices=["mixed", "small", "huge", "html"], default="mixed")
    options = parser.parse_args()
    writer = Writer(options.sample)
    for number in range(options.n):
        writer.begin()
        head = writer.head(number) if options.shape != "small" else (
            f"From: a@example.org\nDate: {email.utils.formatdate(START)}\nMessage-ID: <{number}@example.org>\n")
        raw = (head + writer.body(options.shape, number)).encode("ascii")
        wire = len(raw) + raw.count(b"\n")
        name = f"{START + number}.M{number}.bench,S={len(raw)},W={wire}:2,S"
        (options.maildir / "cur" / name).write_bytes(raw)


if __name__ == "__main__":
    main()

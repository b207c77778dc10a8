#!/usr/bin/env python3
"""make.py FOLDER: writes the hostile mails, one file each, and a line each on standard output:

NAME<tab>FLAGS<tab>WORDS

FLAGS, parted by commas: what its record must say at least ("-": nothing, it is only unusual). WORDS must be among
those that were read ("-": none need be).
"""
import base64
import os
import random
import struct
import sys

TOP = (b"From: Ann <ann@example.com>\nTo: support@tideway.example\n"
       b"Date: Mon, 16 Nov 2026 08:00:00 +0000\nSubject: It broke\n")
WORDS = b"The invoice is wrong.\n"
MEGABYTE = 1 << 20

SHAPES = []


def shape(flags="-", words="-"):
    """Enters a function that returns what follows the common headers, or a Whole."""
    def enter(make):
        SHAPES.append((make.__name__.replace("_", "-"), flags, words, make))
        return make
    return enter


class Whole(bytes):
    """A mail that brings its own headers, or none."""


def multipart(kind, parts, boundary=b"b"):
    inside = b"".join(b"--%s\n%s\n" % (boundary, part) for part in parts)
    return (b"MIME-Version: 1.0\nContent-Type: multipart/%s; boundary=%s\n\n%s--%s--\n"
            % (kind, boundary, inside, boundary))


def part(kind, data, coding=b"7bit", more=b""):
    return b"Content-Type: %s\nContent-Transfer-Encoding: %s\n%s\n%s" % (kind, coding, more, data)


def lines(data, width=76):
    coded = base64.b64encode(data)
    return b"\n".join(coded[at:at + width] for at in range(0, len(coded), width)) + b"\n"


def nested(levels):
    out = [b"Content-Type: multipart/mixed; boundary=b0\n\n"]
    for level in range(1, levels):
        out.append(b"--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n" % (level - 1, level))
    out.append(b"--b%d\nContent-Type: text/plain\n\n%s" % (levels - 1, WORDS))
    return b"".join(out)


# Structure

@shape("structure-cut")
def nested_multiparts_50000():
    return nested(50000)


@shape("structure-cut", "invoice is wrong")
def nested_multiparts_closed():
    return nested(5000) + b"".join(b"--b%d--\n" % level for level in reversed(range(5000)))


@shape("structure-cut")
def one_boundary_for_all_levels():
    return b"Content-Type: multipart/mixed; boundary=b\n\n" + (
        b"--b\nContent-Type: multipart/mixed; boundary=b\n\n" * 20000) + b"--b\n\n" + WORDS


@shape("structure-cut", "invoice is wrong")
def parts_200000():
    return multipart(b"mixed", [part(b"text/plain", WORDS)] + [b"\n"] * 200000)


@shape("structure-cut", "invoice is wrong")
def attachments_20000():
    file = part(b"application/pdf", b"x\n", more=b"Content-Disposition: attachment; filename=a.pdf\n")
    return multipart(b"mixed", [part(b"text/plain", WORDS)] + [file] * 20000)


@shape("structure-cut")
def messages_in_messages_600():
    return (b"Content-Type: message/rfc822\n\n" + TOP) * 600 + b"\n" + WORDS


@shape("structure-cut")
def messages_in_messages_50000():
    return b"Content-Type: message/rfc822\n\n" * 50000 + b"\n" + WORDS


@shape("structure-cut")
def messages_and_multiparts_by_turns():
    return b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\nContent-Type: message/rfc822\n\n" % (n, n)
                    for n in range(20000)) + b"\n" + WORDS


@shape("structure-cut")
def digest_of_5000():
    return multipart(b"digest", [b"\n" + TOP + b"\n" + WORDS] * 5000)


@shape("-", "invoice is wrong")
def dashes_300000():
    """Each line that begins with "--" is compared with each boundary that is open."""
    return nested(60) + b"--\n" * 300000


@shape("structure-cut", "invoice is wrong")
def dashes_below_1000_levels():
    return nested(1000) + b"--\n" * 300000


@shape("-", "invoice is wrong")
def boundary_that_is_a_beginning_of_another():
    return (b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=bb\n\n"
            b"--bb\n\n" + WORDS + b"--bbb\n" * 100000 + b"--b\n--bb\n--b--\n")


@shape("headers-cut,structure-cut")
def boundary_of_a_megabyte():
    return (b'Content-Type: multipart/mixed; boundary="' + b"b" * MEGABYTE + b'"\n\n--' + b"b" * MEGABYTE
            + b"\n\n" + WORDS)


@shape("-", "invoice is wrong")
def boundary_empty():
    return b'Content-Type: multipart/mixed; boundary=""\n\n--\n\n' + WORDS + b"--\n" * 1000


@shape("structure-cut", "invoice is wrong")
def boundary_missing():
    return b"Content-Type: multipart/mixed\n\n--b\n\n" + WORDS


# Headers

@shape("headers-cut", "invoice is wrong")
def headers_100000():
    return b"".join(b"X-%d: y\n" % n for n in range(100000)) + b"\n" + WORDS


@shape("headers-cut", "invoice is wrong")
def folded_header_5_megabytes():
    return b"X-Folded:" + b" " + b"y" * 70 + b"\n" + (b" " + b"y" * 70 + b"\n") * 73000 + b"\n" + WORDS


@shape("headers-cut", "invoice is wrong")
def header_20_megabytes():
    return b"X-Long: " + b"y" * (20 * MEGABYTE) + b"\n\n" + WORDS


@shape("headers-cut", "invoice is wrong")
def addresses_80000():
    return b"Cc: " + b",\n ".join(b"a%d@example.com" % n for n in range(80000)) + b"\n\n" + WORDS


@shape("headers-cut", "invoice is wrong")
def addresses_in_nested_groups():
    return b"Cc: " + b"g:" * 60000 + b"a@example.com" + b";" * 60000 + b"\n\n" + WORDS


@shape("structure-cut")
def addresses_in_nested_groups_inside():
    return (b"Content-Type: message/rfc822\n\n" + TOP + b"Cc: " + b"g:" * 60000 + b"a@example.com" + b";" * 60000
            + b"\n\n" + WORDS)


@shape("-", "invoice is wrong")
def comments_in_comments():
    return b"Cc: " + b"(" * 100000 + b")" * 100000 + b" <a@example.com>\n\n" + WORDS


@shape("headers-cut", "invoice is wrong")
def colons_and_commas():
    return b"Cc: " + b":," * 60000 + b"\nReply-To: " + b"<" * 60000 + b"\n\n" + WORDS


@shape("-", "invoice is wrong")
def references_20000():
    return b"References: " + b"\n ".join(b"<%d@a>" % n for n in range(20000)) + b"\n\n" + WORDS


@shape("headers-cut", "invoice is wrong")
def encoded_words_80000():
    return b"Comments: " + b"\n ".join([b"=?utf-8?q?a?="] * 80000) + b"\n\n" + WORDS


@shape("-", "invoice is wrong")
def encoded_words_unfinished():
    return b"Comments: " + b"=?" * 60000 + b"\nX-Other: " + b"=?utf-8?b?" * 10000 + b"\n\n" + WORDS


@shape("duplicate-message-id", "invoice is wrong")
def same_header_many_times():
    return b"".join(b"Message-ID: <%d@a>\nDate: %s\n" % (n, b"9" * n) for n in range(400)) + b"\n" + WORDS


@shape("no-from,no-date,no-message-id")
def header_without_end():
    return Whole(b"X" * 3000000)


@shape("-", "invoice is wrong")
def authentication_results_of_100_kilobytes():
    return b"Authentication-Results: mx.tideway.example; " + b"dkim=pass (" * 20000 + b"\n\n" + WORDS


@shape("-", "invoice is wrong")
def received_500_times():
    return b"Received: from a (b [1.2.3.4]) by c; Mon, 16 Nov 2026 08:00:00 +0000\n" * 500 + b"\n" + WORDS


@shape("-", "invoice is wrong")
def date_of_no_zone():
    """A library looks for the file of such a time zone."""
    return Whole(TOP.replace(b"+0000", b"+0170") + b"\n" + WORDS)


# Parameters

@shape("-")
def gmime_issue_165():
    """A long 8-bit name of a parameter has GMime's own writer loop until memory ends."""
    return Whole(b"Content-Type: multipart/mixed; " + b"\xe9" * 36 + b'="\xe9\xe9\xe9"; boundary=b\n\n--b\n\n'
                 + WORDS[:9] + b"\n--b--\n")


@shape("-", "invoice is wrong")
def gmime_issue_165_inside():
    inner = part(b'text/plain; ' + b"\xe9" * 35 + b'="\xe9"', WORDS)
    return multipart(b"mixed", [inner, b"Content-Type: message/rfc822\n\n" + TOP + inner])


@shape("-", "invoice is wrong")
def name_in_8000_pieces():
    pieces = b";\n ".join(b"filename*%d=a" % n for n in range(8000))
    return multipart(b"mixed", [part(b"text/plain", WORDS), part(
        b"application/pdf", b"x\n", more=b"Content-Disposition: attachment;\n " + pieces + b"\n")])


@shape("names-cut", "invoice is wrong")
def name_in_pieces_backwards_and_twice():
    pieces = b";\n ".join(b"filename*%d*=utf-8''%%%02x" % (n % 3000, n % 256) for n in reversed(range(6000)))
    return multipart(b"mixed", [part(b"text/plain", WORDS), part(
        b"application/pdf", b"x\n", more=b"Content-Disposition: attachment;\n " + pieces + b"\n")])


@shape("-", "invoice is wrong")
def name_of_a_megabyte():
    return multipart(b"mixed", [part(b"text/plain", WORDS), part(
        b"application/pdf", b"x\n", more=b'Content-Disposition: attachment; filename="' + b"../" * 70000 + b'"\n')])


# Codings

@shape("-", "invoice is wrong")
def base64_27_megabytes():
    return multipart(b"mixed", [part(b"text/plain", WORDS),
                                part(b"application/zip", lines(bytes(20 * MEGABYTE)), b"base64")])


@shape("text-cut")
def base64_text_27_megabytes():
    return part(b"text/plain", lines(b"It broke. " * (2 * MEGABYTE)), b"base64")


@shape("text-cut")
def quoted_printable_30_megabytes():
    return part(b"text/plain; charset=utf-8", b"=C3=A9=\n" * (30 * MEGABYTE // 8), b"quoted-printable")


@shape("text-cut")
def quoted_printable_of_signs():
    return part(b"text/plain; charset=utf-8", b"=" * 5000000, b"quoted-printable")


@shape("structure-cut", "invoice is wrong")
def uuencode_100000():
    return b"\n" + WORDS + b"".join(b"begin 644 a%d\n#0V%%T\n`\nend\n" % n for n in range(100000))


@shape("text-cut", "invoice is wrong")
def uuencode_without_end():
    return b"\n" + WORDS + b"begin 644 a\n" + b"M" + b"x" * 60 + b"\n" + b"M" * 3000000


@shape("controls-removed")
def yenc_and_uuencode_in_parts():
    return multipart(b"mixed", [part(b"text/plain", b"begin 644 a\n" * 2000, b"x-uuencode")] * 200)


# Charsets

@shape("text-cut")
def charset_bomb_utf_7():
    return part(b"text/plain; charset=utf-7", b"+" + b"AOk" * 1000000 + b"-\n")


@shape("-", "invoice is wrong")
def charset_iso_2022_shifts():
    return part(b"text/plain; charset=iso-2022-jp", b"\x1b$B\x1b(B" * 400000 + WORDS)


@shape("charset-guessed", "invoice is wrong")
def charset_iso_2022_cn_ext():
    """Writing this one out of bounds was CVE-2024-2961."""
    return part(b"text/plain; charset=ISO-2022-CN-EXT", b"\x1b$*H\x1bN\xe6\x8a\x9c" * 50000 + b"\x1b$+I\x0f\n" + WORDS)


@shape("charset-guessed")
def charset_of_no_name():
    return part(b'text/plain; charset="' + b"x" * 60000 + b'"', b"\xff\xfe\xfd" * 400000)


@shape("-")
def charset_for_each_word():
    names = (b"utf-7", b"utf-16", b"ucs-4", b"iso-2022-kr", b"big5-hkscs", b"gb18030", b"hz-gb-2312", b"tscii",
             b"utf-8//TRANSLIT", b"../../../../etc/passwd", b"x" * 50)
    return b"Comments: " + b"\n ".join(b"=?%s?b?G0C/gP8=?=" % names[n % len(names)] for n in range(8000)) + b"\n\nx\n"


@shape("bytes-replaced")
def charset_utf_16_of_halves():
    return part(b"text/plain; charset=utf-16le", lines(b"\x00\xd8" * 500000), b"base64")


@shape("text-cut")
def charset_that_grows():
    """TSCII and the like make three letters of a byte."""
    return part(b"text/plain; charset=tscii", b"\x82\x87\xaa" * 330000)


# Words

@shape("controls-removed", "invoice is wrong")
def nul_everywhere():
    return (b"X-\0A: \0b\0\nContent-Type: text/\0plain; na\0me=\0\n\n"
            + b"\0".join(bytes([byte]) for byte in WORDS).replace(b"\0", b"\0" * 3).replace(b"\0", b"")
            + b"\0" * 2000000)


@shape("controls-removed", "invoice is wrong")
def bidi_everywhere():
    bidi = "\u202e\u2066\u2067\u2069\u200b\u200f\ufeff".encode()
    return (b"Comments: " + bidi * 2000 + b"\nContent-Type: text/plain; charset=utf-8\n\n"
            + bidi * 40000 + WORDS.replace(b" ", b" " + bidi))


@shape("text-cut")
def line_of_50_megabytes():
    return Whole(TOP + b"\n" + b"x" * (50 * MEGABYTE - 1000))


@shape("oversize")
def message_larger_than_allowed():
    return b"\n" + b"It broke again.\n" * (4 * MEGABYTE)


@shape("no-from,empty")
def empty():
    return Whole(b"")


@shape("no-from")
def only_carriage_returns():
    return Whole(b"\r" * 1000000)


@shape("no-from,empty")
def only_line_feeds():
    return Whole(b"\n" * 1000000)


@shape("no-from")
def only_spaces():
    return Whole(b" \t" * 500000)


@shape("-", "invoice is wrong")
def quotation_1000000_deep():
    return b"\n" + WORDS + b">" * 1000000 + b" quoted\n"


@shape("-", "invoice is wrong")
def quotation_that_deepens():
    return b"\n" + WORDS + b"".join(b">" * n + b" a\n" for n in range(1400))


@shape("-", "invoice is wrong")
def flowed_100000_lines():
    return b"Content-Type: text/plain; format=flowed; delsp=yes\n\n" + WORDS + b"> a \n" * 150000


@shape("-", "invoice is wrong")
def attributions_20000():
    return b"\n" + WORDS + b"On Monday Ann <ann@example.com> wrote:\n" * 20000


@shape("-", "invoice is wrong")
def forwards_8000():
    return b"\n" + WORDS + (b"---------- Forwarded message ---------\nFrom: Bob <bob@example.org>\n"
                            b"Date: today\nSubject: Fwd: It broke\nTo: Ann\n\n") * 8000


@shape("-")
def addresses_in_the_words():
    return b"\n" + b"a@b.c.d.e." * 100000 + b"\n"


@shape("-")
def bounce_of_10000():
    report = b"Reporting-MTA: dns; a\n\n" + b"".join(
        b"Final-Recipient: rfc822; a%d@example.com\nAction: failed\nStatus: 5.1.1\n\n" % n for n in range(10000))
    return multipart(b"report; report-type=delivery-status",
                     [b"\n" + WORDS, b"Content-Type: message/delivery-status\n\n" + report])


# HTML

def html(data):
    return part(b"text/html; charset=utf-8", data)


@shape("structure-cut", "invoice is wrong")
def html_100000_deep():
    return html(b"<div>" * 100000 + WORDS)


@shape("structure-cut", "invoice is wrong")
def html_of_formatting():
    """Elements that are opened again in each block (HTML 12.2.4.3)."""
    return html(b"<b><i><font color=a><p>" * 20000 + WORDS)


@shape("-", "invoice is wrong")
def html_of_misnested():
    return html(b"<a><table><tr><td><b></a></table></b><p></i>" * 10000 + WORDS)


@shape("structure-cut", "invoice is wrong")
def html_of_tables_in_tables():
    return html(b"<table><tr><td>" * 20000 + WORDS)


@shape("structure-cut", "invoice is wrong")
def html_attribute_of_a_megabyte():
    return html(b"<p title='" + b"x" * MEGABYTE + b"'>" + WORDS)


@shape("structure-cut", "invoice is wrong")
def html_attributes_50000():
    return html(b"<p " + b" ".join(b"a%d=b" % n for n in range(50000)) + b">" + WORDS)


@shape("-", "invoice is wrong")
def html_entities():
    return html(WORDS + b"&amp;&#x41;&#99999999999;&notanentity;&" * 20000)


@shape("html-hidden-text", "invoice is wrong")
def html_hidden_words():
    return html(b"<div style='display:none'>" + b"secret " * 100000 + b"</div>" + WORDS)


@shape("structure-cut", "invoice is wrong")
def html_style_of_a_megabyte():
    return html(b"<p style='" + b"color:red;" * 100000 + b"'>" + WORDS)


@shape("-")
def html_comment_without_end():
    return html(b"<p>It broke</p>" + b"<!--" * 500000)


@shape("text-cut")
def html_of_left_brackets():
    return html(b"<" * 3000000)


@shape("structure-cut", "invoice is wrong")
def html_selects_and_templates():
    return html(WORDS + b"<select><option><template><frameset><svg><math><mi>" * 10000)


# winmail.dat

def tnef(data):
    return part(b"application/ms-tnef; name=winmail.dat", lines(data), b"base64")


def attribute(level, name, data, length=None):
    return struct.pack("<BII", level, name, len(data) if length is None else length) + data + struct.pack(
        "<H", sum(data) & 0xffff)


TNEF = struct.pack("<IH", 0x223E9F78, 1)


@shape("-")
def tnef_of_lying_lengths():
    return multipart(b"mixed", [tnef(TNEF + attribute(1, 0x0006800C, b"x" * 100, length))
                                for length in (0, 99, 101, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff)])


@shape("-")
def tnef_of_lying_properties():
    bodies = [struct.pack("<I", count) + struct.pack("<HHII", kind, 0x1000, values, size) + b"y" * 40
              for count in (1, 0xffffffff) for kind in (0x001e, 0x101e, 0x0102, 0x000d)
              for values in (1, 0xffffffff) for size in (3, 0xfffffffd, 0xffffffff)]
    return multipart(b"mixed", [tnef(TNEF + attribute(1, 0x00069003, body)) for body in bodies])


@shape("structure-cut")
def tnef_of_100000_files():
    return tnef(TNEF + (attribute(2, 0x00069002, bytes(14)) + attribute(2, 0x00018010, b"a\0")) * 100000)


@shape("-")
def tnef_in_tnef():
    data = b"x"
    for _ in range(200):
        data = TNEF + attribute(2, 0x00069002, bytes(14)) + attribute(2, 0x0006800F, data)
    return tnef(data)


@shape("bytes-replaced,charset-guessed,controls-removed")
def noise():
    return random.Random(165).randbytes(3 * MEGABYTE)


# Other formats

def winmail(rtf):
    """A winmail.dat whose body is @rtf, packed already."""
    value = struct.pack("<HHII", 0x0102, 0x1009, 1, len(rtf)) + rtf + bytes(-len(rtf) % 4)
    body = struct.pack("<I", 1) + value
    tnef = struct.pack("<IHBII", 0x223E9F78, 1, 1, 0x00069003, len(body)) + body + bytes(2)
    return (b"Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n" + lines(tnef))


@shape("-")
def rtf_bomb():
    """Each pair of bytes stands for 17."""
    run = b"\xff" + b"\x00\x0f" * 8
    return winmail(struct.pack("<II4sI", 0, 0xffffffff, b"LZFu", 0) + run * 200000)


@shape("-")
def rtf_groups_1000000_deep():
    raw = b"{\\rtf1 " + b"{" * 1000000 + WORDS
    return winmail(struct.pack("<II4sI", 0, len(raw), b"MELA", 0) + raw)


@shape("-", "invoice is wrong")
def rtf_fonts_100000():
    fonts = b"".join(b"{\\f%d\\fcharset204 A;}" % number for number in range(100000))
    raw = b"{\\rtf1{\\fonttbl" + fonts + b"}" + WORDS + b"}"
    return winmail(struct.pack("<II4sI", 0, len(raw), b"MELA", 0) + raw)


@shape("-", "invoice is wrong")
def plain_that_stands_for_much_html():
    unseen = b"<style>" * 1000000 + WORDS
    return multipart(b"alternative", [part(b"text/plain", WORDS), part(b"text/html", unseen)])


@shape("-")
def calendar_folded_5_megabytes():
    return b"Content-Type: text/calendar\n\nBEGIN:VEVENT\nSUMMARY:a" + b"\n b" * 1700000 + b"\nEND:VEVENT\n"


@shape("bytes-replaced,controls-removed")
def noise_alone():
    return Whole(random.Random(42).randbytes(MEGABYTE))


def main():
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    for number, (name, flags, words, make) in enumerate(SHAPES):
        data = make()
        if not isinstance(data, Whole):
            data = TOP + b"Message-ID: <%d@hostile.example>\n" % number + data
        with open(os.path.join(folder, name + ".eml"), "wb") as file:
            file.write(data)
        print(name, flags, words, sep="\t")


main()

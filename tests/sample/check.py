#!/usr/bin/env python3
"""Is the sample that make.py wrote to FOLDER what README.md says? check.py FOLDER

Reads the mails with Python's own parser: the truth must stand in them, the subjects, halves, languages and shapes must
be there in number. Prints what it counted; any fault is told and makes it fail.
"""
import collections
import email
import email.policy
import html
import json
import pathlib
import re
import sys

import source

SUBJECTS, WORDINGS, ENGLISH = 40, 10, (0.6, 0.72)
SHAPES = {
    "plain only": lambda m, t: m.get_content_type() == "text/plain",
    "HTML only": lambda m, t: m.get_content_type() == "text/html",
    "format=flowed": lambda m, t: any(p.get_param("format") == "flowed" for p in m.walk()),
    "legacy charset": lambda m, t: any(p.get_content_charset() not in (None, "utf-8", "us-ascii") for p in m.walk()),
    "base64 text": lambda m, t: any(p.get_content_maintype() == "text" and p["content-transfer-encoding"] == "base64"
                                    for p in m.walk()),
    "attachment": lambda m, t: any(p.get_content_disposition() == "attachment" for p in m.walk()),
    "3 MB photo": lambda m, t: any(p.get_content_maintype() == "image" and len(p.get_payload(decode=True)) > 3_000_000
                                   for p in m.walk()),
    "winmail.dat": lambda m, t: any(p.get_content_type() == "application/ms-tnef" for p in m.walk()),
    "mail in mail": lambda m, t: any(p.get_content_type() == "message/rfc822" for p in m.walk()),
    "forward": lambda m, t: re.match("(fw|fwd|wg|tr|rv) ?:", str(m["subject"] or ""), flags=re.I) is not None,
    "web form": lambda m, t: "forms@" in str(m["from"]),
    "survey": lambda m, t: "survey@" in str(m["from"]),
    "two mailboxes": lambda m, t: len(t["files"]) == 2,
    "no Message-ID": lambda m, t: m["message-id"] is None,
    "no Date": lambda m, t: m["date"] is None,
    "bounce": lambda m, t: t["origin"] == "bounce",
    "auto-reply": lambda m, t: t["origin"] == "auto-reply",
    "list": lambda m, t: t["origin"] == "list",
    "notification": lambda m, t: t["origin"] == "notification",
    "spam": lambda m, t: t["origin"] == "spam",
    "answer": lambda m, t: t["origin"] == "answer",
    "promise kept": lambda m, t: t.get("promise", {}).get("kept") is True,
    "promise broken": lambda m, t: t.get("promise", {}).get("kept") is False,
    "cannot wait": lambda m, t: t["now"],
}


def decoded(part):
    data = part.get_payload(decode=True)
    try:
        return data.decode(part.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return data.decode("latin-1")


def visible(message):
    """All that a reader sees, in one line: HTML without its tags."""
    parts = [str(message["subject"] or "")]
    for part in message.walk():
        if part.get_content_maintype() == "text":
            text = decoded(part)
            if part.get_content_subtype() == "html":
                text = html.unescape(re.sub(r"<[^>]*>", " ", text))
            parts.append(re.sub(r"^[> ]+", "", text, flags=re.M))
    return squeezed(" ".join(parts))


def squeezed(text):
    return re.sub(r"[\W_]+", " ", text).strip().lower()


def faults_of(truth, message):
    shown = visible(message)
    if truth["origin"] != "person":
        return []
    found = []
    if squeezed(truth.get("evidence", "")) not in shown:
        found.append("the telling sentence is not in the mail")
    if truth["kind"] and not truth.get("evidence"):
        found.append("no telling sentence")
    missing = set(squeezed(truth.get("core", "")).split()) - set(shown.split())
    return found + ([f"own words not in the mail: {sorted(missing)[:5]}"] if missing else [])


def main():
    folder = pathlib.Path(sys.argv[1])
    truths = [json.loads(line) for line in open(folder / "truth.jsonl", encoding="utf-8")]
    shapes, faults = collections.Counter(), []
    for truth in truths:
        data = (folder / truth["files"][0]).read_bytes()
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        faults += [f"{truth['files'][0]}: {fault}" for fault in faults_of(truth, message)]
        shapes.update(name for name, holds in SHAPES.items() if holds(message, truth))
    faults += [f"no mail of the shape '{name}'" for name in SHAPES if not shapes[name]]
    here = pathlib.Path(__file__).resolve().parent
    subjects = collections.Counter(w.subject["name"] for w in source.wordings(here, source.subjects(here)))
    subjects.update(truth["pattern"] for truth in truths if truth["pattern"] != "-" and "subject" not in truth)
    faults += [f"{name}: only {count} wordings" for name, count in subjects.items() if count < WORDINGS]
    persons = [truth for truth in truths if truth["origin"] == "person"]
    english = sum(truth["language"] == "en" for truth in persons) / len(persons)
    if len(subjects) < SUBJECTS or not ENGLISH[0] <= english <= ENGLISH[1]:
        faults.append(f"{len(subjects)} subjects, {english:.2f} of the mails English")
    print(f"{len(truths)} mails, {len(persons)} by persons, {len(subjects)} subjects, {100 * english:.0f}% English;",
          ", ".join(f"{count} {name}" for name, count in shapes.items()))
    print("\n".join(faults), file=sys.stderr, end="\n" if faults else "")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())

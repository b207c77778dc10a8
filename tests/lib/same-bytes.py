#!/usr/bin/env python3
"""Is what Tribune stored what the server holds?  same-bytes.py HOST PORT CA USER PASSWORD EXPORT.jsonl

Asks the server itself for every mail of INBOX and compares its SHA-256 with that of the arrival of the same UID.
"""
import hashlib
import imaplib
import json
import ssl
import sys


def on_server(host, port, ca, user, password):
    imaplib._MAXLINE = 1 << 24
    with imaplib.IMAP4_SSL(host, int(port), ssl_context=ssl.create_default_context(cafile=ca)) as session:
        session.login(user, password)
        session.select("INBOX", readonly=True)
        uids = session.uid("SEARCH", "ALL")[1][0].split()
        for uid in uids:
            answer = session.uid("FETCH", uid, "(BODY.PEEK[])")[1]
            body = next(part[1] for part in answer if isinstance(part, tuple))
            yield int(uid), hashlib.sha256(body).hexdigest()


def main():
    stored, mails = {}, 0
    for line in open(sys.argv[6], encoding="utf-8"):
        mails += 1
        for arrival in json.loads(line)["arrivals"]:
            if arrival["uid"] in stored:
                sys.exit(f"UID {arrival['uid']} arrived twice")
            stored[arrival["uid"]] = arrival["sha256"]
    held = dict(on_server(*sys.argv[1:6]))
    wrong = [uid for uid, sha256 in held.items() if stored.get(uid) != sha256]
    print(f"{len(held)} mails on the server, {len(stored)} arrivals, {mails} items, {len(wrong)} differ")
    return bool(wrong) or len(held) != len(stored)


if __name__ == "__main__":
    sys.exit(main())

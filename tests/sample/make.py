#!/usr/bin/env python3
"""Write the sample mailbox of Tideway, an invented company: make.py [--maildir] [--half first|second] OUT

26 weeks, 18 May to 16 November 2026: OUT/support and OUT/hello hold what came, OUT/sent what support answered, in
order of arrival, as NNN.eml (with --maildir: three Maildirs, all in cur/). OUT/truth.jsonl says what each mail is, one
object an item; Tribune never reads it. Each file's mtime is the arrival. The same source gives the same bytes.

--half leaves out what belongs to the other half. Whoever writes rules, templates or thresholds looks at the first half
only: README.md says why, and what stands in which file.
"""
import argparse
import json
import os
import pathlib
import sys
from datetime import datetime, timezone

import singles
import source
import talks
from mime import message

UNTIL = datetime(2026, 11, 16, 8, 30, tzinfo=timezone.utc)


def all_mails(folder):
    cards = source.subjects(folder)
    frames = source.frames(folder)
    mails = singles.drawn(source.wordings(folder, cards), source.people(folder), frames)
    mails += talks.answered(mails, source.answers(folder), frames, UNTIL)
    mails += talks.talked(source.conversations(folder)) + source.letters(folder)
    return sorted(mails, key=lambda mail: (mail.arrival, mail.seed))


def place(out, box, number, mail, maildir):
    if not maildir:
        return out / box / f"{number:03d}.eml"
    return out / box / "cur" / f"{int(mail.arrival.timestamp())}.M{number:06d}P1.sample:2,S"


def truth_row(number, mail, files):
    ids = {} if mail.raw else {"message_id": mail.message_id().strip("<>")}
    return {"id": f"m{number:04d}", "files": files, "arrival": f"{mail.arrival:%Y-%m-%dT%H:%M:%SZ}"} | ids | mail.truth


def main():
    options = argparse.ArgumentParser(description="write the sample mailbox")
    options.add_argument("--maildir", action="store_true", help="Maildirs instead of folders of .eml")
    options.add_argument("--half", choices=["first", "second"], help="leave the other half out")
    options.add_argument("out", type=pathlib.Path)
    args = options.parse_args()
    counts, rows = {}, []
    for number, mail in enumerate(all_mails(pathlib.Path(__file__).resolve().parent), 1):
        if args.half and mail.truth["half"] != args.half:
            continue
        data, files = message(mail), []
        for box in mail.boxes:
            counts[box] = counts.get(box, 0) + 1
            path = place(args.out, box, counts[box], mail, args.maildir)
            for folder in ("cur", "new", "tmp") if args.maildir else ("",):
                (args.out / box / folder).mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            os.utime(path, (mail.arrival.timestamp(),) * 2)
            files.append(str(path.relative_to(args.out)))
        rows.append(json.dumps(truth_row(number, mail, files), ensure_ascii=False) + "\n")
    (args.out / "truth.jsonl").write_text("".join(rows), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

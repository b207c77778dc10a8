#!/usr/bin/env python3
"""same-run.py EXPORT1 EXPORT2: whether two exports tell of the same run.

Two runs are the same when their exports, sorted by content key and with ids
mapped one to one, are equal. Ids are named here by what they hold: a message by
its content key, a pattern or conversation by the content keys of its members.
Prints the first difference and exits with 1 where they differ.
"""
import collections
import json
import sys


def canonical(path):
    with open(path, encoding="utf-8") as export:
        messages = [json.loads(line) for line in export]
    patterns, conversations = collections.defaultdict(list), collections.defaultdict(list)
    for message in messages:
        if "pattern" in message:
            patterns[message["pattern"]["id"]].append(message["content_key"])
        if "conversation" in message:
            conversations[message["conversation"]].append(message["content_key"])
    for message in messages:
        del message["id"]
        message["arrivals"].sort(key=lambda a: (a["mailbox"], a["folder"], a["uidvalidity"], a["uid"]))
        if "pattern" in message:
            message["pattern"]["id"] = sorted(patterns[message["pattern"]["id"]])
        if "conversation" in message:
            message["conversation"] = sorted(conversations[message["conversation"]])
    keys = [message["content_key"] for message in messages]
    if len(set(keys)) != len(keys):
        sys.exit(f"{path}: a content key stands there twice")
    return {message["content_key"]: message for message in messages}


def main():
    first, second = canonical(sys.argv[1]), canonical(sys.argv[2])
    for key in sorted(first.keys() | second.keys()):
        if first.get(key) != second.get(key):
            print(f"{key}:\n  {first.get(key)}\n  {second.get(key)}"[:4000])
            sys.exit(1)
    print(f"{len(first)} messages, the same")


main()

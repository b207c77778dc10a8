#!/usr/bin/env python3
"""How much of the sample's truth Tribune finds: score.py TRUTH.jsonl MAILS-FOLDER EXPORT.jsonl

Prints Markdown: one table of all fields for each half, then kind by kind, the stories, and what is taken for what.
Mails are found again by the SHA-256 of their bytes. Only the truth knows the halves.
"""
import argparse
import collections
import hashlib
import json
import pathlib
import re
import sys
from datetime import datetime, timedelta

HALVES = ["first", "second"]
PERSON = {"person"}


def words(text):
    return collections.Counter(re.findall(r"\w+", text.lower()))


def ratio(part, whole):
    return part / whole if whole else 0.0


def f1(precision, recall):
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


class Counts:
    """True positives, and how many were said and how many there are."""

    def __init__(self):
        self.right = self.said = self.real = 0

    def add(self, said, real):
        said, real = set(said), set(real)
        self.right += len(said & real)
        self.said += len(said)
        self.real += len(real)

    def figures(self):
        precision, recall = ratio(self.right, self.said), ratio(self.right, self.real)
        return precision, recall, f1(precision, recall)


def read_pairs(truth_path, folder, export_path):
    found = {}
    for line in open(export_path, encoding="utf-8"):
        item = json.loads(line)
        for arrival in item["arrivals"]:
            found[arrival["sha256"]] = item
    pairs = []
    for line in open(truth_path, encoding="utf-8"):
        truth = json.loads(line)
        sha256 = hashlib.sha256((folder / truth["files"][0]).read_bytes()).hexdigest()
        if sha256 not in found:
            sys.exit(f"score: {truth['files'][0]} is not in the export")
        pairs.append((truth, found[sha256]))
    return pairs


def kinds_said(item):
    return {tag["tag"].partition("/")[0] for tag in item.get("tags", [])}


def by_kind(pairs):
    table = collections.defaultdict(Counts)
    for truth, item in pairs:
        said, real = kinds_said(item), set(truth["kind"])
        for kind in said | real:
            table[kind].add({kind} & said, {kind} & real)
    return table


def macro(table):
    real = [counts for counts in table.values() if counts.real]
    return [ratio(sum(counts.figures()[n] for counts in real), len(real)) for n in range(3)]


def b_cubed(pairs):
    """Bagga and Baldwin 1998, over persons' mails of a known pattern; one without a group is a group of its own."""
    said, real = collections.defaultdict(set), collections.defaultdict(set)
    rows = []
    for n, (truth, item) in enumerate(pairs):
        group = item["pattern"]["id"] if item.get("pattern") else f"alone {n}"
        rows.append((n, group, truth["pattern"]))
        said[group].add(n)
        real[truth["pattern"]].add(n)
    precision = ratio(sum(len(said[g] & real[p]) / len(said[g]) for _, g, p in rows), len(rows))
    recall = ratio(sum(len(said[g] & real[p]) / len(real[p]) for _, g, p in rows), len(rows))
    return precision, recall, f1(precision, recall)


def own_words(pairs):
    """Precision: of the words said to be the customer's, those that are. Recall: of the message itself, those kept."""
    precisions, recalls = [], []
    for truth, item in pairs:
        if not truth.get("core"):
            continue
        said, core, own = words(item.get("own_words", "")), words(truth["core"]), words(truth["own"] + " " + truth["core"])
        recalls.append(ratio(sum((said & core).values()), sum(core.values())))
        precisions.append(ratio(sum((said & own).values()), sum(said.values())))
    precision, recall = ratio(sum(precisions), len(precisions)), ratio(sum(recalls), len(recalls))
    return precision, recall, f1(precision, recall)


def shown(pairs):
    """Of the mails that a rule of the right kind tagged: does a word that matched stand in the telling sentence?"""
    counts = Counts()
    for number, (truth, item) in enumerate(pairs):
        sentence = re.sub(r"\s+", " ", truth.get("evidence", "")).lower()
        spans = [span.lower() for tag in item.get("tags", []) for span in tag.get("spans", [])
                 if tag["tag"].partition("/")[0] in truth["kind"]]
        if sentence and truth["kind"]:
            hit = any(re.sub(r"\s+", " ", span) in sentence for span in spans)
            counts.add({number} if spans else set(), {number})
            counts.right -= 1 if spans and not hit else 0
    return counts.figures()


def people(pairs):
    """Contact types by person, the last mail's word counting; a stage once it has been shown."""
    types, stages, told, said = Counts(), Counts(), {}, {}
    for truth, item in pairs:
        address = item.get("contact", {}).get("address")
        if not address:
            continue
        mine = told.setdefault(address, {"type": "-", "stage": "-"})
        mine["type"] = truth["contact"] if truth["contact"] not in ("-", "unknown") else mine["type"]
        mine["stage"] = truth["stage"] if truth["stage"] != "-" else mine["stage"]
        said[address] = item["contact"]
    for address, mine in told.items():
        for counts, name in ((types, "type"), (stages, "stage")):
            real = {(address, mine[name])} if mine[name] != "-" else set()
            guess = said[address].get(name, "unknown")
            counts.add(set() if guess in ("unknown", "") else {(address, guess)}, real)
    return types.figures(), stages.figures()


def single(pairs, said, real):
    counts = Counts()
    for number, (truth, item) in enumerate(pairs):
        counts.add({(number, value) for value in said(item)}, {(number, value) for value in real(truth)})
    return counts.figures()


def urgent(item):
    return {"now"} if any(tag.get("urgency") == "now" for tag in item.get("tags", [])) else set()


def fields_of(pairs):
    persons = [(truth, item) for truth, item in pairs if truth["origin"] in PERSON]
    tagged = [(truth, item) for truth, item in persons if truth["kind"]]
    grouped = [(truth, item) for truth, item in persons if truth["pattern"] != "-"]
    types, stages = people(persons)
    exact = ratio(sum(set(item["departments"]) == set(truth["departments"]) for truth, item in tagged), len(tagged))
    reached = ratio(sum(truth["departments"][0] in item["departments"] for truth, item in tagged
                        if truth["departments"]), len(tagged))
    return [
        ("origin", len(pairs), single(pairs, lambda item: [item["origin"]], lambda truth: [truth["origin"]])),
        ("own words", len(persons), own_words(persons)),
        ("kind, each mail counts", len(persons), single(persons, kinds_said, lambda truth: truth["kind"])),
        ("kind, each kind counts (macro)", len(persons), macro(by_kind(persons))),
        ("departments", len(persons), single(persons, lambda item: item["departments"],
                                             lambda truth: truth["departments"])),
        ("departments, exactly those", len(tagged), ("", exact, "")),
        ("departments, the first of them reached", len(tagged), ("", reached, "")),
        ("cannot wait", len(persons), single(persons, urgent, lambda truth: ["now"] if truth["now"] else [])),
        ("pattern (B-cubed)", len(grouped), b_cubed(grouped)),
        ("language", len(persons), single(persons, lambda item: [item.get("language", "")],
                                          lambda truth: [truth["language"]])),
        ("contact type, by person", len(persons), types),
        ("stage, by person", len(persons), stages),
        ("the sentence that shows it", len(tagged), shown(tagged)),
    ]


def print_promises(truth_pairs, path):
    """Of the answers that promise something: how many were found, with a due date no later than a weekend after."""
    found, real, said, timely = 0, 0, collections.defaultdict(list), 0
    for line in open(path, encoding="utf-8"):
        promise = json.loads(line)
        said[promise["message"]].append(promise)
    for truth, item in truth_pairs:
        if "promise" not in truth:
            continue
        real += 1
        mine = said.pop(item["id"], [])
        found += bool(mine)
        late = [datetime.fromisoformat(one["due_at"]) - datetime.fromisoformat(truth["promise"]["due"]) for one in mine]
        timely += any(timedelta(0) <= delta <= timedelta(days=3) for delta in late)
    print(f"\n{real} answers promise something: {found} found, {timely} of them with the right day, {len(said)} others taken for one.")


def percent(value):
    return value if isinstance(value, str) else f"{100 * value:.1f}"


def print_head(first, halves):
    print(f"\n| {first} | " + " | ".join(f"{half}: mails | P | R | F1" for half in halves) + " |")
    print("|---" * (1 + 4 * len(halves)) + "|")


def print_fields(halves):
    print_head("field", halves)
    for rows in zip(*(fields_of(pairs) for pairs in halves.values())):
        cells = [cell for row in rows for cell in (str(row[1]), *map(percent, row[2]))]
        print(f"| {rows[0][0]} | " + " | ".join(cells) + " |")


def print_kinds(halves):
    tables = [by_kind([pair for pair in pairs if pair[0]["origin"] in PERSON]) for pairs in halves.values()]
    print_head("kind", halves)
    for kind in sorted({kind for table in tables for kind in table}):
        cells = []
        for table in tables:
            cells += [str(table[kind].real), *map(percent, table[kind].figures())]
        print(f"| {kind} | " + " | ".join(cells) + " |")


def print_stories(pairs):
    """For each pattern of the truth: how many mails, the largest group it got, what else is in there."""
    groups, patterns = collections.defaultdict(list), collections.defaultdict(list)
    for truth, item in pairs:
        if truth["origin"] in PERSON:
            group = item["pattern"]["id"] if item.get("pattern") else None
            groups[group].append(truth["pattern"])
            patterns[truth["pattern"]].append(group)
    print("\n| pattern | mails | groups | in its largest | strangers there |\n|---|---|---|---|---|")
    for name in sorted(set(patterns) - {"-"}):
        found = collections.Counter(group for group in patterns[name] if group is not None)
        top, size = found.most_common(1)[0] if found else (None, 0)
        strangers = sum(other != name for other in groups[top]) if top is not None else 0
        print(f"| {name} | {len(patterns[name])} | {len(found)} | {size} | {strangers} |")


def print_confusions(pairs, count):
    confused = collections.Counter()
    for truth, item in pairs:
        real, said = set(truth["kind"]), kinds_said(item)
        if truth["origin"] in PERSON and real and not real & said:
            confused[(",".join(sorted(real)), ",".join(sorted(said)) or "nothing")] += 1
    print("\n| is | was taken for | mails |\n|---|---|---|")
    for (real, said), number in confused.most_common(count):
        print(f"| {real} | {said} | {number} |")


def main():
    options = argparse.ArgumentParser(description="score Tribune on the sample")
    options.add_argument("--wrong", action="store_true", help="first half: name each mail whose kind was missed")
    options.add_argument("--first", action="store_true", help="leave the second half out, as whoever writes rules must")
    options.add_argument("--promises", type=pathlib.Path, help="what `conversations --promises --json` prints")
    options.add_argument("truth", type=pathlib.Path)
    options.add_argument("mails", type=pathlib.Path)
    options.add_argument("export", type=pathlib.Path)
    args = options.parse_args()
    pairs = every = read_pairs(args.truth, args.mails, args.export)
    halves = {half: [pair for pair in pairs if pair[0]["half"] == half] for half in HALVES[:1 if args.first else 2]}
    pairs = [pair for half in halves.values() for pair in half]
    if args.wrong:
        for truth, item in halves["first"]:
            if truth["origin"] in PERSON and set(truth["kind"]) - kinds_said(item):
                print(truth["files"][0], ",".join(truth["kind"]), "not", ",".join(sorted(kinds_said(item))), sep="\t")
        return 0
    print_fields(halves)
    print_kinds(halves)
    print_stories(pairs)
    print_confusions(pairs, 20)
    if args.promises:
        print_promises(every, args.promises)
    return 0


if __name__ == "__main__":
    sys.exit(main())

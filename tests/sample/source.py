"""Reads what stands written in this folder: subjects, people, frames, letters, wordings, conversations, answers.

In every text [[ ]] marks the sentence that shows what the mail is, {{ }} the customer's own words where the mail holds
others too. The marks go into the truth and out of the mail.
"""
import html
import quopri
import re
from datetime import datetime, timedelta

from mime import Mail

TRUTH = ["origin", "kind", "departments", "pattern", "language", "now", "note", "contact", "stage"]


def listed(text):
    return [] if text in ("", "-", "none") else text.split(",")


def blocks(path, mark):
    if not path.exists():
        return []
    return re.split(f"^{mark} ", path.read_text(encoding="utf-8"), flags=re.M)[1:]


def rows(path):
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.strip() and not line.startswith("#"):
            yield [field.strip() for field in line.split("|")]


def keys(words):
    return dict(word.split("=", 1) for word in words if "=" in word)


def unmarked(text):
    return re.sub(r"\[\[|\]\]|\{\{|\}\}", "", text)


def spans(pattern, text):
    """What stands between marks, as a reader sees it: quoted-printable and HTML undone."""
    found = [unmarked(span) for span in re.findall(pattern, text, flags=re.S)]
    if re.search(r"</\w+>", text):
        found = [html.unescape(re.sub(r"<[^>]*>", " ", span)) for span in found]
    if re.search(r"=\n|=[0-9A-F]{2}", "".join(found)):
        found = [quopri.decodestring(span.encode()).decode("utf-8", "replace") for span in found]
    return found


def marked_truth(truth, text):
    """Fills in the evidence and, where they are marked, the own words."""
    evidence = spans(r"\[\[(.+?)\]\]", text)
    truth["evidence"] = re.sub(r"\s+", " ", evidence[0]) if evidence else ""
    own = spans(r"\{\{(.+?)\}\}", text)
    if own:
        truth["own"] = truth["core"] = "\n".join(own)


def letter_truth(line, half):
    fields = [field.strip() for field in line.lstrip("~").split("|")]
    truth = dict(zip(TRUTH, fields + ["-"] * (len(TRUTH) - len(fields))))
    return truth | {"half": half, "kind": listed(truth["kind"]), "departments": listed(truth["departments"]),
                    "now": truth["now"] == "1"}


def letter(block, half):
    """A mail that is written whole, with its date, its shape and its truth."""
    first, truth, rest = block.split("\n", 2)
    arrival, boxes, *words = first.split()
    text = rest.rstrip("\n") + "\n"
    mail = Mail(datetime.strptime(arrival, "%Y-%m-%dT%H:%M:%S%z"), boxes.split("+"), words, first + unmarked(rest))
    mail.truth = letter_truth(truth, half)
    if "raw" in words:
        mail.raw = unmarked(text)
        marked_truth(mail.truth, text)
        return mail
    head, _, body = text.partition("\n\n")
    lines = unmarked(head).strip("\n").replace("\n ", " ").split("\n")
    mail.headers = [tuple(part.strip() for part in line.split(":", 1)) for line in lines]
    pieces = re.split(r"^%% (\w+) ?(.*)\n", body, flags=re.M)
    if pieces[0].strip() or len(pieces) == 1:
        mail.parts.append(("text", "", unmarked(pieces[0]).strip("\n") + "\n"))
    for kind, name, part in zip(pieces[1::3], pieces[2::3], pieces[3::3]):
        mail.parts.append((kind, name, unmarked(part).strip("\n") + "\n"))
    if mail.truth["origin"] == "person" and pieces[0].strip():
        mail.truth["own"] = mail.truth["core"] = unmarked(pieces[0]).strip()
    marked_truth(mail.truth, text)
    return mail


def letters(folder):
    return [letter(block, half) for half in ("first", "second")
            for path in sorted((folder / half / "letters").glob("*.txt")) for block in blocks(path, "@@")]


class Wording:
    """One way to say one thing: a text without greeting and end, for the program to send from somebody."""

    def __init__(self, subject, half, block):
        head, _, rest = block.partition("\n")
        headers, _, body = rest.partition("\n\n")
        self.language, self.manner, *options = head.split()
        self.subject, self.half, self.options = subject, half, keys(options)
        lines = [line.partition(":") for line in headers.split("\n")]
        self.headers = {name: value.strip() for name, _, value in lines}
        self.text = unmarked(body).strip()
        self.key = f"{subject['name']} {half} {head} {self.text}"
        self.truth = self.told(body)

    def told(self, body):
        card, given = self.subject, self.options
        truth = {"half": self.half, "origin": "person", "kind": listed(given.get("kind", card["kind"])),
                 "departments": listed(given.get("departments", card["departments"])),
                 "pattern": card["name"] if card["pattern"] == "yes" and "kind" not in given else "-",
                 "language": self.language, "now": given.get("now") == "1", "note": self.manner,
                 "contact": given.get("contact", card["contact"]), "stage": given.get("stage", card["stage"])}
        marked_truth(truth, body)
        return truth


def subjects(folder):
    names = ["name", "kind", "departments", "pattern", "contact", "stage", "device", "attached", "when"]
    return [dict(zip(names, row)) for row in rows(folder / "subjects.txt")]


def wordings(folder, cards):
    return [Wording(card, half, block) for card in cards for half in ("first", "second")
            for block in blocks(folder / half / "wordings" / f"{card['name']}.txt", "@")]


class Person:
    def __init__(self, row):
        self.language, self.name, addresses, self.business, self.town, self.client, self.signature, self.device = row[:8]
        self.addresses = [address.strip() for address in addresses.split(";")]
        self.flag = row[8] if len(row) > 8 else ""
        self.mails = 0


def people(folder):
    return [Person(row) for row in rows(folder / "people.txt")]


def frames(folder):
    """"greeting en formal" and so on: the entries; "-" stands for nothing."""
    pools, pool = {}, None
    for line in (folder / "frames.txt").read_text(encoding="utf-8").split("\n"):
        if line.startswith("# "):
            pool = pools.setdefault(line[2:].strip(), [])
        elif line.strip():
            pool.append("" if line.strip() == "-" else line.strip())
    return pools


class Answer:
    """What support wrote, to one mail of a conversation or to any about a subject."""

    def __init__(self, head, text):
        options = keys(head.split())
        self.by, self.promise = options["by"], options.get("promise", "")
        self.kept = {"yes": True, "no": False}.get(options.get("kept"))
        promised = spans(r"\[\[(.+?)\]\]", text)
        self.promised = promised[0] if promised else ""
        self.text = unmarked(text).strip()


def answers(folder):
    """(subject, language): the answers."""
    pools = {}
    for path in sorted((folder / "answers").glob("*.txt")):
        for block in blocks(path, "@"):
            head, _, text = block.partition("\n")
            pools.setdefault((path.stem, head.split()[0]), []).append(Answer(head, text))
    return pools


def duration(text):
    return timedelta(**{{"m": "minutes", "h": "hours", "d": "days"}[text[-1]]: float(text[:-1])})


def conversations(folder):
    """(options of the conversation, its messages as (head, text)), in the order of the files."""
    found = []
    for half in ("first", "second"):
        for block in blocks(folder / half / "threads.txt", "@@"):
            head, _, rest = block.partition("\n")
            messages = [piece.partition("\n")[::2] for piece in re.split(r"^@ ", rest, flags=re.M)[1:]]
            name, *options = head.split()
            found.append((keys(options) | {"name": name, "half": half}, messages))
    return found


"""Conversations that are written whole, and support's answers to single mails: replies, quotation, promises."""
import re
from datetime import datetime, timedelta

from draw import Draw, office_time, utc
from mime import COMPANY, Mail
from quoting import quote
from source import Answer, duration, keys, listed, marked_truth, unmarked

STAFF = {"Fiadh": "Fiadh Moran", "Tom": "Tom Okafor", "Sinead": "Sinead Daly"}
AGAIN = {"en": "Re: ", "de": "AW: ", "es": "RE: ", "fr": "RE : "}


def reply_subject(subject, language, client):
    if subject.lower().startswith(("re:", "aw:", "re :", "rv:")):
        return subject
    return (AGAIN[language] if client == "outlook" else "Re: ") + ("" if subject == "none" else subject)


def chain(previous):
    known = previous.value("References")
    return [("In-Reply-To", previous.message_id()),
            ("References", f"{known} {previous.message_id()}".strip())]


def answer_truth(answer, at, previous, half):
    truth = {"half": half, "origin": "answer", "kind": [], "departments": [], "pattern": "-", "now": False,
             "language": previous.truth["language"], "note": "", "contact": "colleague", "stage": "-",
             "evidence": "", "by": answer.by, "answers": previous.message_id()}
    if answer.promise:
        truth["promise"] = {"text": answer.promised, "due": f"{at + duration(answer.promise):%Y-%m-%dT%H:%M:%SZ}",
                            "kept": answer.kept}
    return truth


def answer_mail(answer, at, previous, language):
    mail = Mail(at, ["sent"], ["thunderbird", "flowed"], f"answer {previous.seed} {answer.text}")
    local = f"{at:%Y%m%d.%H%M%S}.{answer.by[:2].lower()}"
    mail.headers = [("From", f"Tideway Support <support@{COMPANY}>"), ("To", previous.value("Reply-To")
                    or previous.value("From")), ("Subject", reply_subject(previous.value("Subject"), "en", "")),
                    ("Message-ID", f"<{local}@{COMPANY}>")] + chain(previous)
    signed = "" if "Tideway Support" in answer.text else f"\n\n{STAFF[answer.by]}\nTideway Support"
    mail.parts = [("text", "", f"{answer.text}{signed}\n")]
    mail.quotation = quote(previous, "thunderbird", language, "top")
    mail.truth = answer_truth(answer, at, previous, previous.truth["half"])
    return mail


def own_part(text):
    """Without the signature below "-- "."""
    lines = text.split("\n")
    ends = [n for n, line in enumerate(lines) if line.rstrip() == "--"]
    return "\n".join(lines[:ends[-1]] if ends else lines).strip()


class Talk:
    """One conversation on its way."""

    def __init__(self, options):
        self.options, self.mails, self.sender, self.first = options, [], "", None
        self.language, self.client, self.at = "en", "", None

    def message_truth(self, options, marked):
        kind = options.get("kind", "none")
        truth = {"half": self.options["half"], "origin": "person", "now": options.get("now") == "1",
                 "language": self.language, "note": "", "stage": options.get("stage", "-"),
                 "contact": options.get("contact", "customer"), "pattern": "-", "kind": listed(kind),
                 "departments": listed(options.get("departments", "-"))}
        if kind == "same":
            truth |= {name: self.first[name] for name in ("kind", "departments", "pattern")}
        elif not self.first or (kind != "none" and truth["kind"] == self.first["kind"]):
            truth["pattern"] = self.options.get("pattern", "-")
        self.first = self.first or truth
        marked_truth(truth, marked)
        return truth

    def customer(self, head, text):
        options, previous = keys(head.split()), self.mails[-1] if self.mails else None
        languages = [word for word in head.split() if word in AGAIN]
        self.language = languages[0] if languages else self.language
        self.client = options.get("program", self.client)
        headers, body = {}, text
        if re.match("(From|Subject|Cc): ", text):
            top, _, body = text.partition("\n\n")
            headers = dict([part.strip() for part in line.split(":", 1)] for line in top.split("\n"))
        self.sender = headers.get("From", self.sender)
        after = duration(options["after"]) if "after" in options else timedelta(0)
        self.at = self.at + after if self.at else utc(
            datetime.strptime(self.options["start"], "%Y-%m-%dT%H:%M"), self.language != "en")
        words = [self.client] + (["alt"] if self.client in ("gmail", "outlook", "apple", "yahoo") else ["flowed"])
        mail = Mail(self.at + timedelta(seconds=Draw("s", text).number(0, 59)), ["support"],
                    words + (["ce"] if self.language != "en" else []), f"{self.options['name']} {head} {text}")
        subject = headers.get("Subject", "") or "none"
        if previous and "Subject" not in headers:
            subject = reply_subject(previous.value("Subject"), self.language, self.client)
        mail.headers = [("From", self.sender), ("To", f"Tideway Support <support@{COMPANY}>"), ("Subject", subject)]
        mail.headers += [("Cc", headers["Cc"])] if "Cc" in headers else []
        mail.truth = self.message_truth(options, body)
        plain = unmarked(body).strip()
        style = options.get("style", "none") if previous else "none"
        mail.headers += chain(previous) if previous else []
        own = own_part(plain)
        if style == "inline":
            own = "\n".join(line for line in own.split("\n") if not line.startswith(">"))
            plain = quote(previous, self.client, self.language, "inline").rstrip("\n") + "\n" + plain
            mail.words = [word for word in mail.words if word != "flowed"]
        elif style != "none":
            mail.quotation = quote(previous, self.client, self.language, style)
        mail.parts = [("text", "", plain + "\n")]
        mail.truth |= {"own": own.strip(), "core": own.strip()}
        self.mails.append(mail)

    def answer(self, head, text):
        answer = Answer(head, text)
        wanted = self.at + duration(keys(head.split())["after"])
        self.at = wanted
        self.mails.append(answer_mail(answer, wanted, self.mails[-1], self.language))


def talked(conversations):
    mails = []
    for options, messages in conversations:
        talk = Talk(options)
        for head, text in messages:
            getattr(talk, head.split()[0])(head, text)
        mails += talk.mails
    return mails


def addressed(text, mail):
    name = mail.value("Reply-To") or mail.value("From")
    words = name.partition("<")[0].strip(' "').split() or [""]
    return text.replace("{name}", words[0]).replace("{surname}", words[-1])


def kept_promise(answer, mail, frames):
    text = addressed(Draw("kept", mail.seed).pick(frames[f"kept {mail.truth['language']}"]), mail)
    return Answer(f"by={answer.by}", text)


def answered(mails, pools, frames, until):
    """Support's answers to about a third of the single mails; of their promises half are kept."""
    sent = []
    for mail in mails:
        subject, language = mail.truth.get("subject"), mail.truth["language"]
        pool = pools.get((subject, language)) or (pools.get((subject, "en")) if language == "en" else None)
        draw = Draw("answer", mail.seed)
        if not pool or not draw.chance(38):
            continue
        answer = draw.pick(pool)
        at = office_time(mail.arrival + timedelta(minutes=draw.number(45, 3200)), draw)
        copy = Answer(f"by={answer.by} promise={answer.promise}", addressed(answer.text, mail))
        copy.promised = answer.promised
        if at >= until:
            continue
        again = office_time(at + duration(answer.promise) - timedelta(hours=20), draw) if answer.promise else until
        copy.kept = None if again >= until else draw.chance(50)
        sent.append(answer_mail(copy, at, mail, language))
        if copy.kept:
            sent.append(answer_mail(kept_promise(copy, mail, frames), again, mail, language))
    return sent

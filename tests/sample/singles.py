"""Gives each wording a sender, a day, a frame (greeting, closing, signature) and the shape of a mail program."""
import re

from draw import Draw, days_of, moment
from mime import COMPANY, Mail

LEGACY = {"en": ["windows-1252", "us-ascii"], "de": ["iso-8859-1", "windows-1252"], "es": ["iso-8859-1"],
          "fr": ["iso-8859-15", "windows-1252"]}
VERSIONS = [("05-05", "8.0"), ("06-25", "8.1"), ("08-20", "8.2"), ("10-01", "8.3"), ("11-04", "8.4")]
FAN_SUBJECTS = {"praise", "testimonial", "advice", "ugc"}
# what one who stays and writes often would not write
NOT_A_REGULAR = FAN_SUBJECTS | {"cancelling", "legal-threat", "data-request", "how-heard", "refund"}
FOOTERS = {"iphone": "iphone|ipad|ios", "android": "android|samsung|galaxy|huawei|xiaomi", "yahoo": "yahoo"}
FORM_SUBJECTS = {"question", "bug", "idea", "prospect"}


def own_sender(wording):
    """A sender that the wording brings along, as a person who writes once."""
    name, _, address = wording.headers["From"].partition("<")
    draw = Draw("own", wording.key)
    return {"name": name.strip(' "'), "address": address.rstrip("> "), "client": draw.pick(
        ["gmail", "outlook", "outlook", "apple", "iphone", "thunderbird", "yahoo", "android"]),
        "signature": "none", "device": "", "business": "", "town": "", "person": None}


def roster_sender(person):
    address = person.addresses[person.mails % len(person.addresses)]
    person.mails += 1
    return {"name": person.name, "address": address, "client": person.client, "signature": person.signature,
            "device": person.device, "business": person.business, "town": person.town, "person": person}


def has_device(person, wanted):
    ios = person.device.startswith(("iPhone", "iPad"))
    return {"-": True, "ios": ios, "android": not ios and person.device != "web"}[wanted]


class Senders:
    """Whom a wording comes from. A regular writes forty times; a fan praises; the others write once to three times."""

    def __init__(self, people):
        self.people, self.wrote = people, {}

    def eager(self, person, wording):
        name, count = wording.subject["name"], person.mails
        if person.flag == "writes-forty-times":
            return name not in NOT_A_REGULAR and count < 40
        if person.flag == "fan":
            return name in FAN_SUBJECTS and count < 4
        return person.flag == "three-addresses" and name not in FAN_SUBJECTS and count < 6

    def of(self, wording):
        if "From" in wording.headers:
            return own_sender(wording)
        name, draw = wording.subject["name"], Draw("sender", wording.key)
        fit = [person for person in self.people if person.language == wording.language
               and name not in self.wrote.get(person.name, ()) and has_device(person, wording.subject["device"])]
        regular = [person for person in self.people if person.flag == "writes-forty-times"]
        eager = [person for person in fit if self.eager(person, wording)]
        if eager and draw.chance(24):
            person = draw.pick(eager)
        elif wording.language == "en" and regular and self.eager(regular[0], wording) and draw.chance(14):
            person = regular[0]
        else:
            plain = [person for person in fit if not person.flag] or fit
            fewest = min(person.mails for person in plain)
            person = draw.pick([person for person in plain if person.mails == fewest])
        self.wrote.setdefault(person.name, set()).add(name)
        return roster_sender(person)


def version_at(day, draw):
    current = [version for since, version in VERSIONS if f"{day:%m-%d}" >= since][-1]
    return current + draw.pick(["", "", f".{draw.number(0, 3)}"])


def device_line(wording, sender, day, frames, draw):
    told = re.search(r"\b8\.\d|iphone|ipad|android|pixel|galaxy|samsung", wording.text, flags=re.I)
    if told or wording.options.get("device") == "no" or wording.subject["kind"] != "bug" or sender["device"] in ("", "web") \
            or not draw.chance(45):
        return ""
    line = draw.pick(frames[f"device {wording.language}"])
    return "\n\n" + line.format(device=sender["device"], version=version_at(day, draw))


def first_name(name):
    return name.split()[0]


def signature_lines(sender, language, frames, draw):
    if sender["signature"] in ("none", "name"):
        return []
    lines = [sender["name"], f"{sender['business']}, {sender['town']}"]
    if sender["signature"] in ("block", "disclaimer"):
        host = sender["address"].rpartition("@")[2]
        lines = [sender["name"], draw.pick(frames[f"job {language}"]), sender["business"], sender["town"],
                 draw.pick(frames[f"phone {language}"])]
        lines += [] if host in ("example.org", "example.net", "example.com") else [f"www.{host}"]
    if sender["signature"] == "disclaimer":
        lines += ["", draw.pick(frames[f"disclaimer {language}"])]
    return lines


def tail(sender, language, frames, draw):
    """What the program puts under the text by itself."""
    lines = signature_lines(sender, language, frames, draw)
    if lines and sender["client"] in ("thunderbird", "gmail", "apple"):
        return "\n\n-- \n" + "\n".join(lines)
    if lines:
        return "\n\n" + "\n".join(lines)
    fitting = [line for line in frames[f"footer {language}"]
               if re.search(FOOTERS.get(sender["client"], "$^"), line, flags=re.I)]
    return "\n\n" + draw.pick(fitting) if fitting and draw.chance(55) else ""


def framed(wording, sender, day, frames, draw):
    """(what the customer wrote, what of it is the message itself, the whole text)"""
    language, manner = wording.language, wording.manner
    core = wording.text + device_line(wording, sender, day, frames, draw)
    if wording.options.get("bare") == "1":
        return core, core, core + ("" if sender["signature"] == "none" and draw.chance(50) else
                                   tail(sender | {"signature": "none"}, language, frames, draw))
    greeting = draw.pick(frames.get(f"greeting {language} {manner}", [""]))
    closing = draw.pick(frames.get(f"closing {language} {manner}", [""]))
    name = sender["name"] if manner in ("formal", "precise") else first_name(sender["name"])
    below = tail(sender, language, frames, draw)
    if manner in ("hurried", "dictated") and draw.chance(40) or below.startswith(f"\n\n{sender['name']}\n"):
        name = ""
    own = "\n\n".join(part for part in (greeting, core, "\n".join(part for part in (closing, name) if part)) if part)
    return own, core, own + below


def shape(sender, language, text, draw):
    """Words for mime.py: the program, its HTML, its charset and encoding."""
    client, words = sender["client"], [sender["client"]]
    if client in ("gmail", "outlook", "apple", "yahoo"):
        words += [["alt"], ["alt"], ["alt"], ["alt"], ["html-only"], []][draw.number(0, 5)]
    if client in ("thunderbird", "iphone") and draw.chance(50):
        words.append("flowed")
    if draw.chance(14):
        charset = draw.pick(LEGACY[language])
        try:
            text.encode(charset)
            words.append(charset)
        except UnicodeEncodeError:
            pass
    if draw.chance(12):
        words.append(draw.pick(["base64", "qp", "8bit"]))
    return words + (["ce"] if language != "en" else [])


def picture(draw):
    return f"{draw.number(120, 420)} {draw.number(160, 320)}\n{draw.pick(['c9d3dd', 'e8dfd0', '9fb3a5', 'd6b59a'])}\n"


def attachments(wording, draw):
    kind, _, percent = wording.subject["attached"].partition(" ")
    if kind == "-" or not draw.chance(int(percent)):
        return []
    if kind == "png":
        return [("png", f"IMG_{draw.number(1000, 9999)}.png", picture(draw))]
    lines = wording.text.split("\n")[0][:60]
    name = f"{draw.pick(['invoice', 'Invoice', 'doc', 'scan'])}-{draw.number(1000, 4999)}.pdf"
    return [("pdf", name, f"{draw.number(1000, 4999)}\n{lines}\n")]


def subject_line(wording):
    return wording.headers["Subject"] or "none"


def as_form(mail, wording, sender):
    """The same words, come through the form on our website: one address for many people."""
    mail.words, mail.client, mail.charset = ["qp"] if not wording.text.isascii() else [], "", "utf-8"
    mail.headers = [("From", "Tideway website <forms@tideway.example>"),
                    ("Reply-To", f"{sender['name']} <{sender['address']}>"),
                    ("Subject", f"Contact form: {sender['name']}"), ("X-Mailer", "tideway-forms/1.9"),
                    ("Auto-Submitted", "auto-generated")]
    text = (f"A visitor filled in the contact form.\n\nName: {sender['name']}\nEmail: {sender['address']}\n"
            f"Page: /help\n\nMessage:\n{wording.text}\n\nSent from 198.51.100.{len(wording.text) % 200 + 20}\n")
    mail.parts = [("text", "", text)]
    mail.truth |= {"own": wording.text, "core": wording.text}


def mail_of(wording, sender, day, frames):
    draw = Draw("mail", wording.key)
    name = wording.subject["name"]
    boxes = ["hello"] if wording.subject["kind"] in ("press", "partner", "job", "supplier", "prospect", "ugc") \
        and draw.chance(60) else ["support"]
    if draw.chance(2):
        boxes = ["support", "hello"]
    own, core, text = framed(wording, sender, day, frames, draw)
    words = shape(sender, wording.language, text + subject_line(wording) + sender["name"], draw)
    mail = Mail(moment(day, draw, wording.language != "en"), boxes, words, wording.key)
    mail.headers = [("From", f"{sender['name']} <{sender['address']}>"), ("Subject", subject_line(wording))]
    if len(boxes) > 1:
        mail.headers.append(("To", ", ".join(f"{box}@{COMPANY}" for box in boxes)))
    mail.parts = [("text", "", text + "\n")] + attachments(wording, draw)
    mail.truth = wording.truth | {"own": own, "core": core, "subject": name, "customer": sender["address"]}
    if "From" not in wording.headers and wording.subject["kind"] in FORM_SUBJECTS and draw.chance(5):
        as_form(mail, wording, sender)
    return mail


def give_special_shapes(mails):
    """One photo of 3 MB; two programs of Outlook that pack their attachments into winmail.dat."""
    photo = next(mail for mail in mails if mail.truth["subject"] == "photo-sideways" and mail.client
                 and any(part[0] == "png" for part in mail.parts))
    photo.parts = [part for part in photo.parts if part[0] != "png"] + [("png", "IMG_2204.png", "1000 1000\nb7c4b1\n")]
    packed = [mail for mail in mails if mail.client == "outlook" and len(mail.parts) > 1]
    for mail in packed[:2]:
        mail.words.append("tnef")


def drawn(wordings, people, frames):
    senders, days = Senders(people), {}
    for name in {wording.subject["name"]: None for wording in wordings}:
        same = sorted((w for w in wordings if w.subject["name"] == name), key=lambda w: Draw("order", w.key).number(0, 10**9))
        for wording, day in zip(same, days_of(same[0].subject["when"], len(same), name)):
            days[wording.key] = day
    mails = [mail_of(wording, senders.of(wording), days[wording.key], frames) for wording in wordings]
    give_special_shapes(mails)
    return mails

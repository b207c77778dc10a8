"""How mail programs quote what is answered: the line they write above it, in four languages."""
from datetime import timedelta

from draw import WINTER
from mime import Quotation

WEEKDAYS = {"en": "Mon Tue Wed Thu Fri Sat Sun", "de": "Mo. Di. Mi. Do. Fr. Sa. So.",
            "es": "lun mar mié jue vie sáb dom", "fr": "lun. mar. mer. jeu. ven. sam. dim."}
LONG = {"en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
        "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
        "es": "lunes martes miércoles jueves viernes sábado domingo",
        "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche"}
MONTHS = {"en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
          "de": "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.",
          "es": "ene feb mar abr may jun jul ago sept oct nov dic",
          "fr": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc."}
FULL = {"en": "January February March April May June July August September October November December",
        "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"}
INTRO = {
    "gmail": {"en": "On {wd}, {mon} {d}, {y} at {h12} {name} <{address}> wrote:\n",
              "de": "Am {wd}, {d}. {mon} {y} um {h} Uhr schrieb {name} <{address}>:\n",
              "es": "El {wd}, {d} {mon} {y} a las {h}, {name} (<{address}>) escribió:\n",
              "fr": "Le {wd} {d} {mon} {y} à {h}, {name} <{address}> a écrit :\n"},
    "apple": {"en": "On {d} {mon} {y}, at {h}, {name} <{address}> wrote:\n",
              "de": "Am {dd}.{mm}.{y} um {h} schrieb {name} <{address}>:\n",
              "es": "El {d} {mon} {y}, a las {h}, {name} <{address}> escribió:\n",
              "fr": "Le {d} {mon} {y} à {h}, {name} <{address}> a écrit :\n"},
    "thunderbird": {"en": "On {dd}/{mm}/{y} {h}, {name} wrote:", "de": "Am {dd}.{mm}.{yy} um {h} schrieb {name}:",
                    "es": "El {d}/{m}/{yy} a las {h}, {name} escribió:", "fr": "Le {dd}/{mm}/{y} à {h}, {name} a écrit :"},
    "yahoo": {"en": "On {wday}, {d} {month} {y} at {h}:00 GMT, {name} <{address}> wrote:\n",
              "de": "Am {wday}, {d}. {month} {y}, {h}:00 MEZ hat {name} <{address}> Folgendes geschrieben:\n",
              "es": "En {wday}, {d} de {month} de {y}, {h}:00 CET, {name} <{address}> escribió:\n",
              "fr": "Le {wday} {d} {month} {y} à {h}:00 UTC+1, {name} <{address}> a écrit :\n"},
    "outlook": {"en": "From: {name} <{address}>\nSent: {wday}, {month} {d}, {y} {h12}\nTo: {to}\nSubject: {subject}\n",
                "de": "Von: {name} <{address}>\nGesendet: {wday}, {d}. {month} {y} {h}\nAn: {to}\nBetreff: {subject}\n",
                "es": "De: {name} <{address}>\nEnviado el: {wday}, {d} de {month} de {y} {h}\nPara: {to}\n"
                      "Asunto: {subject}\n",
                "fr": "De : {name} <{address}>\nEnvoyé : {wday} {d} {month} {y} {h}\nÀ : {to}\nObjet : {subject}\n"},
    "android": {"en": "-------- Original message --------\nFrom: {name} <{address}>\nDate: {dd}/{mm}/{y} {h} "
                      "(GMT+00:00)\nTo: {to}\nSubject: {subject}\n",
                "de": "-------- Ursprüngliche Nachricht --------\nVon: {name} <{address}>\nDatum: {dd}.{mm}.{yy} {h} "
                      "(GMT+01:00)\nAn: {to}\nBetreff: {subject}\n",
                "es": "-------- Mensaje original --------\nDe: {name} <{address}>\nFecha: {d}/{m}/{yy} {h} "
                      "(GMT+01:00)\nPara: {to}\nAsunto: {subject}\n",
                "fr": "-------- Message d'origine --------\nDe : {name} <{address}>\nDate : {dd}/{mm}/{y} {h} "
                      "(GMT+01:00)\nÀ : {to}\nObjet : {subject}\n"},
}
BARE = {"outlook", "android"}  # these put no mark before the lines


def local(mail, language):
    return mail.arrival + timedelta(hours=(mail.arrival < WINTER) + (language != "en"))


def named(header):
    name, _, rest = header.partition("<")
    return name.strip(' "'), rest.rstrip("> ")


def quote(mail, program, language, style):
    """What a program writes around an answered mail."""
    at = local(mail, language)
    name, address = named(mail.value("From"))
    at12 = at.strftime("%I:%M %p").lstrip("0")
    slots = {"wd": WEEKDAYS[language].split()[at.weekday()], "wday": LONG[language].split()[at.weekday()],
             "mon": MONTHS[language].split()[at.month - 1], "month": FULL[language].split()[at.month - 1],
             "d": at.day, "dd": f"{at.day:02}", "m": at.month, "mm": f"{at.month:02}", "y": at.year,
             "yy": at.year % 100, "h": at.strftime("%H:%M"), "h12": at12, "name": name, "address": address,
             "to": mail.value("To"), "subject": mail.value("Subject")}
    program = {"iphone": "apple"}.get(program, program if program in INTRO else "thunderbird")
    if style in ("bottom", "inline") and program in BARE:
        program = "thunderbird"
    intro = INTRO[program][language].format(**slots)
    if style == "inline":
        return intro
    text = next(text for kind, _, text in mail.parts if kind == "text")
    if mail.quotation and not mail.quotation.above:
        text += "\n" + mail.quotation.plain()
    return Quotation(intro, text, marked=program not in BARE, above=style == "bottom")

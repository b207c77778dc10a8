#!/usr/bin/env python3
"""match.py LOOP SAMPLE DIR [--rounds N]: how long it takes to find the terms of many rules; see scripts/bench filters.

200 texts of 3,000 bytes are strung together from the words of SAMPLE; a fifth of the rules' words are among them. Of
the rules 30 % are words, 30 % prefixes, 30 % phrases, 10 % regexes. The same rules are given to Tribune, to PCRE2, one
by one, to Hyperscan as caseless UTF-8 patterns, all at once, and, of phrases and words only, to Pigeonhole.
"""
import argparse
import os
import pathlib
import random
import resource
import shutil
import subprocess
import tempfile

from mails import sentences, words_by_language

SEED = 20261122
TEXTS = 200
TEXT_BYTES = 3000
COUNTS = [10, 100, 1000, 10000]
SYLLABLES = "an ber col dra est fen gro hal int jor kal lem mon nad orp pil qua rin sto tem urb vas wel xen yor zim".split()
SIEVE_RUNS = 5


class Terms:
    def __init__(self, known):
        self.rand = random.Random(SEED)
        self.known = sorted(word for word in known if word.isalpha() and len(word) > 3)

    def word(self):
        if self.rand.random() < 0.2:
            return self.rand.choice(self.known)
        return "".join(self.rand.choices(SYLLABLES, k=self.rand.randint(2, 4)))

    def rule(self, number):
        """The rule in Tribune's language, as a regex, and as what Sieve can look for."""
        one, two, kind = self.word(), self.word(), number % 10
        if kind < 3:
            return one, rf"\b{one}\b", one
        if kind < 6:
            return one[:6] + "*", rf"\b{one[:6]}", one[:6]
        if kind < 9:
            return f'"{one} {two}"', rf"\b{one}\W+{two}\b", f"{one} {two}"
        regex = self.rand.choice([rf"\b{one}\s+\d+", rf"({one}|{two})s?\s+{self.word()}",
                                  rf"{one}[- ]?{two}", rf"\b{one}\b.{{0,40}}\b{two}\b"])
        return f"/{regex}/", regex, one


def texts(pool, rand):
    made = []
    while len(made) < TEXTS:
        text = ""
        while len(text) < TEXT_BYTES:
            text += rand.choice(pool) + ("\n" if rand.random() < 0.2 else " ")
        made.append(text[:TEXT_BYTES])
    return made


def run(*command):
    return [float(value) for value in subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()]


SIEVE_CONFIG = """ssl = no
mail_uid = nobody
mail_gid = nogroup
mail_location = maildir:{folder}/md
plugin {{
  sieve_max_actions = 0
  sieve_max_script_size = 16M
}}
"""


def cpu_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def sieve(terms, text):
    """Microseconds for one script of TERMS on TEXT, less those of an empty one; it runs as nobody."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="tribune-sieve-"))
    shutil.chown(folder, "nobody", "nogroup")
    folder.chmod(0o755)
    config, mail = folder / "dovecot.conf", folder / "mail.eml"
    config.write_text(SIEVE_CONFIG.format(folder=folder))
    mail.write_text(f"From: a@b.example\nSubject: x\n\n{text}\n")

    def seconds(lines):
        script = folder / "test.sieve"
        script.write_text("\n".join(lines) + "\n")
        subprocess.run(["sievec", "-c", config, script], check=True)
        best = float("inf")
        for _ in range(SIEVE_RUNS):
            before = cpu_seconds()
            subprocess.run(["sieve-test", "-c", config, script, mail], check=True, capture_output=True)
            best = min(best, cpu_seconds() - before)
        return best
    head = ['require ["body", "imap4flags"];']
    tests = [f'if body :text :contains "{term}" {{ addflag "t"; }}' for term in terms]
    taken = seconds(head + tests) - seconds(head)
    shutil.rmtree(folder)
    return taken * 1e6


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("loop")
    parser.add_argument("sample", type=pathlib.Path)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--rounds", default="5")
    args = parser.parse_args()
    words = [word for some in words_by_language(args.sample).values() for word in some]
    made = texts(sentences(words, random.Random(SEED), 2000), random.Random(SEED))
    (args.folder / "texts").write_text("\f".join(made))
    terms = Terms({word.strip(".,?!").lower() for word in words})
    rules = [terms.rule(number) for number in range(max(COUNTS))]
    print("| rules | Tribune us | compile ms | from cache ms | PCRE2 one by one us | Hyperscan, all patterns us"
          " | its compile ms | Pigeonhole us | of PCRE2 |")
    print("|---|---|---|---|---|---|---|---|---|")
    for count in COUNTS:
        files = {}
        for name, column in ("rules", 0), ("patterns", 1):
            files[name] = args.folder / f"{name}-{count}"
            files[name].write_text("\n".join(rule[column] for rule in rules[:count]) + "\n")
        cache = args.folder / f"cache-{count}"
        one = (args.loop, "tribune", files["rules"], args.folder / "texts", args.rounds, cache)
        cold, warm = run(*one), run(*one)
        rounds = args.rounds if count < 1000 else "1"
        pcre2 = run(args.loop, "pcre2", files["patterns"], args.folder / "texts", rounds)
        scan = run(args.loop, "hyperscan", files["patterns"], args.folder / "texts", args.rounds)
        other = "-"
        if shutil.which("sieve-test") and os.geteuid() == 0 and count <= 1000:
            other = f"{sieve([rule[2] for rule in rules[:count]], made[0]):,.0f}"
        print(f"| {count:,} | {warm[1]:.1f} | {cold[0]:,.0f} | {warm[0]:.1f} | {pcre2[1]:,.0f} | {scan[1]:.1f} |"
              f" {scan[0]:,.0f} | {other} | 1/{pcre2[1] / warm[1]:.0f} |", flush=True)


if __name__ == "__main__":
    main()

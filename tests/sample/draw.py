"""Chance from a fixed seed: the same key draws the same, whatever else is drawn."""
import hashlib
from datetime import date, datetime, timedelta, timezone

YEAR = 2026
# by the hour, 0 to 23, local time; by the day, Monday to Sunday
HOURS = [1, 0, 0, 0, 0, 2, 6, 12, 17, 18, 16, 13, 11, 11, 13, 14, 14, 13, 13, 13, 13, 12, 8, 3]
DAYS = [26, 20, 18, 17, 16, 8, 5]
WINTER = datetime(YEAR, 10, 25, 1, tzinfo=timezone.utc)


class Draw:
    def __init__(self, *key):
        self.key, self.count = "\0".join(map(str, key)), 0

    def number(self, low, high):
        """A whole number from low to high, both included."""
        self.count += 1
        digest = hashlib.sha256(f"{self.key}\0{self.count}".encode()).digest()
        return low + int.from_bytes(digest[:8], "big") % (high - low + 1)

    def chance(self, percent):
        return self.number(1, 100) <= percent

    def pick(self, pool):
        return pool[self.number(0, len(pool) - 1)]

    def weighted(self, weights):
        at = self.number(1, sum(weights))
        for index, weight in enumerate(weights):
            at -= weight
            if at <= 0:
                return index
        raise AssertionError("weights")


def utc(local, east=0):
    """A local time in Dublin (or, east 1, on the continent) as UTC."""
    winter = local.replace(tzinfo=timezone.utc) - timedelta(hours=east) >= WINTER
    return local.replace(tzinfo=timezone.utc) - timedelta(hours=east if winter else east + 1)


def parse_when(text):
    """"MM-DD..MM-DD:weight, ..." as (day, weight a day)."""
    days = []
    for segment in text.split(","):
        span, weight = segment.strip().split(":")
        first, last = (date(YEAR, *map(int, end.split("-"))) for end in span.split(".."))
        days += [(first + timedelta(days=n), int(weight)) for n in range((last - first).days + 1)]
    return days


def days_of(when, count, key):
    """count days spread over the span as its weights say, no two runs of luck: one from each equal share."""
    weighed = [(day, weight * DAYS[day.weekday()]) for day, weight in parse_when(when)]
    total, days = sum(weight for _, weight in weighed), []
    for n in range(count):
        at = Draw("day", key, n).number(total * n // count, total * (n + 1) // count - 1)
        for day, weight in weighed:
            at -= weight
            if at < 0:
                days.append(day)
                break
    return days


def moment(day, draw, east):
    local = datetime(day.year, day.month, day.day, draw.weighted(HOURS), draw.number(0, 59), draw.number(0, 59))
    return utc(local, east)


def office_time(at, draw):
    """The first moment at or after at when somebody sits in the office."""
    local = at.replace(tzinfo=None)
    if local.hour >= 17:
        local = (local + timedelta(days=1)).replace(hour=9, minute=draw.number(0, 59))
    if local.hour < 9:
        local = local.replace(hour=9, minute=draw.number(5, 59))
    while local.weekday() >= 5:
        local += timedelta(days=1)
    return local.replace(tzinfo=timezone.utc)

# Expands recurrence rules with python-dateutil in wall time, then places them with zoneinfo. Reads a JSON list of cases, prints one
# list of answers. A `suspect` case is answered a second time by a look at each day, as RFC 5545 words it: see rules.rs for why.
import datetime, json, sys, types
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import dateutil.rrule as library

# The library looks for dates that never come until this year.
library.datetime = types.SimpleNamespace(**vars(datetime))
library.datetime.MAXYEAR = 2030
UTC = ZoneInfo("UTC")
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def placed(wall, zone):
    # fold=0 is the first of the two in a fold, and the offset before a gap.
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def parts_of(text):
    return dict(part.split("=") for part in text.split(";"))


def by_library(case, text, start, end, zone):
    """Dates of one rule, UNTIL applied to instants."""
    parts = parts_of(text)
    until = parts.pop("UNTIL", None)
    rule = library.rrulestr(";".join(f"{key}={value}" for key, value in parts.items()), dtstart=start)
    last = datetime.datetime.strptime(until.rstrip("Z"), "%Y%m%dT%H%M%S" if "T" in until else "%Y%m%d") if until else None
    for wall in rule:
        if wall >= end:
            return
        if last and (placed(wall, zone) > last.replace(tzinfo=UTC) if until.endswith("Z") else wall > last):
            return
        yield wall


def numbers(parts, key):
    return [int(number) for number in parts[key].split(",")] if key in parts else []


def day_by_day(text, start, end, zone):
    """The same, each day looked at by itself; a rule that names weeks counts in years of whole weeks."""
    parts = parts_of(text)
    frequency, interval = parts["FREQ"], int(parts.get("INTERVAL", 1))
    week_start = DAYS.index(parts.get("WKST", "MO"))
    months, month_days, year_days = (numbers(parts, key) for key in ["BYMONTH", "BYMONTHDAY", "BYYEARDAY"])
    weeks, positions = numbers(parts, "BYWEEKNO"), numbers(parts, "BYSETPOS")
    weekdays = [(int(day[:-2] or 0), DAYS.index(day[-2:])) for day in parts.get("BYDAY", "").split(",") if day]
    if not (month_days or year_days or weekdays):
        if frequency == "WEEKLY" or weeks:
            weekdays = [(0, start.weekday())]
        elif frequency != "DAILY":
            month_days = [start.day]
            months = months or ([start.month] if frequency == "YEARLY" else [])
    hours, minutes = numbers(parts, "BYHOUR") or [start.hour], numbers(parts, "BYMINUTE") or [start.minute]
    times = sorted(datetime.time(hour, minute) for hour in hours for minute in minutes)

    def week_of(day):
        return day - timedelta((day.weekday() - week_start) % 7)

    def length_of_year(year):
        return (date(year + 1, 1, 1) - date(year, 1, 1)).days

    def period(day):
        fourth = week_of(day) + timedelta(3)
        first = week_of(start.date()) + timedelta(3)
        return {
            "DAILY": (day - start.date()).days,
            "WEEKLY": (week_of(day) - week_of(start.date())).days // 7,
            "MONTHLY": day.year * 12 + day.month - start.year * 12 - start.month,
            "YEARLY": fourth.year - first.year if weeks else day.year - start.year,
        }[frequency]

    def is_listed(numbers, place, length):
        return not numbers or place in numbers or place - length - 1 in numbers

    def fits(day):
        if months and day.month not in months or weekdays and day.weekday() not in [weekday for _, weekday in weekdays]:
            return False
        in_year, year = day.timetuple().tm_yday, length_of_year(day.year)
        month = (date(day.year + day.month // 12, day.month % 12 + 1, 1) - day.replace(day=1)).days
        fourth = week_of(day) + timedelta(3)
        week, last = (fourth.timetuple().tm_yday - 1) // 7 + 1, length_of_year(fourth.year)
        from_last = -((last - fourth.timetuple().tm_yday) // 7 + 1)
        place, length = (day.day, month) if months or frequency == "MONTHLY" else (in_year, year)
        nth, from_end = (place - 1) // 7 + 1, -((length - place) // 7 + 1)
        return (
            is_listed(month_days, day.day, month)
            and is_listed(year_days, in_year, year)
            and (not weeks or week in weeks or from_last in weeks)
            and (not weekdays or any(day.weekday() == weekday and number in (0, nth, from_end) for number, weekday in weekdays))
            and period(day) % interval == 0
        )

    until = parts.get("UNTIL")
    count = int(parts.get("COUNT", 10**9))
    last = datetime.datetime.strptime(until.rstrip("Z"), "%Y%m%dT%H%M%S" if "T" in until else "%Y%m%d") if until else None
    if until and "T" not in until:
        last += timedelta(days=1, seconds=-1)
    day = start.date() - timedelta(400 if positions else 0)
    groups = {}
    while datetime.datetime.combine(day, datetime.time()) < end + timedelta(400 if positions else 0):
        if fits(day):
            walls = [datetime.datetime.combine(day, time) for time in times]
            groups.setdefault(period(day) if positions else day, []).extend(walls)
        day += timedelta(1)
    for walls in groups.values():
        chosen = walls
        if positions:
            indices = {place - 1 if place > 0 else len(walls) + place for place in positions}
            chosen = [walls[index] for index in sorted(indices) if 0 <= index < len(walls)]
        for wall in chosen:
            if wall < start:
                continue
            if wall >= end or count == 0:
                return
            if last and (placed(wall, zone) > last.replace(tzinfo=UTC) if until.endswith("Z") else wall > last):
                return
            count -= 1
            yield wall


def answer(case, expand, as_instants):
    zone = ZoneInfo(case["zone"])
    start, end, first = (datetime.datetime.fromisoformat(case[key]) for key in ["start", "end", "from"])
    walls = {wall for text in case["rules"] for wall in expand(text, start, end, zone)} or (set() if case["rules"] else {start})
    if as_instants:  # what the clocks put onto another is left out
        walls = {w for w in walls if (p := placed(w, zone).astimezone(zone).replace(tzinfo=None)) == w or p not in walls}
    skipped = lambda wall: any(wall.isoformat().startswith(skip) for skip in case["skip"])
    walls = sorted(wall for wall in walls if not skipped(wall))
    also = {datetime.datetime.fromisoformat(also) for also in case["also"]}
    by_rule = [(wall, 0 if wall in also else number + 1) for number, wall in enumerate(walls) if wall >= first]
    numbered = [(placed(wall, zone).isoformat(), number) for wall, number in by_rule]
    more = [(placed(wall, zone).isoformat(), 0) for wall in also if first <= wall < end and wall not in walls]
    return sorted(numbered + more)


answers = []
for case in json.load(sys.stdin):
    by_dateutil = lambda text, start, end, zone: by_library(case, text, start, end, zone)
    mine = answer(case, by_dateutil, False)
    answers.append([mine, answer(case, day_by_day, len(case["rules"]) > 1) if case["suspect"] else None])
json.dump(answers, sys.stdout)

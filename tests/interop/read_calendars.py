"""What the readers of Debian make of a calendar: icalendar, vobject (both expanded with dateutil, in wall time) and khal.

Arguments: the calendar, an empty folder for khal, first and last day. Answers with JSON: for each reader the sorted lines
`TITLE UTC` of what starts in these days (cancelled dates left out).
"""
import datetime
import json
import os
import subprocess
import sys

import icalendar
import vobject
from dateutil import rrule

CALENDAR, FOLDER, FIRST, LAST = sys.argv[1:5]
UTC = datetime.timezone.utc
BEGIN = datetime.datetime.fromisoformat(FIRST).replace(tzinfo=UTC)
END = datetime.datetime.fromisoformat(LAST).replace(tzinfo=UTC) + datetime.timedelta(days=1)
text = open(CALENDAR, newline="").read()


def line(title, at):
    return f"{title} {at.astimezone(UTC):%Y-%m-%dT%H:%MZ}" if BEGIN <= at < END else None


def expand(start, rules, also, left_out, singles, place):
    """Instants of a master, all arguments in naive wall time; `place` puts one into its zone, singles replace theirs."""
    rules_set = rrule.rruleset()
    for rule in rules:
        parts = dict(part.split("=") for part in rule.split(";"))
        if "UNTIL" in parts:
            until = datetime.datetime.strptime(parts["UNTIL"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            parts["UNTIL"] = until.astimezone(place(start).tzinfo).strftime("%Y%m%dT%H%M%S")
        rules_set.rrule(rrule.rrulestr(";".join(f"{key}={value}" for key, value in parts.items()), dtstart=start))
    if not rules:
        rules_set.rdate(start)
    for at in also:
        rules_set.rdate(at)
    for at in left_out:
        rules_set.exdate(at)
    limit = END.replace(tzinfo=None) + datetime.timedelta(days=3)
    for at in rules_set:
        if at > limit:
            break
        if at not in singles:
            yield place(at)
    yield from (at for at in singles.values() if at is not None)


def naive(at):
    return at.replace(tzinfo=None)


def by_icalendar():
    calendar = icalendar.Calendar.from_ical(text)
    zones = {str(zone["TZID"]): zone.to_tz() for zone in calendar.walk("VTIMEZONE")}
    events = list(calendar.walk("VEVENT"))
    found = []
    for master in (event for event in events if "RECURRENCE-ID" not in event):
        if master.get("STATUS") == "CANCELLED":
            continue
        zone = zones[master["DTSTART"].params["TZID"]]
        place = lambda at, zone=zone: zone.localize(at)
        listed = lambda name: [naive(at.dt) for one in as_list(master.get(name)) for at in one.dts]
        rules = [rule.to_ical().decode() for rule in as_list(master.get("RRULE"))]
        singles = {}
        for single in events:
            if single["UID"] == master["UID"] and "RECURRENCE-ID" in single:
                start = single["DTSTART"]
                at = place(naive(start.dt)) if "TZID" in start.params else start.dt
                singles[naive(single["RECURRENCE-ID"].dt)] = None if single.get("STATUS") == "CANCELLED" else at
        for at in expand(naive(master["DTSTART"].dt), rules, listed("RDATE"), listed("EXDATE"), singles, place):
            found.append(line(str(master["SUMMARY"]), at))
    return found


def as_list(value):
    return [] if value is None else value if isinstance(value, list) else [value]


def by_vobject():
    calendar = vobject.readOne(text)
    found = []
    cancelled = lambda event: getattr(event, "status", None) is not None and event.status.value == "CANCELLED"
    for master in (event for event in calendar.vevent_list if not hasattr(event, "recurrence_id")):
        if cancelled(master):
            continue
        start = master.dtstart.value
        place = lambda at, zone=start.tzinfo: at.replace(tzinfo=zone)
        listed = lambda name: [naive(at) for one in master.contents.get(name, []) for at in one.value]
        rules = [one.value for one in master.contents.get("rrule", [])]
        singles = {
            naive(one.recurrence_id.value): None if cancelled(one) else one.dtstart.value
            for one in calendar.vevent_list
            if one.uid.value == master.uid.value and hasattr(one, "recurrence_id")
        }
        for at in expand(naive(start), rules, listed("rdate"), listed("exdate"), singles, place):
            found.append(line(master.summary.value, at))
    return found


def by_khal():
    config = os.path.join(FOLDER, "config")
    with open(config, "w") as out:
        out.write(
            f"[calendars]\n[[one]]\npath = {FOLDER}/calendar\n[sqlite]\npath = {FOLDER}/khal.db\n"
            "[locale]\ntimeformat = %H:%M\ndateformat = %d.%m.\nlongdateformat = %Y-%m-%d\ndatetimeformat = %d.%m. %H:%M\n"
            "longdatetimeformat = %Y-%m-%dT%H:%M\ndefault_timezone = UTC\nlocal_timezone = UTC\n[default]\ndefault_calendar = one\n"
        )
    os.makedirs(f"{FOLDER}/calendar")
    environment = {"HOME": FOLDER, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    run = lambda *words: subprocess.run(["khal", "-c", config, *words], env=environment, capture_output=True, text=True)
    imported = run("import", "--batch", "-a", "one", CALENDAR)
    assert imported.returncode == 0, imported.stderr
    listed = run("list", "--format", "@{title}|{start-long}|{status}", FIRST, f"{(END - BEGIN).days}d")
    assert listed.returncode == 0, listed.stderr
    found = []
    for row in listed.stdout.splitlines():
        if row.startswith("@") and "CANCELLED" not in row.upper():
            title, start = row[1:].split("|")[:2]
            found.append(line(title, datetime.datetime.fromisoformat(start.strip()).replace(tzinfo=UTC)))
    return set(found)  # one over midnight is listed on both days


answer = {name: sorted(filter(None, read())) for name, read in (("icalendar", by_icalendar), ("vobject", by_vobject), ("khal", by_khal))}
print(json.dumps(answer))

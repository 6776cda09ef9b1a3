# One week, years after the start, of a thousand weekly rules: microseconds of the fastest round, with python-dateutil.
import datetime, sys, time
from dateutil.rrule import rrulestr

days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
monday = datetime.datetime(2020, 1, 6)
starts = [monday + datetime.timedelta(days=n % 7, hours=8 + n % 12, minutes=n % 60) for n in range(1000)]
rules = [rrulestr(f"FREQ=WEEKLY;BYDAY={days[n % 7]}", dtstart=start) for n, start in enumerate(starts)]
day = datetime.datetime(2020 + int(sys.argv[1]), 1, 6)
begin = day - datetime.timedelta(day.weekday())
end = begin + datetime.timedelta(7, microseconds=-1)
least = float("inf")
for _ in range(2):
    before = time.perf_counter()
    found = sum(len(rule.between(begin, end, inc=True)) for rule in rules)
    least = min(least, time.perf_counter() - before)
    assert found == 1000
print(least * 1e6)

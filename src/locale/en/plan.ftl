plan-expected = expected { $expected }, found `{ $found }`
plan-expected-found-nothing = expected { $expected }, found nothing
plan-a-frequency = `FREQ=DAILY`, `WEEKLY`, `MONTHLY` or `YEARLY`
plan-a-weekday = a weekday such as `MO`
plan-a-number = a whole number from { $least } to { $most } for { $part }
plan-a-part = a part such as `COUNT=8`
plan-an-until = a date such as `20200519`, or `20200519T203000`, for UNTIL
plan-times-a-day = at most { $most } times a day
plan-weekday-number = a weekday numbered from { $least } to { $most } such as `2TU`
plan-frequency-hint = a rule begins with its frequency, for example FREQ=WEEKLY;BYDAY=MO
plan-several-times-a-day-hint = several times a day are written FREQ=DAILY;BYHOUR=9,14
plan-weekdays-hint = weekdays in a rule are MO TU WE TH FR SA SU (RFC 5545)
plan-until-hint = without hyphens; with `Z` at the end it is UTC, without it the wall time of the series
plan-unknown-part = unknown part `{ $part }` in the rule
plan-parts-hint = a rule has { $parts } (RFC 5545)
plan-nearest-hint = did you mean `{ $nearest }`?
plan-part-twice = { $part } stands twice in the rule
plan-unfit-parts = `{ $part }` and `{ $beside }` do not go together in a rule
plan-unfit-hint = leave one of them out; several rules go into rules = [ … ]
plan-count-and-until = COUNT and UNTIL stand in the same rule
plan-count-and-until-hint = keep one: COUNT for a number of dates, UNTIL for the last day
plan-setpos-alone = BYSETPOS has nothing to choose from
plan-setpos-alone-hint = it takes one of several dates, for example FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1
plan-rule-too-long = the rule is longer than { $limit } characters
plan-whole-minutes = sessions begin on whole minutes, so BYSECOND can only be 0, found { $found }
plan-whole-minutes-hint = leave BYSECOND out
plan-rule-without-dates = the rule `{ $rule }` never gives a date
plan-rule-without-dates-hint = its parts exclude one another, or it ends before its first date
plan-ends-before-start = the rule ends on { $until }, before the start on { $start }
plan-ends-before-start-hour = the rule ends on { $date } at { $until }, before the start at { $start }
plan-too-many-dates = the series `{ $series }` has more than { $limit } dates in this time
plan-series-left-out = none of its dates is shown here
plan-no-such-time = { $entry } in the series `{ $series }` names { $time }, which its rule does not give
plan-no-such-time-hint = it counts by the time of the rule, before any change; temoin agenda --series { $series } lists them
plan-cycle-too-few = the group `{ $group }` finds { $found } open dates until the end of { $year }; it needs { $sessions }
plan-cycle-too-few-hint = name fewer closed days in the cycle's file, or in library.toml
plan-not-an-occurrence = expected an occurrence such as `nadia@2020-03-28T20:30`, `nadia@2020-03-28` or `nadia#9`, found `{ $found }`
plan-not-an-occurrence-hint = temoin agenda shows the ids
plan-no-such-occurrence = the series `{ $series }` has no occurrence `{ $found }`
plan-no-such-occurrence-hint = temoin agenda --series { $series } shows its dates
plan-several-occurrences = `{ $found }` names { $number } occurrences
plan-several-occurrences-hint = name one of them: { $ids }
plan-unknown-series = expected the id of a series, found `{ $found }`
plan-unknown-series-hint = temoin agenda shows the series; each is a file in series/
plan-unknown-chain = the series `{ $series }` has no chain `{ $chain }`
plan-known-chains-hint = its chains: { $chains }
remind-in = In { $length }: { $what }
remind-now = Now: { $what }
remind-since = Since { $length }: { $what }
remind-late = { $length } late: { $what }
remind-watches = Says when a session is due, and when one is late. Ctrl+C ends it.
remind-comment = Says when a session is due
remind-installed = Written: { $path }. The reminders begin with the next login to the desktop.
remind-removed = Taken away: { $path }
remind-none = Nothing to take away: { $path } is not there
remind-runs = process { $pid } reminds of this library already
remind-runs-hint = one is enough; it notices changed files by itself
remind-no-program = where this program lies cannot be found out
remind-no-autostart = this system has no folder for programs that start with the desktop
remind-no-autostart-hint = put `temoin remind` among the login items, or `temoin remind --once` into a crontab
remind-path-unfit = this path cannot stand in an autostart file
remind-path-unfit-hint = rename it, so that it holds no line end and only Unicode

## Calendars (.ics)
ics-no-calendar = expected a calendar, which begins with BEGIN:VCALENDAR
ics-no-calendar-hint = export it again as iCalendar (.ics)
ics-too-deep = more than { $limit } things stand one inside the other here
ics-too-many = this calendar holds more than { $limit } entries
ics-too-many-hint = export fewer calendars or years, or take them over in parts
ics-many-series = this calendar holds more than { $limit } series
ics-many-dates = more than { $limit } dates are listed here
ics-long-line = this line is longer than { $limit } KiB
ics-wrong-end = expected the end of { $expected } from line { $line }, found that of { $found }
ics-end-alone = the end of { $found } stands here, which never began
ics-outside = this stands outside of any calendar
ics-no-line = expected a line such as `NAME:value`, found `{ $found }`
ics-broken-off = { $found } begins here and never ends: the file is broken off
ics-broken-off-hint = what stands before it is read; export the calendar again for the rest
ics-zone = unknown time zone `{ $found }`
ics-zone-differs = this calendar says of { $name } what its clocks do not show: its times are taken as it says, in { $zone }
ics-zone-kept = this calendar says of { $name } what no clocks show: its times are taken as those of { $name }
ics-zone-differs-hint = look whether they are meant so, and ask for the calendar anew where they are not
ics-second-hour = { $time } in UTC is the second of two equal hours in { $zone }; a date here can only have the first
ics-zone-hint = a zone is called as in Europe/Brussels; change it there or here, and take the calendar over again
ics-no-time = { $name }: expected a time such as 20200328T203000, found `{ $found }`
ics-no-time-hint = with `Z` at the end it is UTC; a day alone is 20200328
ics-no-uid = an event without UID; it is left out
ics-no-start = an event without DTSTART; it is left out
ics-no-master = a single date of a series that this calendar does not hold; it is left out
ics-no-master-hint = export the whole calendar instead of one date
ics-whole-day = an event of whole days is no talk; it is left out
ics-whole-day-hint = a calendar of holidays goes into closed = [ … ] of library.toml
ics-long-holiday = more than { $limit } days are closed by one event; it is left out
ics-length = expected an end behind the start, a year at most
ics-exrule = EXRULE is not read; the event is left out
ics-exrule-hint = RFC 5545 has given it up; dates that do not take place are EXDATE
ics-range = a change of this date and all later ones (RANGE) is not read from calendars
ics-range-hint = shift it here: temoin plan shift
ics-cancelled = “{ $title }” is cancelled as a whole; nothing is changed
ics-hangs-on = “{ $title }” hangs on the series `{ $series }` and differs from it; it is left as it is
ics-hangs-on-hint = move the date that it hangs on, or edit the [[chain]] in its file
ics-rule-of-file = the rule of the series `{ $series }` was changed; its file says more than a calendar can, and stays
ics-rule-of-file-hint = change the series here: closed days that push the rest on, and shifts, have no words in calendars
ics-own-length = “{ $title }”: the date of { $date } has a length of its own, which is not kept
ics-many-listed = the events up to this one list { $limit } dates, and a calendar with more is taken over only so far; take it over in parts
ics-someone = someone
ics-too-large = a calendar of { $bytes } bytes is written, and none with more than { $limit } is taken over again
ics-too-large-hint = write fewer series, each with `--series`, or fewer of the dates that are listed one by one
ics-unmet = “{ $title }” leaves out { $count ->
        [one] a date that its rule does not give: { $date }
       *[other] { $count } dates that its rule does not give, the first is { $date }
    }
ics-listed = no calendar rule says where the dates of `{ $series }` lie; they are listed one by one up to { $date }
plan-role = { $role }: { $person }
ics-uid-twice = another event has the same UID; this one is not taken over: { $title }

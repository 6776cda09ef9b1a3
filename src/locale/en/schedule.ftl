# What the screen says: Plan.

## A series in words; what the form reads back.
schedule-repeat-once = once
schedule-repeat-days = { NUMBER($every) ->
    [1] every day
    [2] every other day
   *[other] every { $every } days
}
schedule-on-weekday = { $day }
schedule-repeat-rule = by the rule { $rule }
schedule-span-endless = without end
schedule-span-count = { $count ->
    [one] { $count } time
   *[other] { $count } times
}
schedule-span-until = until { $last }
schedule-fewer = { $left ->
    [one] One date is left out: { $kept } take place.
   *[other] { $left } dates are left out: { $kept } take place.
}
schedule-without = Not on { $dates }.
schedule-repeat-working = { $pace ->
    [each] every weekday
   *[longer] Monday to Friday
}
schedule-repeat-weekday = { $pace ->
    [each] every { $day }
    [other] every other { $day }
   *[longer] { $day }
}
schedule-repeat-weekdays = { $pace ->
    [each] every { $days }
   *[longer] { $days }
}
schedule-nth = { NUMBER($number) ->
    [1] first
    [2] second
    [3] third
    [4] fourth
    [5] fifth
    [-1] last
   *[other] { NUMBER($number, type: "ordinal") ->
        [one] { $number }st
        [two] { $number }nd
        [few] { $number }rd
       *[other] { $number }th
    }
}
rule-at = { $days } at { $times }
rule-and-also = { $head }, and also { $rule }
rule-or = { $head } or { $last }
rule-day = day
rule-working-day = weekday
rule-weekend-day = weekend day
rule-nth = the { $nth } { $noun }
rule-second-last = the second to last { $noun }
rule-from-the-end = { $what } from the end
rule-of-month = { $days } of the month
rule-of-year = { $days } of the year
rule-year-days = { $days } of the year
rule-month-day = the { NUMBER($day, type: "ordinal") ->
    [one] { $day }st
    [two] { $day }nd
    [few] { $day }rd
   *[other] { $day }th
}
rule-month-days = { NUMBER($every) ->
    [1] every month on { $days }
   *[other] { $days } of the month
}
rule-date-day = { $day }
rule-dates = { NUMBER($every) ->
    [1] every year on { $days } { $month }
   *[other] on { $days } { $month }
}
rule-days-of-weeks = { $days } of { $weeks }
rule-week = week { $number }
rule-last-week = the last week of the year
rule-week-from-end = the { NUMBER($nth, type: "ordinal") ->
    [one] { $nth }st
    [two] { $nth }nd
    [few] { $nth }rd
   *[other] { $nth }th
} week from the end of the year
rule-every-weeks = { NUMBER($every) ->
    [2] every other week
   *[other] every { $every } weeks
}
rule-every-months = { NUMBER($every) ->
    [2] every other month
   *[other] every { $every } months
}
rule-every-years = { NUMBER($every) ->
    [2] every other year
   *[other] every { $every } years
}
rule-month = { $month }
rule-but-months = except in { $months }
rule-but-weekday = every day except { $day }
rule-no-weekday = { $day }s
rule-but-weekdays = except on { $days }
rule-in-months = in { $months }
rule-a-weekday = a { $day }
rule-only-if = only if it is { $days }
rule-only = only { $which } of { $unit ->
    [day] each day
    [week] each week
    [month] each month
   *[year] each year
}
rule-week-start = weeks beginning on { $day }
schedule-once = { $repeat }, on { $date } at { $time }
schedule-from = from { $first }
schedule-except = except { $dates }
schedule-plus = plus { $dates }
schedule-sentence = { $words }.
schedule-then-at = Since { $date }, at { $time }.
schedule-then-earlier = Since { $date }, { $length } earlier.
schedule-then-later = Since { $date }, { $length } later.
schedule-on-date = { $date }
schedule-from-to = { $first } to { $last }
schedule-on-date-at = { $date } at { $time }
schedule-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
schedule-and = { $head } and { $last }
schedule-nor = { $head } or { $last }
schedule-and-more = { $head } and { $more } more
schedule-closed-day = Closed on { $date }
schedule-closed-days = Closed { $first } to { $last }
schedule-closed-skip = { $when }: nothing on those days.
schedule-closed-shift = { $when }: the rest shifts.
schedule-closed-keep = { $when }: this series takes place all the same.

## What is typed
schedule-a-repeat = days such as “every day” or “Monday and Thursday”
schedule-a-repeat-hint = also “weekdays”, “every other Tuesday”, “first Thursday of the month”, “once”
schedule-a-date = a date such as “28 March”
schedule-a-date-hint = also “28/3”, “2020-03-28”, “tomorrow”, “Monday”
schedule-a-time = a time such as “20:30”
schedule-a-time-hint = also “8pm”, “20h30”, “noon”
schedule-a-length = a length such as “45 min” or “1h30”
schedule-a-length-hint = a number alone counts minutes; a week at most
schedule-a-chain = a session that hangs on each date, such as “Preparation -1w 30m”
schedule-a-chain-hint = a title, then how long before (-) or after (+), then its length: 30m, 1h30
schedule-a-rota = a role and who has it in turn, such as `leader=lise,paul`
schedule-a-rota-hint = ids of people, parted by commas
schedule-a-span = an end such as “60 times” or “until 19 May”
schedule-a-span-hint = “endless” where the series has none; { $most } times at most
schedule-a-skip = dates such as “1 May, 8 May”
schedule-a-skip-hint = each with its day and month; empty: none
schedule-a-move = a time or a date such as “18:00” or “tomorrow 18:00”
schedule-a-move-hint = the rest stays: “18:00”, “Thu 20:30”, “2 April”
schedule-other-weekday = { $date } is a { $weekday }

## What was done
schedule-added = Added: { $title }.
schedule-changed = Changed: { $title }.
schedule-as-it-was = Nothing differs: { $title } stays as it is.
schedule-continued = { $title } ends; from { $date } on the series `{ $id }` continues it.
schedule-changed-from = Changed: { $title }, from { $date }, { $time } on.
schedule-moved = Moved: { $title }, { $date }, { $time }.
schedule-cancelled = Cancelled: { $title }, { $date }, { $time }.
schedule-restored = Restored: { $title }, { $date }, { $time }.
schedule-shifted = Shifted with all that follows: { $title }, { $date }, { $time }.
schedule-imported = From the calendar: { $added } new, { $changed } changed.
schedule-act-imported = taking a calendar over ({ $added } new, { $changed } changed)
schedule-removed = Moved to the trash: { $title }.
schedule-cycle-nothing = Cycle { $cycle }: nothing to do, everything is as the file says.
schedule-turned = { $title }, { $date }: { $role } is { $person }.
schedule-turned-back = { $title }, { $date }: { $role } is again whoever is proposed.
schedule-cycled = { $series ->
    [0] Cycle { $cycle }: nothing to change in its series.
    [one] Cycle { $cycle }: { $series } series written.
   *[other] Cycle { $cycle }: { $series } series written.
}
schedule-undone = Undone: { $what }.
schedule-act-added = adding “{ $title }”
schedule-act-changed = changing “{ $title }”
schedule-act-moved = moving “{ $title }” to { $date }, { $time }
schedule-act-cancelled = cancelling “{ $title }” on { $date }, { $time }
schedule-act-restored = restoring “{ $title }” on { $date }, { $time }
schedule-act-shifted = shifting “{ $title }” to { $date }, { $time }, and all that follows
schedule-act-removed = moving “{ $title }” to the trash
schedule-act-turned = the turn of { $role } in “{ $title }” on { $date }
schedule-act-cycled = the cycle “{ $cycle }”

## What is not done
schedule-no-title = a series needs a title
schedule-no-title-hint = a title such as “Nadia, evenings”; the name of its file comes from it
schedule-names-taken = all names from { $id } on are taken
schedule-has-session = { $title }, { $date }: its session is there already, so it stays where it is
schedule-later-has-session = an occurrence behind { $date } has its session already
schedule-continue-later-hint = continue from a later day on
schedule-over = all dates of this series lie before that day
schedule-later-has-session-hint = shift from a later occurrence on
schedule-chain = this session moves with the occurrence on which it hangs
schedule-chain-hint = move { $id }
schedule-cancelled-already = this occurrence is cancelled already
schedule-as-by-rule = this occurrence is neither moved nor cancelled
schedule-stays = nothing moves: this is the same time
schedule-too-far = { $date } is out of reach: expected a year from { $first } to { $last }
schedule-begun = this series has begun: its past dates change no more
schedule-begun-hint = shift the rest from one occurrence on, or let another series continue it: temoin plan edit SERIES --every WORDS --from DAY
schedule-nothing-left = this series has no occurrence to come whose time could change
schedule-changed-dates = this series would have no occurrence on { $date } any more, which was moved or cancelled
schedule-changed-dates-hint = restore it first
schedule-edited-since = this file was edited since, elsewhere; nothing is undone
schedule-edited-since-hint = change it in its form or in the editor; nothing is lost
schedule-cycle-taken = `{ $id }` is the id of a group, but also of a series that this cycle has not made
schedule-cycle-taken-hint = give the group another id, or move the series away with temoin plan remove
schedule-no-such-role = the series `{ $series }` has no role `{ $role }` that goes round
schedule-no-rota-hint = temoin plan edit SERIES --rota leader=lise,paul adds one
schedule-known-roles-hint = its roles: { $roles }

## The screen
schedule-nothing-to-undo = There is nothing to undo.
schedule-no-date-chosen = No occurrence on that day: the arrows choose one.
schedule-no-clash = Nothing that needs a look: no clash to come.
schedule-no-series = No series yet. { $key } adds one.
schedule-months = { $first } to { $last }
schedule-was-at = was at { $time }
schedule-was-on = was on { $date }, { $time }
schedule-clash-person = { $who } also has, at { $time }: { $title }
schedule-clash-place = { $place } is also taken, at { $time }: { $title }
schedule-clash-rest = { $who } has only { $rest } of rest, at { $time }: { $title }
schedule-clash-heavy = third heavy evening in a row for { $who }
schedule-clash-heavy-more = at least the fourth heavy evening in a row for { $who }
schedule-clash-person-short = { $who } also has { $title }
schedule-clash-place-short = { $place }: also { $title }
schedule-clash-rest-short = { $who } has only { $rest } of rest
schedule-clash-heavy-short = { $who }: 3rd heavy evening in a row
schedule-clash-heavy-more-short = { $who }: more than 3 heavy evenings in a row
schedule-closed-kept = closed day, takes place all the same
schedule-closed-left-out = closed day{ $way ->
    [shift] {""}: the rest shifts
   *[skip] , does not take place
}
schedule-closed-until = closed until { $last }: { $way ->
    [shift] the rest shifts
   *[skip] { $count } dates do not take place
}
schedule-day-closed = closed
schedule-day-closed-until = closed until { $last }
schedule-day-free = nothing on that day
schedule-clocks-tonight = tonight, { $change }
schedule-clocks-before = the night before, { $change }
schedule-one-hour = { $sign } 1 hour
schedule-so-long = { $sign } { $length }
schedule-zone = { $city ->
    [amsterdam] Amsterdam time
    [athens] Athens time
    [berlin] Berlin time
    [brussels] Brussels time
    [dublin] Dublin time
    [lisbon] Lisbon time
    [london] London time
    [luxembourg] Luxembourg time
    [madrid] Madrid time
    [montreal] Montréal time
    [paris] Paris time
    [rome] Rome time
    [toronto] Toronto time
    [zurich] Zürich time
   *[other] Time zone { $name }
}
schedule-sign = { $sign ->
    [done] done
    [missed] missed
    [today] today
    [planned] planned
    [moved] moved
    [cancelled] cancelled
    [closed] closed
   *[clash] clash
}

## Moving, shifting
schedule-move-line = Move to:
schedule-shift-line = Shift by:
schedule-a-shift-hint = by how much, or to where: “1 week”, “-30 min”, “Thu 20:30”
schedule-free = free
schedule-gone-by = that has gone by
schedule-reads = { $date }, { $time }. The rest stays.
schedule-reads-odd = { $date }, { $time }, { $odd }. The rest stays.
schedule-reads-later = { $date }, { $time }, and all that follows { $length } later.
schedule-reads-earlier = { $date }, { $time }, and all that follows { $length } earlier.

schedule-then-closed = { $sign } { $count ->
    [one] One of them on a closed day
   *[other] { $count } of them on closed days
}: { $dates }.

## Questions
schedule-ask-cancel = Cancel { $title }, { $date }, { $time }? Enter cancels, { $key } undoes.
schedule-ask-restore = Restore { $title }, { $date }, { $time }? Enter restores it.
schedule-ask-remove = Move “{ $title }” to the trash? Its sessions stay. Enter does it.
schedule-ask-give-up = Give up what was typed? Enter gives it up. Any other key goes on.

## The form
schedule-heading-new = a new series
schedule-heading-change = changing “{ $title }”
schedule-field = { $name ->
    [title] Title
    [first] First date
    [time] Time
    [repeat] Repeats
    [span] Until when
    [skip] Except
    [minutes] Length
    [place] Place
    [guests] With whom
    [hosts] Led by
    [announce] To be read
    [steps] Steps
   *[keep] Keep
}
schedule-reads-time = at { $time }
schedule-reads-no-span = one date only, so no end
schedule-further = Further on, { $date }: { $odd }
schedule-reads-none = none
schedule-reads-no-skip = no date is left out
schedule-reads-cancelled = cancelled: { $dates }
schedule-reads-until = until { $date }
schedule-reads-minutes = from { $from } to { $to }
schedule-reads-no-place = no place
schedule-reads-nobody = nobody
schedule-reads-announce = read aloud before the start
schedule-reads-no-announce = nothing to read before the start
schedule-reads-steps = { $count ->
    [0] no steps; “;” between two
   *[other] { $count ->
        [one] { $count } step
       *[other] { $count } steps
    }{ $minutes ->
        [0] {""}
       *[other] , { $length }
    }
}
schedule-no-such-person = nobody here is called “{ $found }”
schedule-no-such-person-near = nobody here is called “{ $found }”; perhaps { $near }
schedule-no-such-person-hint = a file people/ID.toml with the name adds somebody
schedule-no-such-place = no place is called “{ $found }”
schedule-no-such-place-near = no place is called “{ $found }”; perhaps { $near }
schedule-no-such-place-hint = a [[place]] in library.toml adds a place; empty: no place

## Keys
schedule-key-add = add
schedule-key-edit = change
schedule-key-move = move
schedule-key-shift = shift the rest
schedule-key-cancel = cancel
schedule-key-restore = restore
schedule-key-remove = trash
schedule-key-undo = undo
schedule-key-choose = choose
schedule-key-to-days = days
schedule-key-to-series = series
schedule-key-view = { $next ->
    [list] list
    [week] week
   *[month] month
}
schedule-key-days = days
schedule-key-months = months
schedule-key-today = today
schedule-key-clash = clash
schedule-key-help = help
schedule-key-quit = quit
schedule-key-next-field = next field
schedule-key-fields = fields
schedule-key-keep = keep
schedule-key-give-up = give up
schedule-settings-unread = the settings of this library cannot be read; its plans are not changed, since its zone is not known
schedule-settings-unread-hint = mend library.toml first: temoin check names the line

# What the screen says: everywhere.
screen-tab = { $name ->
    [today] Today
    [record] Record
    [listen] Listen
    [plan] Plan
   *[guided] Guided
}
screen-quit-in-take = Recording goes on without this window. Enter closes it; “temoin” opens it again.
screen-quit-held = { $count ->
    [one] One key cannot be handed to the recorder yet.
   *[other] { $count } keys cannot be handed to the recorder yet.
} Enter leaves without them; recording goes on.
screen-quit-unanswered = { $count ->
    [one] One key waits for the disk.
   *[other] { $count } keys wait for the disk.
} Enter leaves: the recorder goes on, and does what was asked as soon as it can.
screen-all-kept = Everything is on the disk already.
screen-preparing = Preparing…
screen-quit-unkept = Words that were typed are not on the disk yet. Enter leaves without them.
screen-line-full = Only the first { $count } letters fit:
screen-too-small = This window is small: 60 columns and 16 rows show everything.
screen-terminal-lost = the terminal no longer takes what is drawn
screen-terminal-lost-hint = a running take goes on; `temoin` opens the interface again
screen-library-gone = the library is not there any more
screen-library-gone-hint = is its disk plugged in?
screen-broken = the interface has broken; a running take goes on, what was recorded is kept
screen-broken-hint = `temoin` opens it again; the log tells what happened
screen-help-title = Keys
screen-help-more = { $key } { $count ->
    [one] one more row
   *[other] { $count } more rows
}
screen-find-title = Find
screen-find-line = Words:
screen-find-empty = Names, titles, words of marks, notes: what is written here is looked for everywhere.
screen-find-none = { $words ->
    [one] Nothing holds this word. Its beginning alone may find some.
   *[other] Nothing holds all these words. One word less may find some.
}
screen-find-looking = { $count ->
    [0] Looking …
    [one] One place so far, looking on …
   *[other] { $count } places so far, looking on …
}
screen-find-more = … and { $count } more: one more word sorts them.
screen-actions-title = Every action
screen-call = { $name ->
    [export] hand over, export: the line to type
    [import] import marks or sound: the line to type
   *[merge] merge with a copy: the line to type
}
screen-call-file = FILE
screen-call-folder = FOLDER
screen-call-line = To type in a terminal: { $line }
screen-actions-line = Action:
screen-actions-none = Nothing of that kind.
screen-rehearse = Rehearse, nothing is kept
screen-quit = quit
screen-mark-here = touching, here or in the take
screen-overlay-key = { $what ->
    [open] opens
    [play] opens and plays
    [do] does it
    [take] takes it
    [choose] choose
    [scroll] scroll
   *[close] closes
}
screen-key-yes = yes   any other key: no
screen-line-keep = { $what ->
    [after] keeps it, and goes on
    [nothing] goes on
    [thread] keeps it, and asks for another
    [move] moves it
    [shift] shifts the rest
   *[line] keeps it
}
screen-line-leave = { $what ->
    [first] the question before
    [after] keeps what is written, and ends
    [move] leaves it there
   *[line] gives up
}
screen-keys-action = expected the name of an action in `[keys]`, found { $found }; perhaps { $near }
screen-keys-key = expected a key such as `s`, `space`, `f2` or `ctrl-s` for { $action }, found { $found }
screen-keys-palette = the letter `{ $letter }` of { $what ->
    [kind] kind
   *[theme] theme
} `{ $id }` in library.toml is the key of { $action } here, and stays it
screen-keys-palette-hint = another key for it in `[keys]`, or another letter in library.toml
screen-keys-twice = the key { $key } stands for { $winner } and for { $loser }; it stays with { $winner }
screen-key-none = “{ $action }”
screen-key = { $name ->
    [enter] Enter
    [esc] Esc
    [tab] Tab
    [space] Space
    [backspace] Backspace
    [delete] Del
    [home] Home
    [end] End
    [page-up] PgUp
    [page-down] PgDn
   *[other] { $name }
}
action-start-mark-resume = start, touching, resume
action-off-record = off the record
action-mask = mask 8 s
action-note = note
action-thread = thread
action-who = who speaks in the mark
action-consent = consent said
action-questions = audience’s questions
action-pause = pause
action-stop = stop
action-inputs = inputs
action-big-number = big number
action-next-step = next step
action-stronger = mark stronger
action-weaker = mark weaker
action-earlier = mark earlier
action-until-here = mark until here
action-play = play, stop
action-second-back = 1 s back
action-second-on = 1 s on
action-play-mark = play the mark, open
action-mark-before = mark before
action-mark-behind = next mark
action-seconds-back = 5 s back
action-seconds-on = 5 s on
action-half-minute-back = 30 s back
action-half-minute-on = 30 s on
action-take-start = beginning of the take
action-take-end = end of the take
action-loop = loop the range
action-rate = rate
action-begins-here = the mark begins here
action-ends-here = the mark ends here
action-themes = themes and kind of the mark
action-strength = strength of the mark
action-words = words of the mark
action-off-record-here = off the record from here, until here
action-mask-before = mask the 8 s before
action-thread-here = thread here
action-who-speaks = who speaks
action-take-away = take the mark away
action-zoom = zoom
action-choose = yes, change
action-unplanned = unplanned session
action-done = thread taken up, promise kept, check made
action-mark-on-today = touching, while a take runs
action-rehearse = rehearse
action-add = add
action-move = move
action-shift-rest = shift the rest
action-cancel = cancel
action-view = list, week, month
action-next-clash = next clash
action-mark = touching, from every screen
action-accept = open, yes
action-back = back
action-up = up
action-down = down
action-left = left
action-right = right
action-first = first
action-last = last
action-page-up = a page up
action-page-down = a page down
action-next-screen = next screen
action-previous-screen = previous screen
action-find = find
action-actions = every action
action-undo = undo
action-save = is all kept?
action-help = help
action-quit = quit, the take goes on

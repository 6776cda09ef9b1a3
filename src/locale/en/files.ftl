## Reading
files-missing = this file is not there
files-unread = this cannot be read
files-no-file = expected a file, found something else (a folder, a pipe, a device or a link)
files-no-file-hint = links and pipes are not followed here; put the file itself in its place
files-too-large = expected { $limit } MB at most, found { $found } MB
files-not-utf8 = expected text in UTF-8, found other bytes
files-not-utf8-hint = save the file as UTF-8 in the editor
files-syntax = expected a line of TOML, found { $slip }
files-slip-curly = curly quotes, where straight ones are meant: "…"
files-slip-unquoted = { $found }, which is no number and has no quotes
files-slip-no-value = nothing behind the `=`
files-slip-no-equals = a key without `= value`
files-slip-date = { $found }, which is no date and no time
files-slip-open-text = a text whose quotes do not close
files-slip-open-bracket = a bracket that does not close
files-slip-more = something more behind the value
files-slip-other = something else
files-slip-date-hint = a date is written 2020-03-28, a date and time 2020-03-28T20:30:00, and the day must exist
files-syntax-hint = a line is `key = value`; texts stand in "quotes", dates and numbers do not
files-duplicate-key = this key stands here a second time
files-newer = expected `format = { $known }`, found { $found }: a newer version of temoin wrote this
files-newer-hint = use that newer version; this file stays as it is
files-no-format = `format` is missing: the file is empty, or broke off
files-no-format-hint = the first line of each file is `format = { $known }`
files-needed = `{ $key }` is missing
files-needed-hint = add a line that begins with `{ $key } =`; `man temoin-library` shows each file whole
files-expected = `{ $key }`: expected { $expected }, found { $found }
files-tables-expected = `{ $key }`: expected tables, each under its own [[{ $key }]]
files-table-expected = `{ $key }`: expected a table, under [{ $key }]
files-unknown-key = unknown key `{ $key }`
files-did-you-mean = did you mean `{ $near }`?
files-unknown-kept = `{ $key }` is not known to this version; it is kept
files-zone = expected a time zone such as `Europe/Brussels`, found { $found }
files-zone-hint = a zone is named after a continent and a city, as in `Europe/Paris`
files-one-of = one of { $words }
files-a-text = a text in "quotes"
files-a-text-or-texts = a text in "quotes", or a list of them
files-a-slug = a name of small letters, digits and hyphens, in "quotes"
files-a-flag = true or false
files-a-whole-from = a whole number from { $least } on
files-a-whole-within = a whole number from { $least } to { $most }
files-a-number = a number from { $least } to { $most }
files-a-date = a date such as 2020-03-28, without quotes
files-a-wall-time = a date and time such as 2020-03-28T20:30:00, without quotes
files-an-instant = a date, time and offset such as 2020-03-28T20:30:00+01:00, without quotes
files-a-duration = a length such as "P7D", "-P1W" or "PT2H"
files-as-in = write it as in `{ $key } = { $example }`
files-number-hint = a number stands without quotes and without a unit, as in `{ $key } = { $example }`
files-duration-hint = P7D is seven days, P2W two weeks, PT2H two hours, PT30M half an hour; a hyphen before it goes back
files-a-list = a list, [ … ], each item { $of }
files-a-take = the id of a take, in "quotes", or its number
files-a-position = a position such as "00:11:55.250"
files-made = expected the place of a key, such as `01JD41…/480000`, found { $found }
files-end-before-start = `end_frame` is { $end }, before `frame`, which is { $start }
files-no-such-take = this session has no take { $found }, so `at` cannot be placed; give `frame`
files-part-name = expected a name such as `take-01-001.wav`, found { $found }
files-leftover = { $name } was left behind by a synchroniser or an editor, and is not read
files-leftover-hint = look what is in it, then remove it
files-unmerged = this has not been merged, so it is not known what has to stay here
files-unmerged-hint = `temoin merge` takes it in; where something differs, bring both together by hand, then remove this one

## Paths
files-outside = { $path } does not lie in the library
files-link-outside = a link leads out of the library here
files-link-outside-hint = put the folder itself in the place of the link

## Writing
files-disk-full = the disk is full; nothing was changed
files-disk-full-hint = make room on this disk, then try again
files-read-only = this disk is read-only; nothing was changed
files-read-only-hint = open the card's write protection, or copy the library to another disk
files-not-allowed = writing is not allowed here; nothing was changed
files-not-allowed-hint = see who owns the folder, and who may write in it
files-exists = this name is taken already
files-exists-hint = nothing is written over; move what is there, then try again
files-unwritten = this cannot be written; nothing was changed
files-unwritten-hint = see that the disk is there and in order, then try again

## Locks
files-save-locked = another temoin is saving here and does not finish
files-save-locked-hint = wait a moment and try again; `temoin status` tells what runs
files-recovery-runs = another recovery is at work in this library; what it has not mended yet was left as it is
files-recovery-runs-hint = when it has ended, `temoin recover` tells whether anything is left
files-lock-failed = this file cannot be locked
files-recorder-runs = { $session } is being recorded already
files-recorder-armed = another recorder is ready in this library already
files-recorder-runs-hint = `temoin status` shows it, `temoin stop` ends it

## Sessions
files-no-session-yet = there is no session yet
files-no-session-yet-hint = `temoin record` makes the first one
files-no-such-session = there is no session { $found }
files-no-such-session-hint = `temoin list` names them all; `last` is the latest
files-series-not-session = { $series } is a series; `temoin list --series { $series }` shows its sessions
files-session-several = { $found } is the start of several sessions: { $names }
files-session-names-taken = { $name } and the 998 names after it are taken

## People, series, palettes
files-file-name = expected a file named with small letters, digits and hyphens, found { $found }
files-file-name-hint = the name of the file is the id: rename it, as in `s-03.toml`
files-markers-name-hint = the name of the file says whose marks they are: rename it, as in `markers-zoe.toml`
files-until-before-given = `until` lies before `given`
files-a-skip = a date such as 2020-04-12, or a date and time such as 2020-04-12T20:30:00, without quotes
files-rule-and-rules = expected `rule` or `rules`, found both
files-change-one-way = expected one of `to`, `by` and `cancelled` in a change
files-change-following = `following` goes with `by`: all later ones move by the same length
files-change-twice = this occurrence is changed on line { $line } already
files-twice = `{ $id }` stands on line { $line } already
files-year = expected a year from { $first } to { $last }
files-palette = expected one of the palettes { $names }, found { $found }
files-palette-letter = expected one of the letters { $letters }, found { $found }; this key is left aside
files-palette-clash = the letter { $letter } is taken on line { $line } already; this key is left aside

## The library
files-library-exists = there is a library here already
files-library-exists-hint = name another folder; this library stays as it is
files-no-library = this folder is no library: it holds no library.toml
files-no-library-hint = `temoin init { $folder }` makes one there
files-named-no-library = { $source } names a folder that holds no library.toml
files-named-by-flag = --library
files-named-by-variable = the variable TEMOIN_LIBRARY
files-named-by-config = `library` in the config
files-nowhere = no library was found; looked upwards from and in { $looked }
files-nowhere-hint = `temoin init` makes one; `--library` names one that lies elsewhere
files-closed-days = a day such as "2020-05-01", a span such as "2020-04-06/2020-04-19", or a calendar such as "holidays.ics"
files-closed-spans = a day such as "2020-05-01", or a span such as "2020-04-06/2020-04-19"
files-not-own = this library belongs to somebody else; nothing is written in it
files-not-own-hint = copy it into a folder of your own, or work as its owner
files-library-of = the library here belongs to { $owner }, so it was not taken by itself
files-library-of-hint = temoin --library { $folder } reads it; nothing is written in it

## The trash
files-cannot-discard = only what lies in the library, outside its trash, can be moved to the trash
files-restore-taken = something stands where this was
files-not-in-trash = there is no { $name } in the trash
files-not-in-trash-hint = `temoin trash list` names what is there

## The config
files-set-form = expected KEY=VALUE, as in --set audio.preroll=10, found { $found }
files-set-hint = config.example.toml lists every key
files-input = expected an input such as "default", "HOST:ID", "file:PATH", "voice" or "none", found { $found }
files-no-input = expected at least one input
files-hook-program = expected a program and its arguments, as in ["notify-send", "temoin"]
files-no-home = expected a home folder for this user, found none
files-no-home-hint = set HOME to a folder of your own

## Cycles
files-cycle-name = expected a file whose name has letters or digits
files-cycle-name-hint = the cycle is called as its file: intervisions.toml
files-cycle-every = expected whole days from 1 to { $most }, such as "P7D" or "P3W"
files-cycle-title = all groups would have the same title
files-cycle-title-hint = {"{group}"} in the title stands for the group’s name
files-cycle-group-hint = each group has an id and a start: group = [ {"{"} id = "g1", start = 2021-01-11T13:30:00 {"}"}, … ]
files-rota-people-hint = who takes turns: people = ["lise", "paul"]
files-turn-without-rota = no [[rota]] has the role `{ $role }`
files-cycle-without-groups = a cycle needs one group at least: group = [ {"{"} id = "g1", start = 2021-01-11T09:30:00 {"}"} ]

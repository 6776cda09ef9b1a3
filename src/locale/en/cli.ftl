## The argument parser's own words
usage-heading = Usage:
usage-commands = Commands
usage-command = COMMAND
usage-arguments = Arguments
usage-options = Options
usage-everywhere = Everywhere
usage-example = Example:
usage-json = the same as one JSON document
usage-see-help = More: temoin --help
usage-unknown-argument = expected something that this command takes, found `{ $argument }`
usage-unknown-command = expected a command, found `{ $command }`
usage-missing-command = expected a command behind this one, found none
usage-missing-argument = expected { $arguments }, found nothing
usage-missing-value = expected a value for { $argument }, found none
usage-surplus-value = expected no more values for { $argument }, found `{ $value }`
usage-wrong-value = { $argument }: { $why }
usage-refused-value = `{ $value }` cannot stand for { $argument }
usage-not-a-choice = { $argument }: expected one of { $choices }, found `{ $value }`
usage-given-twice = expected { $argument } once, found it several times
usage-conflict = { $argument } and { $other } cannot be used together
usage-not-utf8 = expected words in UTF-8, found other bytes
usage-not-understood = the call cannot be understood
usage-did-you-mean = did you mean `{ $nearest }`?

## Values
cli-expected-length = expected a length, found `{ $found }`
cli-expected-some-length = expected a length above zero, found `{ $found }`
cli-hint-length = lengths have units: 8s, 250ms, 45m, 1h30, 2d
cli-expected-moment = expected a day or a time, found `{ $found }`
cli-hint-moment = such as 2026-11-22, "2026-11-22 18:30", 18:30, today, tomorrow, +2h
cli-expected-position = expected a place in the sound, found `{ $found }`
cli-hint-position = such as 0:20:44, 20:44, 90s, and 2/0:20:44 in the second take
cli-expected-marker = expected the id of a mark, found `{ $found }`
cli-hint-marker = temoin show SESSION lists the marks with their ids
cli-expected-days = expected a number of days from 1 to 3660, found `{ $found }`
cli-expected-setting = expected KEY=VALUE, found `{ $found }`
cli-hint-setting = such as --set audio.preroll=10; temoin config show lists the keys

## Output
cli-output-failed = what was asked for could not be written to standard output

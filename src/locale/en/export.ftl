export-done = { $marks ->
    [one] 1 mark handed over
   *[other] { $marks } marks handed over
} in { $files ->
    [one] 1 file.
   *[other] { $files } files.
}
export-kept = Kept here: { $list }.
export-kept-off-record = { $count } off the record{ $shortened ->
    [0] {""}
    [one] {" "}(1 of them handed over all the same, shortened and without its words)
   *[other] {" "}({ $shortened } of them handed over all the same, shortened and without their words)
}
export-kept-of = { $count } of { $who } ({ $why })
export-why = { $usage }: { $lack }
export-lack-unknown = nobody of this id in people/
export-lack-never = no consent noted
export-lack-not-before = consent given from { $date } on
export-lack-ended = consent ended { $date }
export-lack-withdrawn = consent withdrawn { $date }
export-sound-kept = { $session }, take { $take }: the sound stays here: { $list }.
export-sound-of = { $who } ({ $why })
export-no-sound = { $session }, take { $take }: expected sound, and it was held without a microphone
export-no-sound-hint = its marks leave in the other formats, such as --as csv
export-take-open = take { $take } broke off and is not mended yet; nothing is handed over
export-take-open-hint = temoin recover mends it
export-sound-standard = expected a text for the standard output, found sound
export-offset-sound = In the WAV the marks lie on their own sound; --offset moves none of them.
export-cue-too-far = { $count ->
    [one] 1 mark lies further from the beginning than a WAV can say, and stands in none of its cue points.
   *[other] { $count } marks lie further from the beginning than a WAV can say, and stand in none of its cue points.
}
export-too-large = this disk takes no file this large
export-too-large-hint = choose --out on another disk; FAT takes 4 GiB at most, exFAT and NTFS more
export-no-room = the files need { $expected } MiB; { $found } MiB are free here
export-no-room-hint = choose --out on a disk with more room; nothing was written
export-details = Details: { $file }
export-dropped = { $count ->
    [one] 1 mark lies before the beginning with this offset, and was left out.
   *[other] { $count } marks lie before the beginning with this offset, and were left out.
}
export-merged = { $count ->
    [one] 1 mark at the same place as another shares its chapter.
   *[other] { $count } marks at the same place as another share its chapter.
}
export-too-near = { $count ->
    [one] 1 chapter less than 10 s from another, or from the end, was left out: YouTube would show none at all.
   *[other] { $count } chapters less than 10 s from another, or from the end, were left out: YouTube would show none at all.
}
export-too-few = Fewer than { $least } chapters: YouTube shows none.
export-unasked = library.toml names no uses: nobody’s consent was asked for; only what was withdrawn stays here.
export-unnamed = { $session } names nobody who was there: there was nobody whose consent could be looked at.
export-people-lost = this session was put together from its sound, so it is not known who was there and whose consent counts; nothing is handed over
export-people-lost-hint = name everybody who was there in this file: people = ["s-03"]
register-unreadable = this cannot be read to its end, so that what is added to it would not be read either; nothing was changed
register-unreadable-hint = see which text or list has no end here, and end it
export-running = { $session } is being recorded; what it says off the record is not known yet
export-running-hint = hand it over when the take has ended
export-marks-elsewhere = marks of this session still lie here, not in the library; nothing is handed over
export-marks-elsewhere-hint = temoin recover brings them home
export-stray = { $mark } takes something off the record in a take that this session does not have, so it is not known what; nothing is handed over
export-stray-hint = bring the take back, or give the mark `deleted = true`
export-unsure = this cannot be read whole, so it is not known what has to stay here; nothing is handed over
export-unsure-hint = temoin check names what is wrong
export-needs-use = expected --use with one of { $uses }
export-needs-use-hint = consent is given for a use; library.toml names them
export-unknown-use = expected one of the uses { $uses }, found { $found }
export-unknown-kind = expected a kind of marks, found { $found }
export-unknown-kind-hint = a kind is named by its id or by its name; library.toml has those of this library
export-one-file = expected one format and one take for the standard output, found { $count } files
export-one-file-hint = --out FOLDER/ takes several files
export-offset = expected a length or a position, found { $found }
export-offset-hint = such as 12.5s, -0:01:30.250
export-unknown-format = expected one of the formats { $formats }, found { $found }
export-unknown-format-hint = temoin export --formats
export-format = { $format ->
    [audacity] labels of Audacity (.txt)
    [chapter-text] chapters as lines, HH:MM:SS.mmm Title (.chapters.txt)
    [chapters] chapters of Podcasting 2.0 (.chapters.json)
    [csv] a table, for spreadsheets and scripts (.csv)
    [json] everything, for programs (.json)
    [vtt] WebVTT, a cue for each mark (.vtt)
    [wav] the sound of each take as one file, with the marks in it (.wav)
   *[youtube] chapters for the description of a video (.youtube.txt)
}
export-report = Handed over on { $day }, as { $formats }.
export-report-use = For: { $usage }.
export-report-to = To { $to }.
export-report-file = { $file }: { $marks ->
    [one] 1 mark.
   *[other] { $marks } marks.
}

## The register
register-is-empty = Nothing has left this library.
register-to = to { $to }
register-people = words of { $people }
register-withheld = kept here: { $count }

## Marks from elsewhere
import-marks-done = { $count ->
    [one] 1 mark taken into { $session }
   *[other] { $count } marks taken into { $session }
}{ $known ->
    [0] .
    [one] ; 1 was there already.
   *[other] ; { $known } were there already.
}
import-marks-differing = { $count ->
    [one] One mark is in the session already and says something else there, or was taken back; it was left as it is.
   *[other] { $count } marks are in the session already and say something else there, or were taken back; they were left as they are.
}
import-marks-unknown = Not known in this library, and left out: { $list }
import-marks-session = expected --session with a file of marks: the session that they belong to
import-marks-session-hint = such as --session last
import-marks-alone = expected files of marks (.txt, .csv) by themselves, with neither --title nor --at
import-marks-alone-hint = sound is imported by a call of its own
import-marks-take = expected a file that says which take it is of; this session has { $count }
import-marks-take-hint = name it …-take-02.txt, or fill the column `take` of a table
import-marks-label = expected a label, `start TAB end TAB title` with times in seconds, found { $found }
import-marks-nothing-hint = correct this line and import the file again; nothing of it was taken in
import-marks-table = expected a table whose first line names its columns, `start` and `kind` among them
import-marks-table-hint = temoin export --as csv writes one
import-marks-quote = expected the other quotation mark of the field that begins here, found the end of the file
import-marks-value = expected { $column ->
    [strength] a strength of 1, 2 or 3
    [take] the number of a take
   *[other] a time in seconds
} in the column `{ $column }`, found { $found ->
    [empty] nothing
   *[other] { $found }
}

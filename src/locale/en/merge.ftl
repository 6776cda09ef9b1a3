# Other hands: `join` and `merge`.
join-cannot-pause = Another machine records: it pauses there. Nothing has changed here.
join-no-pause = expected a take of this machine to pause, found a session that was joined and that another machine records
join-no-pause-hint = switch the microphone off on the other machine; here `temoin mark off-record` keeps a stretch off the record
join-runs = Joined: another machine records. Here only marks are kept, without a microphone.
join-started = Joined: { $session }. Another machine records; here only your marks are kept. Ctrl-C or `temoin stop` ends it.
join-heavy = heavy
join-joined = Joined: { $session }. Only your marks are kept, no sound (process { $pid }). “temoin stop” ends it.
join-recorder-runs = a recorder is at work on this laptop: it records or listens, and one of them is enough
join-recorder-runs-hint = `temoin stop` ends its take, `temoin disarm` the listening; then join again
join-several-takes = a stretch of somebody who joined that lies on several takes cannot be changed
join-several-takes-hint = mark a new one on each of the takes; what is off the record stays so
join-unplanned = expected a planned date or a session, found { $found }
join-unplanned-hint = `temoin agenda` lists the dates; what is recorded elsewhere without a plan has a name there that nobody knows here
merge-clock-doubt = nobody knows by how much this clock has to be put forward: it may be by any of { $seconds } s. What is off the record is so at each of these places
merge-clock-doubt-hint = `temoin merge DIR --offset=SECONDS` says it
merge-closed-again = { $count ->
    [one] A mark that had been taken off here stays off the record
   *[other] { $count } marks that had been taken off here stay off the record
}: the other copy has it so. To open it, do so in both.
merge-conflict = { $file } says something else in both copies. Ours stays; theirs lies beside it, with “sync-conflict” in its name. Correct ours, then delete that one.
merge-erased = this was erased, and does not come back from another copy
merge-erased-hint = the register tells when: `temoin register`
merge-file = Brought up to date: { $file }
merge-full = { $missing } MB of room are missing for what is to be merged
merge-full-hint = free some room, then call `temoin merge` again: it goes on from here
merge-in-trash = this lies in the trash of this library, and does not come back from another copy
merge-in-trash-hint = `temoin trash restore` brings it back
merge-inside = the two libraries lie one within the other, or are the same folder
merge-inside-hint = name the folder of the other copy, such as /media/card/recordings
merge-joined-only = of { $session } only marks are here: the session itself is not here yet
merge-joined-only-hint = `temoin merge DIR` brings it from a copy of the laptop that recorded it
merge-marks = { $count ->
    [one] One mark is new or changed.
   *[other] { $count } marks are new or changed.
}
merge-not-there = this folder is not there
merge-not-there-hint = is the card plugged in?
merge-nothing = There was nothing to merge: all of it is here.
merge-offset = { $session }: the clock of { $who } is put forward by { $seconds } s.
merge-other-library = this folder holds another library
merge-other-library-hint = only copies of one library are merged: `id` in library.toml is the same in both
merge-recorded-here = this session is being recorded here; it was left out
merge-recorded-hint = call `temoin merge` again after the stop
merge-recorded-there = this session is being recorded over there; it was left out
merge-runs = another merge is at work in this library
merge-runs-hint = wait until it has ended, then call `temoin merge` again
merge-session = New session: { $session }
merge-settled = { $count ->
    [one] One copy that a synchroniser had left was taken in; it lies in the trash.
   *[other] { $count } copies that a synchroniser had left were taken in; they lie in the trash.
}
merge-sound-elsewhere = of take { $number } in this file the sound is not here; the file stays until it is
merge-sound-elsewhere-hint = `temoin merge DIR` brings it from the other laptop’s copy; then call `temoin merge` again
merge-take = New sound in { $session }: take { $number }

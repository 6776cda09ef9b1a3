# A second copy of the library: `copy`, and the recorder's second writer.
copy-busy = another copy is writing this file at the moment
copy-busy-hint = wait until it has ended, then call `temoin copy` again
copy-complete = { $copied ->
    [0] Nothing had to be copied
    [one] One file copied ({ $size } MB)
   *[other] { $copied } files copied ({ $size } MB)
}, { $equal ->
    [0] none was there before
    [one] one was there and equal
   *[other] { $equal } were there and equal
}.
copy-knows-more = the copy tells of sound that the library’s own session.toml does not name; it was left as it is
copy-knows-session = the copy tells more of this session than the library’s own session.toml, which was made again from the sound; it was left as it is
copy-longer = the copy holds { $seconds } s more of this sound than the library; it was left as it is
copy-longer-hint = `temoin recover` takes it in; then copy again
copy-differs = what the disk gives back is not what was written
copy-differs-hint = do not trust this disk any more; copy to another one
copy-full = { $missing } MB of room are missing for the copy{ $done ->
    [0] ; nothing was written
    [one] ; one file was copied before
   *[other] ; { $done } files were copied before
}
copy-full-hint = free some room there (`temoin --library { $dir } trash empty` empties its trash), or take a larger disk; calling `temoin copy` again goes on from here
copy-holds-all = { $dir } holds the whole library, checked byte by byte.
copy-inside = the copy and the library lie one within the other: this folder lies within the library, or around it
copy-inside-hint = name a folder on another disk
copy-left-out = { $count ->
    [one] One thing was left out
   *[other] { $count } things were left out
}; the copy in { $dir } is not complete.
copy-no-dir = expected the folder of the copy, found none
copy-no-dir-hint = name it, as in `temoin copy /media/card/recordings`, or set `second_copy` under [audio] in the config
copy-no-file = expected a file or a folder, found a link or something else; it was left out
copy-no-file-hint = put the file itself here, if it belongs to the library
copy-not-there = this folder is not there
copy-not-there-hint = is the card plugged in? Only the last folder of the path is made
copy-open-part = this sound is being recorded; it was left out
copy-open-part-hint = call `temoin copy` again after the stop
copy-other-library = this folder holds another library
copy-other-library-hint = name an empty folder, or the one that holds a copy of this library
copy-recording = this folder is a library in which something is being recorded: { $session }
copy-recording-hint = wait for the end of that take
copy-failed = { $why ->
    [away] The card is not there; recording goes on. Plugged in, it is taken up by itself. Else, afterwards: `temoin copy`.
    [gone] The card was taken out; recording goes on. Plugged in again, it is taken up by itself. Else, afterwards: `temoin copy`.
    [full] The card is full; recording goes on. Afterwards: `temoin copy`.
    [locked] The card is locked; recording goes on. Afterwards: `temoin copy`.
    [slow] The card does not answer, or too slowly; recording goes on. Afterwards: `temoin copy`.
   *[other] The second copy has stopped ({ $words }); recording goes on. Afterwards: `temoin copy`.
}
copy-why = { $why ->
    [away] the card was not there
    [gone] the card was taken out
    [full] the card is full
    [locked] the card is locked
    [slow] the card does not answer, or too slowly
   *[other] { $words }
}
copy-checked = The copy of this session is complete, checked at { $at }: { $dir }. { $same ->
    [yes] It lies on the same disk as the library: one broken disk takes both.
   *[no] The card may be taken out.
}
copy-not-checked = The copy is not complete ({ $words }). `temoin copy` brings it up to date.
copy-same-disk = It lies on the same disk as the library: one broken disk takes both. A card or another disk is safer.
copy-trash = What differed over there is kept: its trash holds { $size } MB. `temoin --library { $dir } trash empty` erases that.
copy-config-no-parent = `{ $key }`: expected a folder whose folder above is there; that one is missing
copy-config-no-parent-hint = is the card plugged in? Else correct the path in config.toml
copy-config-once = `fallback`: this folder is that of `second_copy`, or lies in it, so it counts once
copy-config-once-hint = name a folder on another disk, or leave `fallback` out: a take goes on in the second copy all the same
copy-too-slow = it no longer answers, or is too slow
copy-apart = A part of take { $take } lies in { $dir }: { $files }. To bring it together, move { $count ->
    [one] this file
   *[other] these files
}, and the .crc of the same name, into { $home }.
copy-may-go = The card may be taken out.
copy-being-read = The card is still being read; wait. Ctrl-C does not wait: the copy is checked all the same.
copy-state = { $state ->
    [starting] The second copy is beginning.
    [keeping] The second copy is made at the same time.
    [took_over] The take goes on in the second copy.
   *[failed] The second copy has stopped.
}
copy-lacks-import = The second copy lacks this take as yet: `temoin copy` brings it.

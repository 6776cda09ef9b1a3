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
copy-differs = what the disk gives back is not what was written
copy-differs-hint = do not trust this disk any more; copy to another one
copy-full = { $missing } MB of room are missing for the copy{ $done ->
    [0] ; nothing was written
    [one] ; one file was copied before
   *[other] ; { $done } files were copied before
}
copy-full-hint = free some room there, or take a larger disk; calling `temoin copy` again goes on from here
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
copy-checked = Copy complete and checked at { $at }: { $dir }. The card may be taken out.
copy-failed = The second copy in { $dir } has stopped ({ $words }); the original goes on. It is tried again by itself; else `temoin copy` brings it up to date afterwards.
copy-not-checked = The copy in { $dir } is not complete ({ $words }). `temoin copy` brings it up to date.
copy-too-slow = it no longer answers, or is too slow

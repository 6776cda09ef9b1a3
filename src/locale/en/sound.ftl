## Files of sound

sound-disk-full = the disk is full; what was confirmed before is kept
sound-disk-full-hint = free some room, or name a folder on another disk as `fallback` under `[audio]` in the config
sound-disk-locked = expected a folder that can be written, and the disk refuses; what was confirmed before is kept
sound-disk-locked-hint = look at the lock switch of the card and at the folder’s permissions, then start a new take
sound-disk-gone = expected the session’s folder, and it is not there any more; what was confirmed before is on its disk
sound-disk-gone-hint = plug the disk back in, then run `temoin recover`
sound-disk-limit = the system allows no larger file here; what was confirmed before is kept
sound-disk-limit-hint = raise the limit (`ulimit -f`), or shorten `part_minutes` under `[audio]` in the config
sound-disk-failed = the disk could not keep the sound; what was confirmed before is kept
sound-disk-failed-hint = take another disk for the next take, and copy this one before using it further

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
## Devices
sound-busy = input `{ $id }` is used by another program
sound-denied = the system refuses input `{ $id }` to this terminal
sound-hint-busy = close the other program, or choose another input: `temoin inputs` lists them
sound-hint-denied = allow the microphone for this terminal in the system’s settings; on Linux, belong to the group `audio`
sound-hint-inputs = `temoin inputs` lists what is there; `default`, `voice`, `none` and `file:PATH` are always inputs
sound-hint-network = a talk must not leave this machine; empty PULSE_SERVER and try again
sound-hint-no-input = connect a microphone, or try with the embedded voice: `--input voice`
sound-hint-server = start the sound server, or log in to the desktop; if it runs, look whether this user owns its cookie (~/.config/pulse/cookie)
sound-input-form = expected an input such as `default`, `pulseaudio:NAME`, `file:PATH`, `voice` or `none`, found `{ $found }`
sound-lost = input `{ $id }` is not there any more
sound-missing = no input is called `{ $id }`; there are { $found }
sound-missing-alone = no input is called `{ $id }`, and there is no other
sound-network = the sound server `{ $server }` is reached over the network (PULSE_SERVER)
sound-no-input = no microphone was found
sound-no-server = the sound system `{ $id }` does not answer
sound-no-thread = the system gives no thread for the sound
sound-none-is-silent = `none` has no sound to listen to
sound-refused = input `{ $id }` could not be opened
sound-unknown-host = expected a sound system of this machine ({ $expected }), found `{ $found }`
sound-unsupported = input `{ $id }` cannot do what was asked of it
sound-unreadable = expected a file of sound that can be read, and the system refuses
sound-unreadable-hint = look whether the file is there and readable, and its disk plugged in
sound-not-wav = expected a WAV file, found { $found ->
        [empty] an empty file
        [unknown] something else
       *[other] { $found }
    }
sound-not-wav-hint = make a WAV of it first, for example with `ffmpeg -i FILE FILE.wav`
sound-wav-no-format = expected a WAV header with rate and channels, found one without
sound-wav-no-data = expected samples in the WAV file, and it ends before they begin
sound-wav-cut = the file is cut off: expected { $expected } bytes of sound, found { $found }
sound-wav-cut-hint = copy the file again from where it was whole
sound-wav-encoding = expected samples of 8, 16, 24 or 32 bits, or 32-bit float, found { $found }
sound-wav-encoding-hint = convert it first, for example with `ffmpeg -i FILE -c:a pcm_s24le FILE-24.wav`
sound-other-format = expected { $expected }, found { $found }
sound-other-format-hint = another program seems to have saved over the file; put the original back, or correct the take in session.toml
sound-part-open = expected a closed part, and this one broke off
sound-part-open-hint = run `temoin recover`; it deletes nothing
sound-part-gone = the file of this take is gone
sound-part-gone-hint = bring it back from a copy, or plug its disk in; the rest of the session stays as it is
sound-part-back-hint = put a copy of the file back; what is left of it here stays as it is
sound-part-length = expected { $expected } frames by session.toml, found { $found } by the file’s header
sound-part-length-hint = put a copy of the file back, or correct `frames` in session.toml
sound-journal-line = expected a line of the journal with its checksum, found a torn or changed one
sound-journal-line-hint = the sound is not touched by this; only what stands behind this line cannot be checked by the second
sound-journal-sum = the sound that this line vouches for has changed on the disk
sound-digest = the samples are not those that were recorded: their digest differs from session.toml
sound-changed-hint = put a copy of the file back, and look after the disk
sound-not-a-part = expected a file of a take, found { $found } by another program
sound-not-a-part-hint = only files that were recorded here can be mended, or handed on with silence in them
sound-hint-no-output = look whether loudspeakers or headphones are connected and chosen in the system’s settings
sound-hint-output-unfit = play the file with another program, or convert it to stereo at 48000 Hz first
sound-hint-play-mixed = play its parts one by one: `temoin show` lists them
sound-no-output = no loudspeaker was found
sound-no-stderr = the system gives no more files to this program
sound-output-lost = the loudspeaker takes no more sound
sound-output-refused = the output `{ $id }` could not be opened
sound-output-unfit = no output here plays { $channels } channels at { NUMBER($rate, useGrouping: "false") } Hz
sound-play-mixed = the sound before this file has another rate or another number of channels
sound-check-clipping = channel { $channel } is cut off: turn the input down, or move the microphone away
sound-import-no-sound = there is no sound in this file
sound-import-no-room = this sound needs { $expected } MiB; { $found } MiB are free in the library
sound-import-no-room-hint = make room, or move the library to a larger disk
sound-import-failed-hint = nothing was taken over, and the file itself is as it was; look at the disk, then import it once more
sound-import-differs = what was written is not what the file holds, and was not taken over; the file itself is as it was
sound-import-later = expected a beginning before now, found { $found }
sound-import-later-hint = --at says when it began: --at "2020-03-28 20:30"
sound-import-unlike = expected rate and bits as in the first file ({ $expected }), found { $found }
sound-import-unlike-hint = several files become the inputs of one take; import this one by itself, or convert it first
sound-import-apart = nothing says that this file and the first one began together
sound-import-apart-hint = several files become the inputs of one take: import them one by one, or, where they hold no time of their recorder, say with --at when all of them began
sound-import-known = this sound is in the library already: { $session }, take { $take }
sound-import-known-hint = { $alone ->
    [yes] there is nothing to do; to have it in another session or at another time, `temoin trash add { $session }` first
   *[no] there is nothing to do; to have it in another session or at another time, `temoin import --help` says how one take is taken out
}
sound-import-begun-hint = the rest of it waits in the library; when this is mended, `temoin recover` completes the import
sound-import-recorded-now = { $session } is being recorded just now
sound-import-recorded-now-hint = import it when that take has ended; until then nothing else may write there
sound-check-dead-channel = channel { $channel } is dead while the other sounds: look at its cable and its switch
sound-check-fine = the sound is good; its loudest is { $peak } dBFS
sound-check-no-blocks = no sound comes from this input: look whether it is connected, or choose another one
sound-check-nobody-spoke = sound comes, up to { $peak } dBFS, and nobody spoke: say a sentence during the check
sound-check-nothing-plays = the computer plays nothing now; this input will hear it when it does
sound-check-silence = this input sends pure silence: a mute switch, or the system refuses this terminal the microphone
sound-check-stopped = the sound stopped during the check: look at the cable and the sound server
sound-check-too-quiet = the sound is too quiet, its loudest is { $peak } dBFS: turn the input up, or come closer

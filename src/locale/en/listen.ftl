# What the screen says: Listen.

listen-note-not-own = this mark is { $by }’s
listen-note-not-own-hint = a mark of one’s own at the same place can say it
listen-note-recording = this session is being recorded, and its marks with it
listen-note-recording-hint = the Record screen puts words on the last mark; here, once the take has ended

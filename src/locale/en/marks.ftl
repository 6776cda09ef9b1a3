

marks-no-place = expected a place in seconds from the start of the take
marks-reversed = the end would not lie behind the beginning
marks-reversed-hint = what is not given stays where it is; give both
marks-take-gone = the take of this mark is not in the session, so no place in it is known
marks-merge-same = expected two marks, found the same one twice
marks-merge-takes = two marks of two takes do not make one
marks-edited-since = this mark was changed since, by another hand
marks-edited-since-hint = temoin marks edit changes it again; what is there stays
marks-none = No mark.
marks-nothing-to-change = expected something to change, nothing was said
marks-nothing-to-change-hint = such as --nudge=-0.5s, --kind thread, --note "…", --done
marks-other-take = this mark lies in take { $expected }, not in take { $number }
marks-undone = { $did ->
    [added] Undone, the mark is taken away
    [imported] Undone, all that was imported is taken away, the first of it being
    [merged] Undone, both marks are there again
    [deleted] Undone, the mark is there again
    [restored] Undone, the mark is taken away again
   *[changed] Undone, the mark is as before
}: { $mark } ({ $session })
marks-opened = What was off the record there no longer is, and may leave. “temoin marks undo” puts it back.

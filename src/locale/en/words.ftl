told = the recorder said what went wrong
hint = hint: { $text }
nth = { $of ->
    [endless] no. { $number }
   *[known] { $number } of { $of }
}
month = { NUMBER($number) ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
weekday = { NUMBER($number) ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
}
system-error = { NUMBER($number) ->
    [1] the system forbids it
    [2] it is not there
    [5] the disk does not answer
    [13] the permissions forbid it
    [16] something else uses it
    [17] it is there already
    [20] a folder was expected on the way, and something else is there
    [21] it is a folder
    [24] this program has too many files open
    [27] it would be too large
    [28] the disk is full
    [30] the disk is read-only
    [32] the other side is gone
   *[other] the system’s error { NUMBER($number) }
}

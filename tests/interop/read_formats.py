"""Reads what `export` wrote, with readers that are not ours: csv and json of Python, webvtt-py, ffprobe; and, for labels and lines of
chapters, the rules of the programs that read them. Gives one JSON object: format -> rows of [start, end, title or fields]."""

import csv
import json
import re
import subprocess
import sys

import webvtt

folder, base = sys.argv[1:3]


def path(ending):
    return f"{folder}/{base}.{ending}"


def text(ending):
    with open(path(ending), encoding="utf-8", newline="") as file:
        return file.read()


def read_csv():
    with open(path("csv"), encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert all(None not in row and None not in row.values() for row in rows), "as many fields as columns"
    return [[float(row["start"]), float(row["end"] or row["start"]), row["note"], row["who"]] for row in rows]


def read_json():
    document = json.loads(text("json"))
    return [[m["seconds"], m["end_seconds"] or m["seconds"], m["note"] or "", "; ".join(m["who"])] for m in document["markers"]]


def read_labels():
    """As LabelStruct::Import of Audacity: fields between tabs; what is no number behind the first tab is the title; a line that begins
    with a backslash belongs to the label before."""
    labels = []
    for line in text("txt").split("\n")[:-1]:
        assert not line.startswith("\\"), line
        fields = line.split("\t")
        start = float(fields[0])
        try:
            end, title = float(fields[1]), fields[2]
        except ValueError:
            end, title = start, fields[1]
        assert start <= end
        labels.append([start, end, title])
    return labels


def read_webvtt():
    return [[c.start_in_seconds, c.end_in_seconds, c.text, c.raw_text] for c in webvtt.read(path("vtt"))]


def read_ffprobe():
    call = ["ffprobe", "-v", "error", "-show_entries", "packet=pts_time,duration_time", "-of", "json", path("vtt")]
    packets = json.loads(subprocess.run(call, check=True, capture_output=True).stdout)["packets"]
    return [[float(p["pts_time"]), float(p["pts_time"]) + float(p["duration_time"])] for p in packets]


def read_chapters():
    """The rules of the podcast namespace: jsonChapters 1.2.0."""
    document = json.loads(text("chapters.json"))
    assert document["version"] == "1.2.0" and set(document) == {"version", "chapters"}
    rows = document["chapters"]
    starts = [row["startTime"] for row in rows]
    assert starts == sorted(set(starts)) and starts[0] == 0, starts
    for row in rows:
        assert set(row) <= {"startTime", "endTime", "title"} and row["title"].strip()
        assert "endTime" not in row or row["endTime"] > row["startTime"]
    return [[row["startTime"], row.get("endTime", row["startTime"]), row["title"]] for row in rows]


def read_chapter_text():
    """As mp4chaps and Auphonic: HH:MM:SS.mmm, a space, the title."""
    rows = []
    for line in text("chapters.txt").split("\n")[:-1]:
        hours, minutes, seconds, title = re.fullmatch(r"(\d{2,}):([0-5]\d):([0-5]\d\.\d{3}) (\S.*)", line).groups()
        start = int(hours) * 3600 + int(minutes) * 60 + float(seconds)
        rows.append([start, start, title])
    return rows


def read_youtube():
    """The pattern with which yt-dlp finds chapters in a description."""
    found = re.findall(r"(?m)^((?:\d+:)?\d{1,2}:\d{2})\b\W*\s(.+?)\s*$", text("youtube.txt"))
    return [[sum(int(n) * 60**i for i, n in enumerate(reversed(at.split(":")))), 0, title] for at, title in found]


readers = {
    "csv": read_csv,
    "json": read_json,
    "audacity": read_labels,
    "webvtt": read_webvtt,
    "ffprobe": read_ffprobe,
    "chapters": read_chapters,
    "chapter-text": read_chapter_text,
    "youtube": read_youtube,
}
json.dump({name: read() for name, read in readers.items()}, sys.stdout)

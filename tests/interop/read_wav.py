"""Reads a WAV that `export` wrote, with readers that are not ours: sox for its samples, ffprobe for its tags and chapters, and the chunks as
EBU Tech 3285 and RIFF have them. Gives one JSON object."""

import json
import struct
import subprocess
import sys

path = sys.argv[1]


def run(*call):
    return subprocess.run(call, check=True, capture_output=True).stdout


def samples():
    """Frames of whole numbers of 24 bits, as sox decodes them."""
    channels = int(run("soxi", "-c", path))
    raw = run("sox", path, "-t", "raw", "-e", "signed-integer", "-b", "32", "-")
    numbers = [number >> 8 for (number,) in struct.iter_unpack("<i", raw)]
    assert int(run("soxi", "-s", path)) * channels == len(numbers)
    return [numbers[at : at + channels] for at in range(0, len(numbers), channels)]


def probed():
    call = ["ffprobe", "-v", "error", "-show_chapters", "-show_format", "-show_streams", "-of", "json", path]
    said = json.loads(run(*call))
    return {
        "tags": {name.lower(): text for name, text in said["format"]["tags"].items()},
        "frames": said["streams"][0]["duration_ts"],
        "chapters": [[float(c["start_time"]), c.get("tags", {}).get("title")] for c in said["chapters"]],
    }


def chunks(bytes, at):
    while at < len(bytes):
        name, size = struct.unpack_from("<4sI", bytes, at)
        assert at + 8 + size <= len(bytes), (name, size)
        yield name.decode(), bytes[at + 8 : at + 8 + size]
        at += 8 + size
        if size % 2:
            assert bytes[at] == 0
            at += 1


def told():
    with open(path, "rb") as file:
        whole = file.read()
    assert whole[:4] == b"RIFF" and whole[8:12] == b"WAVE" and len(whole) == 8 + struct.unpack_from("<I", whole, 4)[0]
    found = list(chunks(whole, 12))
    names = [name if name != "LIST" else body[:4].decode() for name, body in found]
    bodies = dict(zip(names, (body for _, body in found)))
    (count,) = struct.unpack_from("<I", bodies["cue "])
    points = list(struct.iter_unpack("<II4sIII", bodies["cue "][4:]))
    assert count == len(points) and all(p[1] == p[5] and p[2:5] == (b"data", 0, 0) for p in points)
    labels = []
    for name, body in chunks(bodies["adtl"], 4):
        (id,) = struct.unpack_from("<I", body)
        if name == "ltxt":
            length, purpose = struct.unpack_from("<I4s", body, 4)
            assert purpose == b"rgn " and len(body) == 20
            labels.append([name, id, length])
        else:
            assert body.endswith(b"\0") and body.count(b"\0", 4) == 1
            labels.append([name, id, body[4:-1].decode()])
    bext = bodies["bext"]
    (reference, version) = struct.unpack_from("<QH", bext, 338)
    return {
        "names": names,
        "cues": {id: at for id, at, *_ in points},
        "labels": labels,
        "bext": [bext[:256].rstrip(b"\0").decode(), bext[320:338].decode(), reference, version, len(bext)],
    }


json.dump({"samples": samples(), "probed": probed(), "told": told()}, sys.stdout)

"""Downloads photos as a notebook does: a pool of threads, one urlretrieve a photo, no retry.

usage: notebook_download.py ADDRESSES OUT [THREADS]

ADDRESSES has a line "id<TAB>address" for each photo. Photos that are in OUT already are left alone.
The last line printed is JSON: photos in OUT that were asked for, those downloaded now, failures, seconds, CPU seconds.
"""

import json
import os
import sys
import time
import urllib.request
from multiprocessing.pool import ThreadPool


def main(addresses, out, threads=128):
    os.makedirs(out, exist_ok=True)
    with open(addresses, encoding="utf-8") as lines:
        photos = [line.rstrip("\n").split("\t") for line in lines if line.strip()]

    def download(photo):
        name, address = photo
        path = os.path.join(out, name + ".jpg")
        if os.path.exists(path):
            return "there"
        try:
            urllib.request.urlretrieve(address, path)
            return "downloaded"
        except Exception as error:  # The notebook reports and goes on, whatever it was.
            print(f"{name}: {error}", file=sys.stderr)
            return "failed"

    started = time.perf_counter()
    with ThreadPool(int(threads)) as pool:
        outcomes = pool.map(download, photos, chunksize=1)
    print(json.dumps({
        "photos": len(photos) - outcomes.count("failed"),
        "downloaded": outcomes.count("downloaded"),
        "failed": outcomes.count("failed"),
        "threads": int(threads),
        "seconds": round(time.perf_counter() - started, 3),
        "cpu_seconds": round(time.process_time(), 3),
    }))


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    main(*sys.argv[1:])

"""The page under load: one update of the answer on the server, then many people at once for a minute.

Peer of the update: the answer itself, without form, template or wire, in the same process. Peer of the load: the smallest
page of the same server (a style sheet), asked by as many clients, so that what is left is our own work. Both run here and
now; only ratios travel to another machine.
"""

import argparse
import asyncio
import json
import multiprocessing
import re
import socket
import statistics
import time
from urllib.parse import urlencode

CLIENTS, SECONDS, UPDATES = 50, 60, 300
TARGET_MS = 30.0
BASE = "http://127.0.0.1:8484"


def form():
    """Return the fields a browser sends for a complete chart, without the token."""
    from seldinger.patient import chart, examples, load_record
    from seldinger.web.form import values_of

    values = values_of(chart(load_record(examples()["synthetic-midgut"])))
    return [(name, value) for name, given in values.items() for value in given]


def update():
    """Time the update of the answer in process, against the answer alone; return both medians [ms]."""
    from starlette.testclient import TestClient

    from seldinger.patient import examples, load_record
    from seldinger.selection import PROFILES
    from seldinger.web import create_app
    from seldinger.web.answers import answer

    links = []
    client = TestClient(create_app(announce=links.append), base_url=BASE)
    token = re.search(r'name="token" value="(\w+)"', client.get(links[-1].removeprefix(BASE)).text)[1]
    body = urlencode([("token", token), *form()])
    kind = {"content-type": "application/x-www-form-urlencoded"}

    def asked():
        reply = client.post("/chart/answer", content=body, headers=kind)
        assert reply.status_code == 200, reply.status_code

    record = load_record(examples()["synthetic-midgut"])
    alone = timed(lambda: answer(record, record.as_of, PROFILES["strictest"]))
    return timed(asked), alone


def timed(work):
    """Return what a piece of work took in a run of many [ms]: by the clock, and of the processor alone, both sorted."""
    for _ in range(5):
        work()
    took, worked = [], []
    for _ in range(UPDATES):
        began, busy = time.perf_counter(), time.process_time()
        work()
        took.append(1000 * (time.perf_counter() - began))
        worked.append(1000 * (time.process_time() - busy))
    return sorted(took), sorted(worked)


def serve(port, links):
    """Serve in a process of its own, as the command does."""
    from seldinger.web import Settings, run

    run(Settings(port=port), announce=links.put)


async def talk(port, request, until, took, faults):
    """Ask the same over one connection until the time is up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while time.perf_counter() < until:
        began = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(re.search(rb"content-length: (\d+)", head)[1])
        body = await reader.readexactly(length)
        took.append(time.perf_counter() - began)
        if not head.startswith(b"HTTP/1.1 200"):
            faults.append((head[:60], body[:120]))
    writer.close()


async def load(port, request, seconds):
    """Let all clients ask for so many seconds; return every time taken [s] and every fault."""
    took, faults = [], []
    until = time.perf_counter() + seconds
    await asyncio.gather(*(talk(port, request, until, took, faults) for _ in range(CLIENTS)))
    return sorted(took), faults


def raw(method, path, port, cookie, body=b""):
    """Return a request as bytes."""
    kind = "content-type: application/x-www-form-urlencoded\r\n" if body else ""
    head = f"{method} {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\ncookie: {cookie}\r\n{kind}content-length: {len(body)}\r\n\r\n"
    return head.encode() + body


def start(port):
    """Start the server; return its process, the session cookie and the token of its forms."""
    import httpx2

    links = multiprocessing.Queue()
    process = multiprocessing.Process(target=serve, args=(port, links), daemon=True)
    process.start()
    link = links.get(timeout=60)
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    with httpx2.Client(follow_redirects=True) as client:
        page = client.get(link).text
        cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    return process, cookie, re.search(r'name="token" value="(\w+)"', page)[1]


def main():
    """Print medians, ratios and throughput; stop with an error when a request failed."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--seconds", type=float, default=SECONDS)
    seconds = asked.parse_args().seconds

    (whole, worked), (_, alone) = update()
    median, busy, bare = (statistics.median(each) for each in (whole, worked, alone))
    late = whole[int(0.95 * len(whole))]
    print(f"update of the answer: median {median:.1f} ms, p95 {late:.1f} ms by the clock (target {TARGET_MS:.0f} ms)")
    print(f"  of the processor: {busy:.1f} ms, of which the answer itself {bare:.1f} ms")
    print(f"  {busy / bare:.2f} x the answer alone, for form, template and guard")

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process, cookie, token = start(port)
    try:
        body = urlencode([("token", token), *form()]).encode()
        small, none = asyncio.run(load(port, raw("GET", "/static/live.js", port, cookie), min(5.0, seconds)))
        took, faults = asyncio.run(load(port, raw("POST", "/chart/answer", port, cookie, body), seconds))
    finally:
        process.terminate()
    rate, floor = len(took) / seconds, len(small) / min(5.0, seconds)
    print(
        f"{CLIENTS} clients for {seconds:.0f} s: {len(took)} answers, {rate:.0f} a second, "
        f"median {1000 * statistics.median(took):.0f} ms, worst {1000 * took[-1]:.0f} ms, {len(faults)} faults"
    )
    print(f"  the smallest page of the same server: {floor:.0f} a second; an answer costs {floor / rate:.1f} of them")
    if faults or none:
        raise SystemExit(json.dumps([str(each) for each in (faults + none)[:3]]))


if __name__ == "__main__":
    main()

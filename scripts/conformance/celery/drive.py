"""What a producer and an operator do, one command a run; the answer is one line of JSON."""

import json
import sys
import threading
import time

from shop import add, app, fail_twice, note


def send(first, last):
    for number in range(int(first), int(last) + 1):
        note.delay(number)
    return int(last) - int(first) + 1


def results(count):
    asked = [add.delay(number, number) for number in range(int(count))]
    return sum(one.get(timeout=30) for one in asked)


def retry():
    return fail_twice.delay().get(timeout=30)


def later(first, last):
    for number in range(int(first), int(last) + 1):
        note.apply_async((number,), countdown=1)
    return "sent"


def ping():
    answers = app.control.inspect(timeout=5).ping() or {}
    return sorted(name.split("@")[0] + " " + answer["ok"] for name, answer in answers.items())


def registered():
    answers = app.control.inspect(timeout=5).registered() or {}
    return sorted(set(sum(answers.values(), [])))


def queues():
    answers = app.control.inspect(timeout=5).active_queues() or {}
    return sorted(queue["name"] for answer in answers.values() for queue in answer)


def events(count):
    """Listens while tasks run: how often each kind of event of a task came."""
    seen = {}

    def take(event):
        seen[event["type"]] = seen.get(event["type"], 0) + 1
        if seen.get("task-succeeded", 0) >= int(count):
            receiver.should_stop = True

    with app.connection() as connection:
        receiver = app.events.Receiver(connection, handlers={"*": take})
        sender = threading.Timer(1, lambda: [add.delay(1, 1) for _ in range(int(count))])
        sender.start()
        end = time.time() + 20
        while not receiver.should_stop and time.time() < end:
            try:
                receiver.capture(limit=None, timeout=1, wakeup=False)
            except OSError:
                pass
    kinds = ["task-sent", "task-received", "task-started", "task-succeeded"]
    return {kind: seen.get(kind, 0) for kind in kinds}


print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:])))

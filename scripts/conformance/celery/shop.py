"""A Celery application as any project would write it: nothing in it knows which broker it meets."""

import os

from celery import Celery

app = Celery("shop", broker=os.environ["BROKER_URL"], backend="rpc://")
app.conf.task_acks_late = True
app.conf.task_reject_on_worker_lost = True
app.conf.worker_prefetch_multiplier = 4
app.conf.worker_send_task_events = True
app.conf.task_send_sent_event = True
app.conf.task_publish_retry_policy = {"max_retries": 50, "interval_max": 0.5}
app.conf.broker_transport_options = {"confirm_publish": True}


@app.task
def add(one, other):
    return one + other


@app.task(ignore_result=True)
def note(number):
    """Leaves a line for each time it is carried out."""
    with open(os.environ["LEDGER"], "a", encoding="ascii") as ledger:
        ledger.write(f"{number}\n")


@app.task(bind=True, max_retries=3)
def fail_twice(self):
    if self.request.retries < 2:
        raise self.retry(countdown=0.2)
    return self.request.retries

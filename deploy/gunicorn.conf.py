"""How gunicorn serves Passerelle; what is set here is told in docs/operations.md. Options on the command line win."""

from __future__ import annotations

import os

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker
from prometheus_client import multiprocess

from service.logs import log_config
from service.settings import Settings

wsgi_app = "service.wsgi:application()"
# The loopback alone: only the proxy on this machine reaches it, so what the proxy says of a client can be believed.
bind = "127.0.0.1:8000"

# A request computes on one core: as many workers as cores. Each loads for itself: with preload_app they shared memory,
# but the encoder's runtime does not survive a fork (its workers aborted when they were told to stop).
workers = 2
preload_app = False
# The other threads of a worker take requests in while one computes.
worker_class = "gthread"
threads = 4

# Seconds. An answer takes far less than one; a worker that is silent for a minute is replaced.
timeout = 60
graceful_timeout = 30
keepalive = 5
# A worker's sign of life must not wait for a disk.
worker_tmp_dir = "/dev/shm"  # noqa: S108  # a memory file system that only holds that sign

limit_request_line = 4094
limit_request_fields = 50
limit_request_field_size = 8190

# Passerelle itself decides which forwarded headers to believe (PASSERELLE_PROXIES).
secure_scheme_headers: dict[str, str] = {}
forwarder_headers = ""

# One line a request comes from Passerelle, without what people wrote; gunicorn's own access log would hold addresses.
accesslog = None
logconfig_dict = log_config(Settings.read(os.environ).log)
control_socket_disable = True


def child_exit(_server: Arbiter, worker: Worker) -> None:
    """What a worker that has ended counted stays in the sum; what it merely held goes (PROMETHEUS_MULTIPROC_DIR)."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        multiprocess.mark_process_dead(worker.pid)

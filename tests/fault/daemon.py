"""A real admfd that can be killed and started again on the same state folder, and the way its clients find it."""

import os
import signal
import subprocess
import threading

import grpc

from admf.v1 import coordinator_service_pb2_grpc as pb_grpc

ADMFD = os.path.abspath('server/admfd')
# How long anything may take before the test gives up; never how long it should.
PATIENCE_SECONDS = 120

CONFIGURATION = '''
limits:
  worker_threads: 3
  max_running_workflows: 3
  max_crashes_per_phase: {max_crashes_per_phase}
shutdown: {{drain_time: {drain_time}}}
'''


class Life:
    """One process of the daemon, from its start to its end, as its clients see it."""

    def __init__(self, number, address):
        self.number = number
        self.address = address

    def connect(self):
        """A channel of its own: no client shares the connection, or the wait to connect again, of another one."""
        channel = grpc.insecure_channel(self.address, options=[('grpc.use_local_subchannel_pool', 1)])
        return channel, pb_grpc.CoordinatorServiceStub(channel)


class Daemon:
    """Starts and ends processes of admfd in `folder`, one after the other.

    The thread that owns it calls start, kill and stop; clients call wait_for_life from threads of their own.
    """

    def __init__(self, folder, data, max_crashes_per_phase, drain_time='30s'):
        self.state = os.path.join(folder, 'state')
        self._folder = folder
        self._data = data
        self._port_file = os.path.join(folder, 'port')
        self._configuration = os.path.join(folder, 'admfd.yaml')
        self.log_path = os.path.join(folder, 'log')
        os.makedirs(folder, exist_ok=True)
        with open(self._configuration, 'w', encoding='utf-8') as file:
            file.write(CONFIGURATION.format(max_crashes_per_phase=max_crashes_per_phase, drain_time=drain_time))
        self._process = None
        self._changed = threading.Condition()
        self._life = None
        self._lives = 0
        self._given_up = None

    @property
    def process_id(self):
        return self._process.pid

    def launch(self):
        """Starts a process; it need not serve yet."""
        if os.path.exists(self._port_file):
            os.remove(self._port_file)
        with open(self.log_path, 'a', encoding='utf-8') as log:
            self._process = subprocess.Popen(
                [ADMFD, '--config', self._configuration, '--listen', '127.0.0.1:0', '--data-root', self._data,
                 '--state-dir', self.state, '--port-file', self._port_file],
                cwd=self._folder, env={'PATH': os.environ['PATH']}, stdout=subprocess.PIPE, stderr=log, text=True)

    def await_serving(self):
        """Waits until the process that was launched serves, tells the clients, and returns its life."""
        line = self._process.stdout.readline()
        if 'listens on' not in line:
            raise AssertionError(f'admfd did not start, exit code {self._process.wait(PATIENCE_SECONDS)}\n'
                                 + self.log_tail())
        with open(self._port_file, encoding='utf-8') as file:
            port = int(file.read())
        with self._changed:
            self._lives += 1
            self._life = Life(self._lives, f'127.0.0.1:{port}')
            self._changed.notify_all()
            return self._life

    def start(self):
        self.launch()
        return self.await_serving()

    def kill(self):
        """Ends the process at once, wherever it is. Calls that fail from now on do so because of that."""
        with self._changed:
            self._life = None
        self._end(signal.SIGKILL)

    def stop(self):
        """Ends the process as an operator does, and returns its exit code."""
        with self._changed:
            self._life = None
        return self._end(signal.SIGTERM)

    def _end(self, number):
        self._process.send_signal(number)
        code = self._process.wait(PATIENCE_SECONDS)
        self._process.stdout.close()
        return code

    def end(self):
        """Leaves no process behind, whatever has happened."""
        if self._process is not None and self._process.poll() is None:
            self._end(signal.SIGKILL)
        self.give_up('the test has ended')

    def give_up(self, reason):
        """Lets everybody fail who waits for a daemon that will not come."""
        with self._changed:
            self._given_up = reason
            self._changed.notify_all()

    def wait_for_life(self, after=0):
        """Waits for a process that serves and is younger than the life numbered `after`."""
        with self._changed:
            found = self._changed.wait_for(
                lambda: self._given_up or (self._life is not None and self._life.number > after), PATIENCE_SECONDS)
            if self._given_up:
                raise AssertionError(self._given_up)
            if not found:
                raise AssertionError(f'the daemon serves, but does not answer (life {after})')
            return self._life

    def log_tail(self, lines=60):
        with open(self.log_path, encoding='utf-8') as file:
            return ''.join(file.readlines()[-lines:])

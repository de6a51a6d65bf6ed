"""Starts admfd and admf as their users do: as programs, with files, flags and signals."""

import os
import signal
import subprocess
import tempfile
import unittest

DAEMON = os.path.abspath('server/admfd')
CLIENT = os.path.abspath('client/admf')
# How long anything may take before the test gives up; never how long it should.
PATIENCE_SECONDS = 120


def random_walk_csv(bars, state=12345):
    """Daily bars; the same ones for the same state."""
    lines = ['Date,Open,High,Low,Close,Volume']
    close, day = 100.0, 0
    while len(lines) <= bars:
        state = (state * 1103515245 + 12345) % 2**31
        opened = close
        close = round(opened * (1 + (state / 2**31 - 0.5) * 0.05), 2)
        high, low = max(opened, close) * 1.01, min(opened, close) * 0.99
        month, in_month = divmod(day, 28)
        year, month = 2004 + month // 12, month % 12 + 1
        lines.append(f'{year}-{month:02}-{in_month + 1:02},{opened:.2f},{high:.2f},{low:.2f},{close:.2f},1000')
        day += 1
    return '\n'.join(lines) + '\n'


class ProgramsTest(unittest.TestCase):
    """A temporary folder with `data` and `state`, and programs that don't outlive the test."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(dir=os.environ.get('TEST_TMPDIR'))
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.data = os.path.join(self.folder, 'data')
        self.state = os.path.join(self.folder, 'state')
        self.port_file = os.path.join(self.folder, 'port')
        os.mkdir(self.data)
        self.write('data/GOOG.csv', random_walk_csv(900))
        self.write('data/AAPL.csv', random_walk_csv(700, state=54321))

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
        return path

    def environment(self, **more):
        """Nothing of the caller's but what programs need."""
        return {'PATH': os.environ['PATH'], 'HOME': self.folder, **more}

    def run_daemon(self, *arguments, **environment):
        """Runs admfd to its end."""
        return subprocess.run([DAEMON, *arguments], cwd=self.folder, env=self.environment(**environment),
                              capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False)

    def start_daemon(self, *arguments, state=None):
        """Starts admfd on a free port; returns the process and the address once it serves."""
        log = open(os.path.join(self.folder, 'log'), 'a', encoding='utf-8')
        self.addCleanup(log.close)
        process = subprocess.Popen(
            [DAEMON, '--listen', '127.0.0.1:0', '--data-root', self.data, '--state-dir', state or self.state,
             '--port-file', self.port_file, *arguments],
            cwd=self.folder, env=self.environment(), stdout=subprocess.PIPE, stderr=log, text=True)
        self.addCleanup(self.end, process)
        line = process.stdout.readline()
        self.assertIn('listens on 127.0.0.1:', line, self.log())
        return process, line.split()[-1]

    def end(self, process):
        if process.poll() is None:
            process.kill()
        process.wait()
        process.stdout.close()

    def stop(self, process, number=signal.SIGTERM):
        """Tells a daemon to end, and returns its exit code."""
        process.send_signal(number)
        return process.wait(timeout=PATIENCE_SECONDS)

    def log(self):
        with open(os.path.join(self.folder, 'log'), encoding='utf-8') as file:
            return file.read()

    def admf(self, *arguments, server=None, stdin=None, **environment):
        """Runs the command line to its end."""
        if server:
            environment['ADMF_SERVER'] = server
        return subprocess.run([CLIENT, *arguments], cwd=self.folder, env=self.environment(**environment), input=stdin,
                              capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False)

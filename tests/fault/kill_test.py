"""Kills the daemon with SIGKILL again and again, at random moments of its start and of its work, while several clients
submit, cancel, pause, resume, retry, watch and list. In the end everything that was acknowledged must be there and be
what it would have been without that.

  bazel test //tests/fault:kill_test                          # as CI does
  bazel run //tests/fault:kill_test -- --kills 5000           # for a night
  bazel run //tests/fault:kill_test -- --seed 123             # the same schedule once more

The seed decides when the daemon is killed and what every client does. How threads and processes take turns it can't
decide, so the same seed makes the same schedule, not the same run.
"""

import argparse
import collections
import os
import random
import shutil
import sqlite3
import sys
import tempfile
import threading
import time

from tests.fault import verdict
from tests.fault import workload
from tests.fault.client import Client
from tests.fault.connection import Connection
from tests.fault.daemon import PATIENCE_SECONDS, Daemon
from tests.fault.ledger import Ledger

CLIENTS = 6
# Of how many lives one is ended before the daemon serves.
STARTS_KILLED = 0.15
# The longest start and the longest life that are waited for.
MAX_START_SECONDS = 0.06
MAX_LIFE_SECONDS = 0.5
# More than there will be: in this test crashes are not the workflows' fault.
MAX_CRASHES_PER_PHASE = 1_000_000


def kill_again_and_again(daemon, ledger, numbers, kills):
    """Lets the daemon live `kills` times, each time for a random time; the waiting is what is tested, not a guess of
    how long something takes."""
    never = threading.Event()
    for _ in range(kills):
        daemon.launch()
        if numbers.random() < STARTS_KILLED:
            never.wait(numbers.uniform(0, MAX_START_SECONDS))
        else:
            daemon.await_serving()
            never.wait(numbers.uniform(0, MAX_LIFE_SECONDS))
        daemon.kill()
        if ledger.failures:
            return


def disturb(daemon, ledger, seed, kills):
    """Kills the daemon under the hands of its clients; returns how often they did what."""
    clients = [Client(f'client-{i}', random.Random(f'{seed}/{i}'), daemon, ledger) for i in range(CLIENTS)]
    for client in clients:
        client.start()
    try:
        kill_again_and_again(daemon, ledger, random.Random(f'{seed}/kills'), kills)
        for client in clients:
            client.stop()
        # Once more, so that the clients get the answers that they wait for.
        daemon.start()
    except BaseException as error:
        daemon.give_up(f'no daemon any more: {error}')
        raise
    finally:
        for client in clients:
            client.stop()
            client.join()
    counts = collections.Counter()
    for client in clients:
        counts.update(client.counts)
    return counts


def await_condition(condition):
    """Whether it comes true in time."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def judge(daemon, ledger, outcomes):
    """Everything that is wrong in the end."""
    workflows = ledger.workflows()
    connection = Connection(daemon)
    problems = ledger.failures
    histories = verdict.finish(connection, workflows)
    recoveries = verdict.count_recoveries(histories)
    print(f'{recoveries} times a workflow went on after a kill', flush=True)
    if recoveries == 0:
        problems.append('no kill has hit a running workflow: this has tested nothing')
    problems += verdict.check_workflows(connection, workflows, histories, outcomes)
    problems += verdict.check_list(connection, workflows)
    artifacts = verdict.artifacts_of(connection, workflows)
    # What crashes have left behind goes soon after a start.
    connection.close()
    if daemon.stop() != 0:
        problems.append('admfd did not end well:\n' + daemon.log_tail())
    daemon.start()
    if not await_condition(lambda: verdict.stored_artifacts(daemon.state) <= artifacts):
        problems.append(f'nobody needs {verdict.stored_artifacts(daemon.state) - artifacts}')
    problems += verdict.check_list(connection, workflows)
    connection.close()
    if daemon.stop() != 0:
        problems.append('admfd did not end well:\n' + daemon.log_tail())
    problems += verdict.check_stopped_folder(daemon.state, artifacts)
    with sqlite3.connect(os.path.join(daemon.state, 'journal.db')) as journal:
        problems += [f'integrity_check: {row[0]}' for row in journal.execute('PRAGMA integrity_check')
                     if row[0] != 'ok']
    return problems


def run(folder, seed, kills):
    """Returns everything that is wrong."""
    data = os.path.join(folder, 'data')
    workload.write_data(data)
    peaceful = Daemon(os.path.join(folder, 'peaceful'), data, MAX_CRASHES_PER_PHASE)
    daemon = Daemon(os.path.join(folder, 'disturbed'), data, MAX_CRASHES_PER_PHASE)
    ledger = Ledger()
    try:
        outcomes = workload.run_undisturbed(peaceful)
        begin = time.monotonic()
        counts = disturb(daemon, ledger, seed, kills)
        print(f'{kills} kills in {time.monotonic() - begin:.0f} s, {len(ledger.workflows())} workflows, actions: '
              f'{dict(counts)}', flush=True)
        problems = judge(daemon, ledger, outcomes)
    finally:
        peaceful.end()
        daemon.end()
    if problems:
        print(daemon.log_tail())
    return problems


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--seed', type=int, default=int.from_bytes(os.urandom(4), 'little'))
    parser.add_argument('--kills', type=int, default=200)
    parser.add_argument('--keep', action='store_true', help='keep the folder of the daemon')
    options = parser.parse_args()
    print(f'--seed {options.seed} --kills {options.kills}', flush=True)
    folder = tempfile.mkdtemp(dir=os.environ.get('TEST_TMPDIR'))
    try:
        problems = run(folder, options.seed, options.kills)
    finally:
        if options.keep:
            print(f'the folder is {folder}')
        else:
            shutil.rmtree(folder)
    for problem in problems:
        print(f'WRONG: {problem}')
    print(f'{len(problems)} problems; to repeat: --seed {options.seed} --kills {options.kills}')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())

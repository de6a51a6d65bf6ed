"""Many small workflows through one daemon: its memory, file descriptors and threads must not grow with their number.

  bazel test //tests/soak:soak_test                               # as CI does
  bazel run //tests/soak:soak_test -- --workflows 100000          # all of it

Prints what the process holds after each tenth of the workflows. After the first tenth, which fills caches and pools,
nothing may grow but memory by a bound that has nothing to do with the number of workflows. A short run ends before the
journal's page caches are full, and allows for them.
"""

import argparse
import collections
import os
import shutil
import sys
import tempfile
import time

from admf.v1 import coordinator_service_pb2 as pb
from admf.v1 import workflow_pb2
from tests.fault.daemon import Daemon

STEPS = 10
BARS = 50
# Calls that wait for their answer at once.
WINDOW = 64
# One of so many workflows is watched and its result read, as people do.
WATCHED = 50
# What an allocator may still take after the first tenth: 16 MiB are 180 bytes for each of 90,000 workflows, and the
# least that is kept of one takes more than that.
MAX_GROWTH_MIB = 16
# SQLite's page caches fill until they are full, which they are after a few thousand workflows.
PAGE_CACHES_MIB = 48
FULL_AFTER = 5_000
# The journal connects each of its readers when it is first needed: four of them, two files each.
MAX_MORE_DESCRIPTORS = 8

WORKFLOW = '''
workflow:
  type: backtest
  labels: {number: "%d"}
  data_config: {sources: {WALK: {path: walk.csv}}}
  backtest_config:
    strategy: {type: sma_crossover, params: {fast_period: 3, slow_period: 9}}
'''

Footprint = collections.namedtuple('Footprint', ['memory_mib', 'threads', 'descriptors'])


def footprint(process_id):
    """What a process holds just now."""
    with open(f'/proc/{process_id}/status', encoding='utf-8') as file:
        fields = dict(line.split(':', 1) for line in file)
    return Footprint(int(fields['VmRSS'].split()[0]) / 1024, int(fields['Threads']),
                     len(os.listdir(f'/proc/{process_id}/fd')))


def submit(service, numbers):
    """Submits workflows, some at a time; returns their ids."""
    ids, calls = [], collections.deque()
    for number in numbers:
        if len(calls) == WINDOW:
            ids.append(calls.popleft().result().workflow_id)
        request = pb.SubmitWorkflowRequest(request_id=f'soak-{number}',
                                           workflow=pb.WorkflowInput(yaml=WORKFLOW % number))
        calls.append(service.SubmitWorkflow.future(request, timeout=60))
    return ids + [call.result().workflow_id for call in calls]


def await_end(service, workflow_id):
    """Watches a workflow to its end and reads its result."""
    for _ in service.WatchWorkflow(pb.WatchWorkflowRequest(workflow_id=workflow_id), timeout=600):
        pass
    result = service.GetResult(pb.GetResultRequest(workflow_id=workflow_id), timeout=60).result
    if result.state != workflow_pb2.WORKFLOW_STATE_SUCCEEDED:
        raise AssertionError(f'{workflow_id} has not succeeded: {result.error}')


def run_all(service, numbers):
    """Submits workflows and waits until all have ended. They run in the order of their submission."""
    ids = submit(service, numbers)
    for workflow_id in ids[::WATCHED]:
        await_end(service, workflow_id)
    # The last ones run beside each other, and end in any order.
    for workflow_id in ids[-8:]:
        await_end(service, workflow_id)


def count_succeeded(service):
    page = pb.ListWorkflowsRequest(page_size=1000, states=[workflow_pb2.WORKFLOW_STATE_SUCCEEDED])
    count = 0
    while True:
        answer = service.ListWorkflows(page, timeout=60)
        count += len(answer.workflows)
        if not answer.next_page_token:
            return count
        page.page_token = answer.next_page_token


def check(first, now, max_growth_mib):
    """Yields what has grown since the first tenth."""
    if now.memory_mib > first.memory_mib + max_growth_mib:
        yield f'memory grew from {first.memory_mib:.1f} to {now.memory_mib:.1f} MiB'
    if now.threads > first.threads:
        yield f'threads grew from {first.threads} to {now.threads}'
    if now.descriptors > first.descriptors + MAX_MORE_DESCRIPTORS:
        yield f'file descriptors grew from {first.descriptors} to {now.descriptors}'


def soak(daemon, workflows):
    """Returns everything that is wrong."""
    channel, service = daemon.start().connect()
    problems, first = [], None
    max_growth_mib = MAX_GROWTH_MIB + (PAGE_CACHES_MIB if workflows // STEPS < FULL_AFTER else 0)
    # In pieces that the queue of the daemon takes.
    piece = min(1_000, workflows // STEPS)
    print(f'{"workflows":>9} {"per second":>10} {"memory":>10} {"threads":>7} {"descriptors":>11}', flush=True)
    with channel:
        for step in range(STEPS):
            begin = time.monotonic()
            numbers = range(step * workflows // STEPS, (step + 1) * workflows // STEPS)
            for start in range(0, len(numbers), piece):
                run_all(service, numbers[start:start + piece])
            now = footprint(daemon.process_id)
            rate = len(numbers) / (time.monotonic() - begin)
            print(f'{numbers.stop:>9} {rate:>10.0f} {now.memory_mib:>6.1f} MiB {now.threads:>7} {now.descriptors:>11}',
                  flush=True)
            first = first or now
            problems += check(first, now, max_growth_mib)
        succeeded = count_succeeded(service)
        if succeeded != workflows:
            problems.append(f'{workflows} were submitted, {succeeded} have succeeded')
    if daemon.stop() != 0:
        problems.append('admfd did not end well:\n' + daemon.log_tail())
    return problems


def write_walk(folder):
    os.makedirs(folder)
    with open(os.path.join(folder, 'walk.csv'), 'w', encoding='utf-8') as file:
        file.write('time,open,high,low,close\n')
        file.writelines(f'{946684800 + 86400 * i},100,102,98,{99 + i * i % 3}\n' for i in range(BARS))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--workflows', type=int, default=3_000)
    options = parser.parse_args()
    folder = tempfile.mkdtemp(dir=os.environ.get('TEST_TMPDIR'))
    data = os.path.join(folder, 'data')
    write_walk(data)
    daemon = Daemon(folder, data, max_crashes_per_phase=3)
    try:
        problems = soak(daemon, options.workflows)
    finally:
        daemon.end()
        shutil.rmtree(folder)
    for problem in problems:
        print(f'WRONG: {problem}')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())

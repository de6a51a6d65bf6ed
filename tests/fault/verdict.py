"""Compares what the daemon has in the end with what its clients know, and with runs that nothing has disturbed."""

import os
import re

from admf.v1 import coordinator_service_pb2 as pb
from admf.v1 import workflow_pb2
from tests.fault import workload
from tests.fault.ledger import TERMINAL

QUEUED = workflow_pb2.WORKFLOW_STATE_QUEUED
RUNNING = workflow_pb2.WORKFLOW_STATE_RUNNING
PAUSED = workflow_pb2.WORKFLOW_STATE_PAUSED
CANCELLING = workflow_pb2.WORKFLOW_STATE_CANCELLING
CANCELLED = workflow_pb2.WORKFLOW_STATE_CANCELLED
SUCCEEDED = workflow_pb2.WORKFLOW_STATE_SUCCEEDED
FAILED = workflow_pb2.WORKFLOW_STATE_FAILED
# The name of a file of the cache.
CACHED = re.compile(r'(source-|series-)?[0-9a-f]{64}')


def finish(connection, workflows):
    """Lets everything run to its end; returns the events by workflow id."""
    for workflow in workflows:
        connection.unless_refused('Resume', pb.ResumeRequest(workflow_id=workflow.workflow_id))
    return {
        workflow.workflow_id: [answer.event for answer in connection.attempt(
            'WatchWorkflow', pb.WatchWorkflowRequest(workflow_id=workflow.workflow_id))]
        for workflow in workflows
    }


def states_after(events):
    """The workflow's state after each of its events, by the state machine of the documentation."""
    states, state, cancel_requested = [], None, False
    for event in events:
        kind = event.WhichOneof('event')
        cancel_requested |= kind == 'cancel_requested'
        if kind == 'submitted' or (kind == 'resumed' and state == PAUSED):
            state = QUEUED
        elif kind == 'started':
            state = CANCELLING if cancel_requested else RUNNING
        elif kind == 'cancel_requested' and state == RUNNING:
            state = CANCELLING
        elif kind == 'paused':
            state = PAUSED
        elif kind == 'completed':
            state = event.completed.state
        states.append(state)
    return states


def check_events(workflow, events):
    """Yields what is wrong with the events of a workflow that has ended."""
    kinds = [event.WhichOneof('event') for event in events]
    if [event.sequence for event in events] != list(range(1, len(events) + 1)):
        yield 'the events are not numbered 1, 2, 3...'
    if kinds.count('submitted') != 1 or kinds[0] != 'submitted':
        yield 'it was not submitted once, at first'
    if kinds.count('completed') != 1 or kinds[-1] != 'completed':
        yield 'it did not end once, at last'
    serialized = [event.SerializeToString(deterministic=True) for event in events]
    if workflow.events != serialized[:len(workflow.events)]:
        yield 'watchers have seen other events'
    states = states_after(events)
    for last_sequence, state in sorted(workflow.answers):
        if not 0 < last_sequence <= len(states) or states[last_sequence - 1] != state:
            yield f'an answer has named the state {state} after event {last_sequence}'
    yield from check_phases(events)


def check_phases(events):
    """Nothing that was finished is done once more."""
    finished = [result.phase for result in events[0].submitted.inherited_phases]
    for event in events:
        kind = event.WhichOneof('event')
        if kind == 'phase_started' and event.phase_started.phase in finished:
            yield f'phase {event.phase_started.phase} had finished, and was executed once more'
        elif kind == 'phase_completed':
            finished.append(event.phase_completed.result.phase)
    if finished != sorted(finished):
        yield f'phases finished in the order {finished}'


def check_result(workflow, events, result, undisturbed):
    """Yields what is wrong with what a workflow came to."""
    completed = events[-1].completed
    cancelled = any(event.HasField('cancel_requested') for event in events)
    if result.state != completed.state:
        yield f'the result says {result.state}, the last event {completed.state}'
    if result.state != (CANCELLED if cancelled else undisturbed.state):
        yield f'it ended as {result.state}: {result.error}'
    if result.state == SUCCEEDED:
        artifacts = sorted((artifact.name, artifact.digest) for artifact in result.artifacts)
        if (result.result_digest, artifacts) != (undisturbed.digest, undisturbed.artifacts):
            yield f'the digest is {result.result_digest} instead of {undisturbed.digest}'
        if completed.result_digest != result.result_digest:
            yield 'the last event has another digest than the result'
    if result.state == FAILED and result.error.message != undisturbed.error:
        yield f'it failed with {result.error.message!r} instead of {undisturbed.error!r}'


def count_recoveries(histories):
    """How many of them were going on when the daemon was killed, and were seen to go on afterwards."""
    return sum(event.HasField('recovered') and event.recovered.after_crash
               for events in histories.values() for event in events)


def check_workflows(connection, workflows, histories, outcomes):
    """Yields what is wrong with any workflow."""
    for workflow in workflows:
        events = histories[workflow.workflow_id]
        result = connection.attempt('GetResult', pb.GetResultRequest(workflow_id=workflow.workflow_id)).result
        problems = list(check_events(workflow, events))
        problems += check_result(workflow, events, result, outcomes[workflow.configuration])
        if problems:
            yield f'{workflow.workflow_id} ({workflow.configuration}): ' + '; '.join(problems) + ''.join(
                f'\n  {describe(event)}' for event in events)


def describe(event):
    """An event in one line."""
    kind = event.WhichOneof('event')
    content = re.sub(r'\s+', ' ', str(getattr(event, kind)))
    return f'{event.sequence} {kind} {content[:300]}'


def list_all(connection):
    """Every workflow that the daemon knows."""
    page, statuses = pb.ListWorkflowsRequest(page_size=1000), []
    while True:
        answer = connection.attempt('ListWorkflows', page)
        statuses += answer.workflows
        if not answer.next_page_token:
            return statuses
        page.page_token = answer.next_page_token


def check_list(connection, workflows):
    """Yields what is wrong with the list: all of what was acknowledged is in it, once, and nothing else."""
    statuses = list_all(connection)
    listed = sorted(status.workflow_id for status in statuses)
    acknowledged = sorted(workflow.workflow_id for workflow in workflows)
    if listed != acknowledged:
        yield (f'{len(acknowledged)} workflows were acknowledged, {len(listed)} are listed; missing: '
               f'{set(acknowledged) - set(listed)}, too many: {set(listed) - set(acknowledged)}')
    for status in statuses:
        if status.state not in TERMINAL:
            yield f'has not ended:\n{status}'


def artifacts_of(connection, workflows):
    """The digests of all tables that some result names."""
    digests = set()
    for workflow in workflows:
        result = connection.attempt('GetResult', pb.GetResultRequest(workflow_id=workflow.workflow_id)).result
        digests.update(artifact.digest for artifact in result.artifacts)
        digests.update(artifact.digest for phase in result.phases for artifact in phase.artifacts)
    return digests


def stored_artifacts(state_folder):
    """The names of all files of the artifact store."""
    return {name for _, _, names in os.walk(os.path.join(state_folder, 'artifacts')) for name in names}


def check_stopped_folder(state_folder, artifacts):
    """Yields what a daemon that was stopped has left in its folder and should not have."""
    expected = {os.path.join('artifacts', digest[:2], digest) for digest in artifacts} | {'journal.db', 'lock'}
    found = set()
    for folder, folders, names in os.walk(state_folder):
        inside = os.path.relpath(folder, state_folder)
        if inside.startswith('cache'):
            # What it knows of price files stays, under their digests; but nothing that is half written.
            names = [name for name in names if not CACHED.fullmatch(name)]
        found.update(os.path.normpath(os.path.join(inside, name)) for name in names)
        if inside in ('scratch', 'exports') and folders:
            yield f'{inside} is not empty: {folders}'
    if found != expected:
        yield f'left over: {sorted(found - expected)}, missing: {sorted(expected - found)}'

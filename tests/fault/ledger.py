"""What clients know for certain: the answers and events that they got. The daemon must never contradict it."""

import threading

from admf.v1 import workflow_pb2

TERMINAL = (workflow_pb2.WORKFLOW_STATE_SUCCEEDED, workflow_pb2.WORKFLOW_STATE_FAILED,
            workflow_pb2.WORKFLOW_STATE_CANCELLED)


class Acknowledged:
    """A workflow whose submission was answered. Only the ledger changes it."""

    def __init__(self, workflow_id, configuration, retry_of):
        self.workflow_id = workflow_id
        # Name in workload.CONFIGURATIONS.
        self.configuration = configuration
        self.retry_of = retry_of
        # The events that clients have seen, serialized; the one at i has the sequence number i + 1.
        self.events = []
        # What answers have said: pairs of a last_sequence and the state with it.
        self.answers = set()
        # Whether some client knows that it has ended.
        self.ended = False


class Ledger:
    """Thread-safe."""

    def __init__(self):
        self._lock = threading.Lock()
        self._workflows = {}
        self._failures = []

    def fail(self, what):
        with self._lock:
            self._failures.append(what)

    @property
    def failures(self):
        with self._lock:
            return list(self._failures)

    def add(self, workflow_id, configuration, retry_of=''):
        """Takes down an acknowledged submission, for the first time or again."""
        with self._lock:
            known = self._workflows.setdefault(workflow_id, Acknowledged(workflow_id, configuration, retry_of))
            if (known.configuration, known.retry_of) != (configuration, retry_of):
                self._failures.append(f'{workflow_id} was given to two different submissions')
            return known

    def workflows(self):
        with self._lock:
            return list(self._workflows.values())

    def see_status(self, workflow, seen_before, status):
        """An answer has said how a workflow stands.

        Args:
          workflow: the one that was asked for.
          seen_before: how many of its events somebody had seen before the call was made.
          status: the answer's.
        """
        with self._lock:
            if status.workflow_id != workflow.workflow_id:
                self._failures.append(f'asked for {workflow.workflow_id}, got {status.workflow_id}')
            if status.last_sequence < seen_before:
                self._failures.append(f'{workflow.workflow_id} has forgotten events: {seen_before} were seen, now '
                                      f'there are {status.last_sequence}')
            workflow.answers.add((status.last_sequence, status.state))
            workflow.ended |= status.state in TERMINAL

    def see_event(self, workflow, event):
        """A watcher got an event. Every watcher must get the same one under the same number."""
        serialized = event.SerializeToString(deterministic=True)
        with self._lock:
            seen = workflow.events
            if event.sequence <= len(seen):
                if seen[event.sequence - 1] != serialized:
                    self._failures.append(f'{workflow.workflow_id} has two events {event.sequence}:\n{event}')
            elif event.sequence == len(seen) + 1:
                seen.append(serialized)
            else:
                self._failures.append(f'{workflow.workflow_id}: event {event.sequence} follows {len(seen)}')
            workflow.ended |= event.WhichOneof('event') == 'completed'

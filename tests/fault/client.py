"""A client that does this and that at random, and does everything again whose answer it did not get."""

import threading

import grpc

from admf.v1 import coordinator_service_pb2 as pb
from tests.fault import workload
from tests.fault.connection import LOST, Connection

# Workflows of a client that have not ended, as far as it knows; it looks after them before it submits more.
MAX_OPEN = 6
# A client loses sight of its workflows when it has submitted so many others.
RECENT = 12
# How long a watch lasts at the most: a workflow that rests has no events.
WATCH_SECONDS = 0.2


class Client(threading.Thread):
    """Acts until it is told to stop. What it does depends on `numbers` and on the answers that it gets."""

    def __init__(self, name, numbers, daemon, ledger):
        super().__init__(name=name)
        self._numbers = numbers
        self._ledger = ledger
        self._connection = Connection(daemon)
        self._stopping = threading.Event()
        # The requests that were acknowledged: method, request, and the workflow that it made.
        self._submitted = []
        self._weights = {
            self._submit: 30, self._submit_again: 6, self._submit_other_content: 2, self._retry: 8, self._cancel: 6,
            self._pause: 8, self._resume: 10, self._watch: 25, self._look: 10, self._list: 2,
        }
        self.counts = {action.__name__.strip('_'): 0 for action in self._weights}

    def stop(self):
        self._stopping.set()

    def run(self):
        try:
            while not self._stopping.is_set():
                self._act()
        except Exception as error:  # pylint: disable=broad-except
            self._ledger.fail(f'{self.name}: {error!r}')
        finally:
            self._connection.close()

    def _act(self):
        action = self._numbers.choices(list(self._weights), self._weights.values())[0]
        if action == self._submit and len(self._open()) >= MAX_OPEN:
            action = self._numbers.choice([self._resume, self._watch])
        self.counts[action.__name__.strip('_')] += 1
        action()

    def _open(self):
        return [workflow for _, _, workflow in self._submitted[-RECENT:] if not workflow.ended]

    def _choose(self):
        """A workflow of any client, more often than not one that is still at work; None if there is none."""
        workflows = self._ledger.workflows()[-5 * RECENT:]
        unfinished = [workflow for workflow in workflows if not workflow.ended]
        candidates = unfinished if unfinished and self._numbers.random() < 0.8 else workflows
        return self._numbers.choice(candidates) if candidates else None

    # Submitting.

    def _next_request_id(self):
        return f'{self.name}-{len(self._submitted)}'

    def _submit(self):
        names = list(workload.CONFIGURATIONS)
        name = self._numbers.choices(names, [workload.WEIGHTS[name] for name in names])[0]
        text = workload.CONFIGURATIONS[name] + f'  labels: {{client: {self.name}}}\n'
        request = pb.SubmitWorkflowRequest(request_id=self._next_request_id(), priority=self._numbers.randint(1, 5),
                                           workflow=pb.WorkflowInput(yaml=text))
        if self._numbers.random() < 0.2:
            self._lose_answer(request)
        answer = self._connection.until_answered('SubmitWorkflow', request)
        self._take_down('SubmitWorkflow', request, answer, name)

    def _lose_answer(self, request):
        """Sends a request and does not wait long enough for the answer."""
        try:
            self._connection.attempt('SubmitWorkflow', request, timeout=self._numbers.uniform(0, 0.005))
        except grpc.RpcError as error:
            if error.code() not in LOST:
                raise

    def _take_down(self, method, request, answer, configuration, retry_of=''):
        workflow = self._ledger.add(answer.workflow_id, configuration, retry_of)
        self._ledger.see_status(workflow, 0, answer.status)
        self._submitted.append((method, request, workflow))

    def _submit_again(self):
        """The same request id with the same content has the same answer, for ever."""
        if not self._submitted:
            return
        method, request, workflow = self._numbers.choice(self._submitted)
        answer = self._ask(method, request, workflow)
        if answer.workflow_id != workflow.workflow_id or not answer.already_submitted:
            self._ledger.fail(f'{request.request_id} made {workflow.workflow_id}, and then\n{answer}')

    def _submit_other_content(self):
        """The same request id with another content is refused."""
        if not self._submitted:
            return
        request = pb.SubmitWorkflowRequest(request_id=self._numbers.choice(self._submitted)[1].request_id,
                                           workflow=pb.WorkflowInput(yaml=workload.OTHER_CONTENT))
        try:
            answer = self._connection.until_answered('SubmitWorkflow', request)
            self._ledger.fail(f'{request.request_id} was used for two contents:\n{answer}')
        except grpc.RpcError as error:
            if error.code() != grpc.StatusCode.ALREADY_EXISTS:
                raise

    def _retry(self):
        workflow = self._choose()
        if workflow is None:
            return
        request = pb.RetryRequest(workflow_id=workflow.workflow_id, request_id=self._next_request_id())
        answer = self._connection.unless_refused('Retry', request)
        if answer is not None:
            self._take_down('Retry', request, answer, workflow.configuration, workflow.workflow_id)

    # Controlling and looking.

    def _ask(self, method, request, workflow):
        """An answer with a status, or None if it was refused because of how the workflow stands."""
        seen_before = len(workflow.events)
        answer = self._connection.unless_refused(method, request)
        if answer is not None:
            self._ledger.see_status(workflow, seen_before, answer.status)
        return answer

    def _control(self, method, request_type):
        workflow = self._choose()
        if workflow is not None:
            self._ask(method, request_type(workflow_id=workflow.workflow_id), workflow)

    def _cancel(self):
        self._control('Cancel', pb.CancelRequest)

    def _pause(self):
        self._control('Pause', pb.PauseRequest)

    def _resume(self):
        self._control('Resume', pb.ResumeRequest)

    def _look(self):
        self._control('GetStatus', pb.GetStatusRequest)

    def _watch(self):
        """Follows a workflow from somewhere for some events, over as many lives of the daemon as that takes."""
        workflow = self._choose()
        if workflow is None:
            return
        request = pb.WatchWorkflowRequest(workflow_id=workflow.workflow_id,
                                          after_sequence=self._numbers.randint(0, len(workflow.events)))
        last = request.after_sequence + self._numbers.randint(1, 30)
        while not self._watch_once(workflow, request, last):
            self._connection.await_next_life()

    def _watch_once(self, workflow, request, last):
        """Follows a workflow until the daemon is killed; `request` asks for the rest then. True if it need not go on."""
        stream = self._connection.attempt('WatchWorkflow', request, timeout=WATCH_SECONDS)
        try:
            for answer in stream:
                request.after_sequence += 1
                if answer.event.sequence != request.after_sequence:
                    self._ledger.fail(f'{workflow.workflow_id}: instead of event {request.after_sequence} came\n'
                                      f'{answer.event}')
                self._ledger.see_event(workflow, answer.event)
                if request.after_sequence == last:
                    stream.cancel()
                    break
            return True
        except grpc.RpcError as error:
            if error.code() == grpc.StatusCode.DEADLINE_EXCEEDED:
                return True
            if error.code() not in LOST:
                raise
            return False

    def _list(self):
        """What was acknowledged before is in the list."""
        mine = {workflow.workflow_id for _, _, workflow in self._submitted if not workflow.retry_of}
        page = pb.ListWorkflowsRequest(page_size=200, labels={'client': self.name})
        listed = set()
        while True:
            answer = self._connection.until_answered('ListWorkflows', page)
            listed.update(status.workflow_id for status in answer.workflows)
            if not answer.next_page_token:
                break
            page.page_token = answer.next_page_token
        if not mine <= listed:
            self._ledger.fail(f'{self.name}: acknowledged, but not listed: {mine - listed}')

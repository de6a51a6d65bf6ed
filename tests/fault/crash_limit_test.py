"""A workflow that the daemon was executing each time when it crashed is given up, and nothing else is."""

import os
import shutil
import tempfile
import unittest

from google.rpc import error_details_pb2

from admf.v1 import coordinator_service_pb2 as pb
from admf.v1 import workflow_config_pb2 as config_pb2
from admf.v1 import workflow_pb2
from tests.fault import workload
from tests.fault.connection import Connection
from tests.fault.daemon import Daemon

MAX_CRASHES = 3
# Reading it takes seconds, from the event `phase_started` on.
HUGE_BARS = 2_000_000


class CrashLimitTest(unittest.TestCase):

    def setUp(self):
        folder = tempfile.mkdtemp(dir=os.environ.get('TEST_TMPDIR'))
        self.addCleanup(shutil.rmtree, folder)
        data = os.path.join(folder, 'data')
        workload.write_data(data)
        workload.write_lines(data, 'huge', ['time,open,high,low,close'] + [
            f'{946684800 + 60 * i},100,101,99,100.5' for i in range(HUGE_BARS)])
        self.daemon = Daemon(folder, data, max_crashes_per_phase=MAX_CRASHES, drain_time='1ms')
        self.addCleanup(self.daemon.end)
        self.connection = Connection(self.daemon)
        self.addCleanup(self.connection.close)

    def submit(self, data):
        request = pb.SubmitWorkflowRequest(workflow=pb.WorkflowInput(yaml=workload.yaml(data, 'sma')))
        return self.connection.attempt('SubmitWorkflow', request).workflow_id

    def events_after(self, workflow_id, sequence):
        request = pb.WatchWorkflowRequest(workflow_id=workflow_id, after_sequence=sequence)
        return (answer.event for answer in self.connection.attempt('WatchWorkflow', request))

    def await_data_preparation(self, workflow_id, after):
        """Waits until the phase is being executed; returns the number of the event that says so."""
        for event in self.events_after(workflow_id, after):
            if event.phase_started.phase == config_pb2.WORKFLOW_PHASE_DATA_PREPARATION:
                return event.sequence
        raise AssertionError('the workflow has ended\n' + self.daemon.log_tail())

    def result(self, workflow_id):
        for _ in self.events_after(workflow_id, 0):
            pass
        return self.connection.attempt('GetResult', pb.GetResultRequest(workflow_id=workflow_id)).result

    def reason(self, result):
        info = error_details_pb2.ErrorInfo()
        self.assertTrue(any(detail.Unpack(info) for detail in result.error.details), result.error)
        return info.reason

    def test_a_workflow_in_every_crash_fails_and_the_daemon_goes_on(self):
        self.daemon.start()
        culprit = self.submit('huge')
        seen = 0
        for _ in range(MAX_CRASHES):
            seen = self.await_data_preparation(culprit, seen)
            self.daemon.kill()
            self.daemon.start()
        given_up = self.result(culprit)
        self.assertEqual(given_up.state, workflow_pb2.WORKFLOW_STATE_FAILED)
        self.assertEqual(self.reason(given_up), 'REPEATED_CRASHES')
        self.assertEqual(self.result(self.submit('short')).state, workflow_pb2.WORKFLOW_STATE_SUCCEEDED)
        # Who knows better can try it again.
        again = self.connection.attempt('Retry', pb.RetryRequest(workflow_id=culprit))
        self.assertEqual(self.result(again.workflow_id).state, workflow_pb2.WORKFLOW_STATE_SUCCEEDED)

    def test_a_shutdown_is_no_crash(self):
        self.daemon.start()
        workflow = self.submit('huge')
        seen = 0
        for _ in range(MAX_CRASHES + 1):
            seen = self.await_data_preparation(workflow, seen)
            self.connection.close()
            self.assertEqual(self.daemon.stop(), 0)
            self.daemon.start()
        self.assertEqual(self.result(workflow).state, workflow_pb2.WORKFLOW_STATE_SUCCEEDED)


if __name__ == '__main__':
    unittest.main()

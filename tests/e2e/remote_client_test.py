"""The service as a remote client in another language uses it: Python's grpcio and nothing of this project's code."""

import unittest

import grpc
from google.protobuf import json_format

from admf.v1 import coordinator_service_pb2 as pb
from admf.v1 import coordinator_service_pb2_grpc as pb_grpc
from admf.v1 import workflow_config_pb2 as config_pb
from admf.v1 import workflow_pb2
from google.rpc import error_details_pb2
from google.rpc import status_pb2
from tests.e2e.programs import ProgramsTest


class RemoteClientTest(ProgramsTest):

    def setUp(self):
        super().setUp()
        _, address = self.start_daemon()
        channel = grpc.insecure_channel(address)
        self.addCleanup(channel.close)
        self.channel = channel
        self.service = pb_grpc.CoordinatorServiceStub(channel)

    def test_submits_watches_and_reads_the_result(self):
        config = json_format.ParseDict({
            'type': 'WORKFLOW_TYPE_BACKTEST',
            'name': 'from-python',
            'data_config': {'sources': {'GOOG': {'path': 'GOOG.csv'}}},
            'backtest_config': {'strategy': {'type': 'sma_crossover', 'params': {'fast_period': 5}}},
        }, config_pb.WorkflowConfig())
        submitted = self.service.SubmitWorkflow(
            pb.SubmitWorkflowRequest(workflow=pb.WorkflowInput(config=config)), timeout=60)
        events = [response.event for response in self.service.WatchWorkflow(
            pb.WatchWorkflowRequest(workflow_id=submitted.workflow_id), timeout=60)]
        self.assertEqual([event.sequence for event in events], list(range(1, len(events) + 1)))
        self.assertEqual(events[-1].WhichOneof('event'), 'completed')
        result = self.service.GetResult(pb.GetResultRequest(workflow_id=submitted.workflow_id), timeout=60).result
        self.assertEqual(result.state, workflow_pb2.WORKFLOW_STATE_SUCCEEDED)
        self.assertEqual(result.name, 'from-python')
        self.assertIn('sharpe_ratio', result.metrics)
        self.assertEqual(result.config.backtest_config.strategy.params['slow_period'].number_value, 30)

    def list_services(self, channel):
        """What the reflection service knows, as raw bytes: `list_services: "*"` is field 7 of its request."""
        call = channel.stream_stream('/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo')
        return next(call(iter([b'\x3a\x01*']), timeout=60))

    def test_reflection_is_a_switch(self):
        self.assertIn(b'admf.v1.CoordinatorService', self.list_services(self.channel))
        _, address = self.start_daemon('--config', self.write('admfd.yaml', 'reflection: false\n'),
                                       state=self.folder + '/other')
        with grpc.insecure_channel(address) as channel, self.assertRaises(grpc.RpcError) as caught:
            self.list_services(channel)
        self.assertEqual(caught.exception.code(), grpc.StatusCode.UNIMPLEMENTED)

    def test_errors_have_details(self):
        with self.assertRaises(grpc.RpcError) as caught:
            self.service.SubmitWorkflow(
                pb.SubmitWorkflowRequest(workflow=pb.WorkflowInput(yaml='workflow: {type: backtest, nam: x}')),
                timeout=60)
        self.assertEqual(caught.exception.code(), grpc.StatusCode.INVALID_ARGUMENT)
        trailers = dict(caught.exception.trailing_metadata())
        status = status_pb2.Status.FromString(trailers['grpc-status-details-bin'])
        info, bad = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
        self.assertTrue(any(detail.Unpack(info) for detail in status.details))
        self.assertEqual(info.reason, 'INVALID_CONFIGURATION')
        self.assertTrue(any(detail.Unpack(bad) for detail in status.details))
        self.assertEqual(bad.field_violations[0].field, 'workflow.nam')


if __name__ == '__main__':
    unittest.main()

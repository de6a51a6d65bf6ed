"""The daemon as a process: options, lock, port file, signals, logs."""

import json
import os
import signal
import unittest

from tests.e2e.programs import ProgramsTest


class DaemonProcessTest(ProgramsTest):

    def test_serves_writes_its_port_and_stops_cleanly(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            process, address = self.start_daemon()
            with open(self.port_file, encoding='utf-8') as file:
                self.assertEqual(file.read().strip(), address.split(':')[1])
            self.assertEqual(self.stop(process, number), 0)
            os.remove(self.port_file)
        self.assertIn('stopped', self.log())

    def test_the_effective_configuration_is_logged(self):
        process, _ = self.start_daemon()
        self.stop(process)
        self.assertIn('data_root: ' + self.data, self.log())
        self.assertIn('max_queued_workflows: 10000', self.log())

    def test_a_second_daemon_on_the_same_state_says_who_holds_it(self):
        process, _ = self.start_daemon()
        second = self.run_daemon('--listen', '127.0.0.1:0', '--data-root', self.data, '--state-dir', self.state)
        self.assertEqual(second.returncode, 1)
        self.assertIn(str(process.pid), second.stderr)
        self.assertEqual(self.stop(process), 0)

    def test_the_lock_of_a_killed_daemon_holds_nobody_up(self):
        process, _ = self.start_daemon()
        self.stop(process, signal.SIGKILL)
        process, _ = self.start_daemon()
        self.assertEqual(self.stop(process), 0)

    def test_a_port_in_use_is_refused(self):
        _, address = self.start_daemon()
        second = self.run_daemon('--listen', address, '--data-root', self.data, '--state-dir', self.folder + '/other')
        self.assertEqual(second.returncode, 1)
        self.assertIn(address, second.stderr)

    def test_an_address_that_others_reach_needs_tls(self):
        refused = self.run_daemon('--listen', '0.0.0.0:0', '--data-root', self.data, '--state-dir', self.state)
        self.assertEqual(refused.returncode, 2)
        self.assertIn('tls', refused.stderr)

    def test_check_config_prints_what_a_file_could_say(self):
        file = self.write('admfd.yaml', f'data_root: {self.data}\nlimits: {{worker_threads: 3}}\n')
        checked = self.run_daemon('--config', file, '--check-config')
        self.assertEqual(checked.returncode, 0, checked.stderr)
        self.assertIn('worker_threads: 3', checked.stdout)
        again = self.run_daemon('--config', self.write('again.yaml', checked.stdout), '--check-config')
        self.assertEqual(again.stdout, checked.stdout)

    def test_wrong_options_are_named(self):
        file = self.write('admfd.yaml', 'limits:\n  worker_treads: 3\nlisten: 127.0.0.1:99999\n')
        refused = self.run_daemon('--config', file)
        self.assertEqual(refused.returncode, 2)
        self.assertIn('admfd.yaml:2:3', refused.stderr)
        self.assertIn('worker_threads', refused.stderr)
        self.assertIn('99999', refused.stderr)
        self.assertEqual(self.run_daemon('--no-such-flag').returncode, 2)
        self.assertEqual(self.run_daemon('--config', 'none.yaml').returncode, 2)

    def test_a_missing_data_root_is_said(self):
        refused = self.run_daemon('--listen', '127.0.0.1:0', '--data-root', '/no/such/folder', '--state-dir',
                                  self.state)
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn('/no/such/folder', refused.stderr)

    def test_environment_and_flags_win_over_the_file(self):
        file = self.write('admfd.yaml', f'data_root: {self.data}\nlisten: 127.0.0.1:1\nlog: {{level: error}}\n')
        checked = self.run_daemon('--config', file, '--check-config', '--listen', '127.0.0.1:3',
                                  ADMF_LISTEN='127.0.0.1:2', ADMF_LOG_LEVEL='debug')
        self.assertIn('listen: 127.0.0.1:3', checked.stdout)
        self.assertIn('level: debug', checked.stdout)

    def test_json_logs_are_json_and_carry_the_workflow(self):
        process, address = self.start_daemon('--log-format', 'json')
        example = self.write('w.yaml', WORKFLOW)
        self.assertEqual(self.admf('run', example, server=address).returncode, 0)
        self.stop(process)
        lines = [json.loads(line) for line in self.log().splitlines()]
        self.assertTrue(any('submitted' == line['message'] and line['workflow_id'].startswith('wf-')
                            for line in lines))

    def test_a_second_signal_ends_at_once(self):
        # A drain that would take an hour: the workflow reads from a file of a million rows, again and again.
        file = self.write('admfd.yaml', 'shutdown: {drain_time: 1h}\n')
        process, address = self.start_daemon('--config', file)
        with open(os.path.join(self.data, 'large.csv'), 'w', encoding='utf-8') as data:
            data.write('time,open,high,low,close\n')
            data.writelines(f'{946684800 + 60 * i},100,101,99,100.5\n' for i in range(3_000_000))
        large = self.write('large.yaml', WORKFLOW.replace('GOOG.csv', 'large.csv'))
        submitted = self.admf('submit', large, server=address)
        self.assertEqual(submitted.returncode, 0, submitted.stderr)
        process.send_signal(signal.SIGTERM)
        process.send_signal(signal.SIGINT)
        # Either the second signal found it draining, or the drain was done before.
        self.assertIn(process.wait(timeout=100), (0, 128 + signal.SIGINT, 128 + signal.SIGTERM))


WORKFLOW = '''
workflow:
  type: backtest
  data_config: {sources: {GOOG: {path: GOOG.csv}}}
  backtest_config:
    strategy: {type: sma_crossover, params: {fast_period: 5, slow_period: 20}}
'''

if __name__ == '__main__':
    unittest.main()

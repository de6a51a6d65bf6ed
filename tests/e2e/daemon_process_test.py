"""The daemon as a process: options, lock, port file, signals, logs."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import unittest

from tests.e2e.programs import DAEMON, PATIENCE_SECONDS, ProgramsTest


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
        self.assertIn(f'process {process.pid}', second.stderr)
        self.assertIn('name another folder with --state-dir', second.stderr)
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
        # Every line is the daemon's: gRPC's begin with a letter.
        for line in second.stderr.splitlines():
            self.assertRegex(line, r'^\d{4}-')

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

    def test_what_cannot_be_printed_is_an_error(self):
        with open('/dev/full', 'w', encoding='utf-8') as full:
            checked = subprocess.run([DAEMON, '--data-root', self.data, '--check-config'], cwd=self.folder,
                                     env=self.environment(), stdout=full, stderr=subprocess.PIPE, text=True,
                                     timeout=PATIENCE_SECONDS, check=False)
        self.assertEqual(checked.returncode, 1)
        self.assertIn('standard output', checked.stderr)

    def test_a_folder_of_somebody_else_is_left_alone(self):
        state = os.path.join(self.folder, 'project')
        report = os.path.join(state, 'exports', 'report.csv')
        os.makedirs(os.path.dirname(report))
        with open(report, 'w', encoding='utf-8') as file:
            file.write('mine')
        refused = self.run_daemon('--listen', '127.0.0.1:0', '--data-root', self.data, '--state-dir', state)
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn('none of them is a daemon', refused.stderr)
        self.assertEqual(os.listdir(state), ['exports'])
        self.assertTrue(os.path.exists(report))

    def test_a_configuration_without_an_end_is_refused(self):
        refused = self.run_daemon('--config', '/dev/zero')
        self.assertEqual(refused.returncode, 2)
        self.assertIn('is a device or a pipe', refused.stderr)

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
        self.assertIn('the data root /no/such/folder does not exist; create the folder', refused.stderr)

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

    def journal(self, *arguments):
        return self.run_daemon('journal', *arguments, '--state-dir', self.state)

    def run_workflow(self, address):
        """Runs a backtest, and returns its id and its result's digest."""
        ran = self.admf('run', self.write('w.yaml', WORKFLOW), '--output', 'json', server=address)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        result = json.loads(ran.stdout)
        return result['workflow_id'], result['result_digest']

    def test_the_journal_is_backed_up_and_checked_while_the_daemon_runs(self):
        process, address = self.start_daemon()
        workflow_id, digest = self.run_workflow(address)
        backup = os.path.join(self.folder, 'backup.db')
        backed_up = self.journal('backup', backup)
        self.assertEqual(backed_up.returncode, 0, backed_up.stderr)
        self.assertEqual(backed_up.stdout, f'backed up to {backup}\n')
        self.assertEqual(self.journal('backup', backup).returncode, 1)
        checked = self.journal('check')
        self.assertEqual((checked.returncode, checked.stdout), (0, f'{self.state}/journal.db is sound\n'))
        self.stop(process)

        restored = os.path.join(self.folder, 'restored')
        os.mkdir(restored)
        shutil.copy(backup, os.path.join(restored, 'journal.db'))
        shutil.copytree(os.path.join(self.state, 'artifacts'), os.path.join(restored, 'artifacts'))
        _, address = self.start_daemon(state=restored)
        trades = os.path.join(self.folder, 'trades.csv')
        result = self.admf('result', workflow_id, '--output', 'json', '--trades', trades, server=address)
        self.assertEqual(json.loads(result.stdout)['result_digest'], digest)
        self.assertTrue(os.path.exists(trades))

    def test_the_journal_is_compacted_when_no_daemon_runs(self):
        process, address = self.start_daemon()
        workflow_id, digest = self.run_workflow(address)
        refused = self.journal('compact')
        self.assertEqual(refused.returncode, 1)
        self.assertIn(f'process {process.pid}', refused.stderr)
        self.assertIn('stop it first', refused.stderr)
        self.stop(process)
        compacted = self.journal('compact')
        self.assertEqual(compacted.returncode, 0, compacted.stderr)
        self.assertRegex(compacted.stdout, r'^compacted from \d+ to \d+ bytes\n$')
        self.assertEqual(self.journal('check').returncode, 0)
        _, address = self.start_daemon()
        result = self.admf('result', workflow_id, '--output', 'json', server=address)
        self.assertEqual(json.loads(result.stdout)['result_digest'], digest)

    def test_a_damaged_journal_is_said(self):
        process, address = self.start_daemon()
        self.run_workflow(address)
        self.stop(process)
        with sqlite3.connect(os.path.join(self.state, 'journal.db')) as database:
            database.execute("UPDATE workflows SET last_sequence = 99")
        checked = self.journal('check')
        self.assertEqual(checked.returncode, 1)
        self.assertIn('the columns contradict the status', checked.stdout)
        self.assertIn('is damaged; put a backup in its place', checked.stderr)

    def test_journal_commands_need_a_journal(self):
        for command in (['check'], ['compact'], ['backup', 'b.db']):
            refused = self.journal(*command)
            self.assertEqual(refused.returncode, 1)
            self.assertIn(f'there is no journal in {self.state}; name the state folder', refused.stderr)
        self.assertEqual(self.run_daemon('journal').returncode, 2)
        self.assertEqual(self.run_daemon('journal', 'backup').returncode, 2)
        self.assertEqual(self.run_daemon('journal', 'check', '--check-config').returncode, 2)

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

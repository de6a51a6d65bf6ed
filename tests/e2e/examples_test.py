"""Every example in examples/ runs, through the command line, and gives the same result twice."""

import csv
import glob
import json
import os
import unittest

from tests.e2e.programs import ProgramsTest

EXAMPLES = sorted(path for path in glob.glob(os.path.abspath('examples/*.yaml')) if not path.endswith('admfd.yaml'))


class ExamplesTest(ProgramsTest):

    def test_examples(self):
        self.assertGreaterEqual(len(EXAMPLES), 7)
        _, address = self.start_daemon()
        for example in EXAMPLES:
            with self.subTest(example):
                results = []
                for _ in range(2):
                    ran = self.admf('run', example, '--output', 'json', server=address)
                    self.assertEqual(ran.returncode, 0, ran.stderr)
                    results.append(json.loads(ran.stdout))
                self.assertIn('SUCCEEDED', results[0]['state'])
                self.assertEqual(results[0]['result_digest'], results[1]['result_digest'])
                self.assertGreater(results[0]['metrics']['final_equity'], 0)

    def test_the_daemons_example_is_valid(self):
        checked = self.run_daemon('--config', os.path.abspath('examples/admfd.yaml'), '--data-root', self.data,
                                  '--check-config')
        self.assertEqual(checked.returncode, 0, checked.stderr)

    def test_result_has_what_scripts_need_and_exports(self):
        _, address = self.start_daemon()
        trades, equity = self.folder + '/t.csv', self.folder + '/e.parquet'
        ran = self.admf('run', EXAMPLES[-1], '--trades', trades, '--equity', equity, '--output', 'json',
                        server=address)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        result = json.loads(ran.stdout)
        for key in ('workflow_id', 'state', 'type', 'name', 'config_digest', 'data_digest', 'result_digest'):
            self.assertIsInstance(result[key], str)
        for name, value in result['metrics'].items():
            self.assertIsInstance(value, (int, float), name)
        with open(trades, encoding='utf-8') as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(sum(row['exit_reason'] != 'open' for row in rows), result['metrics']['trade_count'])
        with open(equity, 'rb') as file:
            self.assertEqual(file.read(4), b'PAR1')

    def test_the_brokers_orders_are_exported(self):
        _, address = self.start_daemon()
        orders, fills = self.folder + '/o.csv', self.folder + '/f.csv'
        example = os.path.abspath('examples/goog_atr_breakout.yaml')
        ran = self.admf('run', example, '--orders', orders, '--fills', fills, '--output', 'json', server=address)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        with open(orders, encoding='utf-8') as file:
            rows = list(csv.DictReader(file))
        with open(fills, encoding='utf-8') as file:
            filled = sum(abs(float(row['units'])) for row in csv.DictReader(file))
        self.assertGreater(filled, 0)
        self.assertEqual(sum(float(row['filled_units']) for row in rows), filled)
        self.assertIn('stop', {row['type'] for row in rows})
        for row in rows:
            self.assertTrue(row['note'] or row['status'] in ('filled', 'working'), row)

    def test_the_symbols_of_a_portfolio_are_exported(self):
        _, address = self.start_daemon()
        symbols, trades = self.folder + '/s.csv', self.folder + '/t.csv'
        example = os.path.abspath('examples/aapl_goog_portfolio.yaml')
        ran = self.admf('run', example, '--symbols', symbols, '--trades', trades, '--output', 'json', server=address)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        metrics = json.loads(ran.stdout)['metrics']
        with open(symbols, encoding='utf-8') as file:
            rows = {row['symbol']: row for row in csv.DictReader(file)}
        with open(trades, encoding='utf-8') as file:
            closed = [row for row in csv.DictReader(file) if row['exit_reason'] != 'open']
        self.assertEqual(list(rows), ['AAPL', 'GOOG'])
        for symbol, row in rows.items():
            own = [trade for trade in closed if trade['symbol'] == symbol]
            self.assertGreater(len(own), 0)
            self.assertEqual(int(row['trade_count']), len(own))
            self.assertAlmostEqual(float(row['profit']), sum(float(trade['profit']) for trade in own), places=6)
        profit = sum(float(row['profit']) + float(row['open_profit']) for row in rows.values())
        self.assertAlmostEqual(profit, metrics['final_equity'] - metrics['start_equity'], places=6)

    def test_the_quick_path_has_no_orders_of_its_own(self):
        _, address = self.start_daemon()
        ran = self.admf('run', EXAMPLES[-1], '--orders', self.folder + '/o.csv', server=address)
        self.assertNotEqual(ran.returncode, 0)
        self.assertIn('has no orders of its own', ran.stderr)
        self.assertFalse(os.path.exists(self.folder + '/o.csv'))


class CommandLineTest(ProgramsTest):
    """Exit codes and messages as a script sees them."""

    def test_exit_codes(self):
        _, address = self.start_daemon()
        good = EXAMPLES[-1]
        with open(good, encoding='utf-8') as file:
            text = file.read()
        bad = self.write('bad.yaml', text.replace('backtest_config:', 'backtest_confg:'))
        broken = self.write('broken.yaml', text.replace('GOOG.csv', 'broken.csv'))
        self.write('data/broken.csv', 'Date,Open,High,Low,Close\n2020-01-01,1,2,3,2\n')
        self.assertEqual(self.admf('run', good, server=address).returncode, 0)
        self.assertEqual(self.admf('run', '-', server=address, stdin=text).returncode, 0)
        failed = self.admf('run', broken, server=address)
        self.assertEqual(failed.returncode, 1)
        self.assertIn('row 1', failed.stdout + failed.stderr)
        invalid = self.admf('run', bad, server=address)
        self.assertEqual(invalid.returncode, 2)
        self.assertRegex(invalid.stderr, r'bad\.yaml:\d+:\d+: ')
        self.assertEqual(self.admf('validate', bad, server=address).returncode, 2)
        self.assertEqual(self.admf('validate', good, server=address).returncode, 0)
        self.assertEqual(self.admf('frobnicate', server=address).returncode, 2)
        self.assertEqual(self.admf('run', 'none.yaml', server=address).returncode, 2)
        unreachable = self.admf('list', server='127.0.0.1:1')
        self.assertEqual(unreachable.returncode, 3)
        self.assertIn('127.0.0.1:1', unreachable.stderr)

    def test_a_wrong_expression_is_pointed_at(self):
        _, address = self.start_daemon()
        with open(os.path.abspath('examples/goog_rules.yaml'), encoding='utf-8') as file:
            lines = file.read().replace('exit_when: rsi(5)', 'exit_when: rsii(5)').split('\n')
        line = next(i for i, text in enumerate(lines, 1) if 'exit_when' in text)
        column = lines[line - 1].index('rsii') + 1
        expected = (f'wrong.yaml:{line}:{column}: workflow.backtest_config.strategy.params.exit_when: column 1: there is no '
                    'indicator or function rsii; did you mean rsi?\n'
                    '    rsii(5) > 60 or close < close[1] - 3 * atr(14)\n'
                    '    ^~~~\n')
        wrong = self.write('wrong.yaml', '\n'.join(lines))
        validated = self.admf('validate', wrong, server=address)
        self.assertEqual(validated.returncode, 2)
        self.assertIn(expected, validated.stdout)
        ran = self.admf('run', wrong, server=address)
        self.assertEqual(ran.returncode, 2)
        self.assertIn(expected, ran.stderr)

    def test_members_of_an_ensemble_have_parameters(self):
        _, address = self.start_daemon()
        example = os.path.abspath('examples/goog_ensemble.yaml')

        def digest(*overrides):
            ran = self.admf('run', example, '--output', 'json', *overrides, server=address)
            self.assertEqual(ran.returncode, 0, ran.stderr)
            return json.loads(ran.stdout)['config_digest']

        self.assertEqual(digest(), digest('--set', 'trend.fast_period=10', '--set', 'trend.weight=2'))
        self.assertNotEqual(digest(), digest('--set', 'dips.limit=21'))
        wrong = self.admf('validate', example, '--set', 'trend.fast_perod=3', server=address)
        self.assertEqual(wrong.returncode, 2)
        self.assertIn('workflow.parameters.trend.fast_perod', wrong.stdout)

    def test_piped_output_is_plain(self):
        _, address = self.start_daemon()
        ran = self.admf('run', EXAMPLES[-1], server=address)
        self.assertNotIn('\x1b', ran.stdout + ran.stderr)
        self.assertNotIn('\r', ran.stdout + ran.stderr)

    def test_list_catalog_info_and_completion(self):
        _, address = self.start_daemon()
        self.assertEqual(self.admf('run', EXAMPLES[-1], server=address).returncode, 0)
        listed = json.loads(self.admf('list', '--output', 'json', server=address).stdout)
        self.assertIn('wf-', json.dumps(listed))
        self.assertIn('sma_crossover', self.admf('catalog', server=address).stdout)
        self.assertIn('backtest', self.admf('info', server=address).stdout.lower())
        for shell in ('bash', 'zsh', 'fish'):
            self.assertIn('admf', self.admf('completion', shell).stdout)


if __name__ == '__main__':
    unittest.main()

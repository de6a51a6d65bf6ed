"""The pipelines of deploy/ci/: their steps, run here as a runner would, with a real daemon."""

import os
import signal
import subprocess
import unittest
import xml.etree.ElementTree

import yaml

from tests.e2e.programs import CLIENT, DAEMON, PATIENCE_SECONDS, ProgramsTest

CI_FOLDER = os.path.abspath('deploy/ci')
EXAMPLE = os.path.abspath('examples/goog_gate.yaml')
# What decides the example: everything passes the one, nothing the other.
PASSING = '{metric: final_equity, min: 0}, {metric: trade_count, min: 1}'
FAILING = '{metric: final_equity, min: 0}, {metric: trade_count, min: 1000000}'


def github_job():
    """The environment, the script that gates, and the folder that is kept."""
    with open(CI_FOLDER + '/github-actions.yml', encoding='utf-8') as file:
        job = yaml.safe_load(file)['jobs']['gate']
    script = next(step['run'] for step in job['steps'] if 'gate.sh' in step.get('run', ''))
    kept = next(step for step in job['steps'] if 'upload-artifact' in step.get('uses', ''))
    assert kept['if'] == 'always()'
    # Variables of the repository that nobody has set are empty.
    environment = {name: '' if '${{' in value else value for name, value in job['env'].items()}
    return environment, script, kept['with']['path'] + '/gate.xml'


def gitlab_job():
    with open(CI_FOLDER + '/gitlab-ci.yml', encoding='utf-8') as file:
        job = yaml.safe_load(file)['gate']
    assert job['artifacts']['when'] == 'always'
    return job['variables'], '\n'.join(job['script']), job['artifacts']['reports']['junit']


JOBS = {'github': github_job, 'gitlab': gitlab_job}


class CiTest(ProgramsTest):

    def setUp(self):
        super().setUp()
        self.programs = self.make_folder('bin')
        os.symlink(CLIENT, self.programs + '/admf')
        os.symlink(DAEMON, self.programs + '/admfd')
        # The clone that a runner has made, with prices.
        self.clone = self.make_folder('clone')
        self.make_folder('clone/deploy')
        os.symlink(CI_FOLDER, self.clone + '/deploy/ci')
        os.symlink(self.data, self.clone + '/data')
        self.make_folder('clone/examples')
        self.require(PASSING)

    def make_folder(self, name):
        path = os.path.join(self.folder, name)
        os.mkdir(path)
        return path

    def require(self, criteria, name='goog-gate', file='goog_gate.yaml'):
        """Puts the example into the clone, with these criteria in place of its own."""
        with open(EXAMPLE, encoding='utf-8') as example:
            workflow = yaml.safe_load(example)
        workflow['workflow']['name'] = name
        workflow['workflow']['validation_config']['require'] = yaml.safe_load(f'[{criteria}]')
        return self.write('clone/examples/' + file, yaml.safe_dump(workflow))

    def start_script(self, script, **environment):
        environment.setdefault('ADMF_BIN', self.programs)
        return subprocess.Popen(['bash', '-eo', 'pipefail', '-c', 'exec ' + script], cwd=self.clone, stdin=subprocess.DEVNULL,
                                env=self.environment(**environment), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run_script(self, script, **environment):
        process = self.start_script(script, **environment)
        out, err = process.communicate(timeout=PATIENCE_SECONDS)
        return subprocess.CompletedProcess(script, process.returncode, out, err)

    def gate(self, *files, **environment):
        return self.run_script('deploy/ci/gate.sh ' + ' '.join(files or ['examples/goog_gate.yaml']), **environment)

    def read_junit(self, path='reports/gate.xml'):
        """The suites of a report whose counts are right."""
        root = xml.etree.ElementTree.parse(os.path.join(self.clone, path)).getroot()
        self.assertEqual(root.tag, 'testsuites')
        for element in [root, *root]:
            self.assertEqual(int(element.get('tests')), len(list(element.iter('testcase'))))
            self.assertEqual(int(element.get('failures')), len(list(element.iter('failure'))))
            self.assertEqual(int(element.get('errors')), len(list(element.iter('error'))))
            cases = sum(float(case.get('time')) for case in element.iter('testcase'))
            self.assertAlmostEqual(float(element.get('time')), cases, delta=0.01)
        return list(root)

    def property_of(self, suite, name):
        return next(each.get('value') for each in suite.iter('property') if each.get('name') == name)

    def test_both_pipelines_pass_and_fail(self):
        for name, job in JOBS.items():
            with self.subTest(name):
                environment, script, report = job()
                environment['ADMF_BIN'] = self.programs
                self.require(PASSING)
                passed = self.run_script(script, **environment)
                self.assertEqual(passed.returncode, 0, passed.stdout + passed.stderr)
                self.assertIn('gate PASSED: 1 of 1 workflow passed', passed.stdout)
                (suite,) = self.read_junit(report)
                self.assertEqual([case.get('name') for case in suite.iter('testcase')],
                                 ['final_equity >= 0', 'trade_count >= 1'])
                self.require(FAILING)
                failed = self.run_script(script, **environment)
                self.assertEqual(failed.returncode, 4, failed.stdout + failed.stderr)
                (suite,) = self.read_junit(report)
                (failure,) = suite.iter('failure')
                self.assertIn('required is trade_count >= 1000000', failure.get('message'))

    def test_the_summary_of_the_job(self):
        summary = self.write('summary.md', 'Before.\n\n')
        self.assertEqual(self.gate(GITHUB_STEP_SUMMARY=summary).returncode, 0)
        with open(summary, encoding='utf-8') as file:
            text = file.read()
        self.assertTrue(text.startswith('Before.\n\n## gate PASSED'), text)
        self.assertIn('| `trade_count >= 1` |', text)

    def test_a_kept_state_spares_what_has_not_changed(self):
        self.assertEqual(self.gate().returncode, 0)
        first = self.property_of(self.read_junit()[0], 'workflow_id')
        self.assertEqual(self.gate().returncode, 0)
        self.assertEqual(self.property_of(self.read_junit()[0], 'workflow_id'), first)
        fresh = self.gate('--fresh', 'examples/goog_gate.yaml')
        self.assertEqual(fresh.returncode, 0, fresh.stderr)
        self.assertNotEqual(self.property_of(self.read_junit()[0], 'workflow_id'), first)

    def test_a_shared_daemon_is_used_and_outlives_the_job(self):
        _, address = self.start_daemon()
        for _ in range(2):
            ran = self.gate(ADMF_SERVER=address)
            self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertFalse(os.path.exists(self.clone + '/reports/admfd.log'))
        listed = self.admf('list', '--output', 'csv', server=address)
        self.assertEqual(listed.stdout.count('goog-gate'), 1, listed.stdout)

    def test_several_files_and_texts_that_need_escaping(self):
        awkward = 'a <b> & "c" | `d` é'
        self.require(FAILING, name=awkward, file='second.yaml')
        self.write('clone/examples/lax.yaml', 'workflow: {type: backtest, data_config: {sources: {GOOG: {path: GOOG.csv}}}, '
                   'backtest_config: {strategy: {type: buy_and_hold}}}\n')
        self.write('clone/examples/wrong.yaml', 'workflow: {type: bactest}\n')
        ran = self.gate('examples/*.yaml')
        self.assertEqual(ran.returncode, 4, ran.stdout + ran.stderr)
        suites = {suite.get('name'): suite for suite in self.read_junit()}
        self.assertEqual(sorted(suites), ['examples/goog_gate.yaml', 'examples/lax.yaml', 'examples/second.yaml',
                                          'examples/wrong.yaml'])
        self.assertEqual({case.get('classname') for case in suites['examples/second.yaml'].iter('testcase')}, {awkward})
        (lax,) = suites['examples/lax.yaml'].iter('error')
        self.assertIn('nothing to gate', lax.get('message'))
        (wrong,) = suites['examples/wrong.yaml'].iter('error')
        self.assertIn("examples/wrong.yaml:1:", wrong.text)
        self.assertRegex(ran.stderr, r'(?m)^examples/wrong\.yaml:1:\d+: ')
        # What was refused alone is a code of its own.
        self.assertEqual(self.gate('examples/lax.yaml', 'examples/goog_gate.yaml').returncode, 2)

    def test_a_workflow_that_fails_is_run_again_by_the_next_job(self):
        os.rename(self.data + '/GOOG.csv', self.data + '/away.csv')
        self.write('data/GOOG.csv', 'Date,Open,High,Low,Close\n2020-01-01,1,2,3,2\n')
        failed = self.gate()
        self.assertEqual(failed.returncode, 1, failed.stdout + failed.stderr)
        (error,) = self.read_junit()[0].iter('error')
        self.assertIn('row 1', error.get('message'))
        os.replace(self.data + '/away.csv', self.data + '/GOOG.csv')
        passed = self.gate()
        self.assertEqual(passed.returncode, 0, passed.stdout + passed.stderr)

    def test_what_is_missing_is_named(self):
        self.assertEqual(self.run_script('deploy/ci/gate.sh').returncode, 2)
        without_data = self.gate(ADMF_DATA_ROOT='prices')
        self.assertEqual(without_data.returncode, 3)
        self.assertIn('there is no folder prices', without_data.stderr)
        without_programs = self.gate(ADMF_BIN='/nonexistent')
        self.assertEqual(without_programs.returncode, 3)
        self.assertIn('/nonexistent/admfd', without_programs.stderr)
        unreachable = self.gate(ADMF_SERVER='127.0.0.1:1')
        self.assertEqual(unreachable.returncode, 3)
        # Reports of an error are reports, too.
        (error,) = self.read_junit()[0].iter('error')
        self.assertIn('no daemon answers', error.get('message'))

    def test_a_cancelled_job_tells_the_gate_and_waits_for_it(self):
        programs = self.make_folder('slow')
        started = self.folder + '/started'
        self.write('slow/admf', f"""#!/usr/bin/env bash
trap 'kill $!; echo was told; exit 7' TERM
sleep {PATIENCE_SECONDS} &
touch {started}
wait
""")
        os.chmod(programs + '/admf', 0o755)
        # Often, as the gate may end before or after the script looks for it again.
        for _ in range(20):
            job = self.start_script('deploy/ci/gate.sh examples/goog_gate.yaml', ADMF_BIN=programs,
                                    ADMF_SERVER='127.0.0.1:1')
            while not os.path.exists(started):
                self.assertIsNone(job.poll())
            job.send_signal(signal.SIGTERM)
            out, err = job.communicate(timeout=PATIENCE_SECONDS)
            self.assertEqual(job.returncode, 7, err)
            self.assertEqual(out, 'was told\n')
            os.remove(started)


if __name__ == '__main__':
    unittest.main()

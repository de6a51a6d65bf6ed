"""deploy/install.sh: what it installs works without the clone and the build."""

import os
import subprocess
import unittest

from tests.e2e.programs import PATIENCE_SECONDS, ProgramsTest

SCRIPT = os.path.abspath('deploy/install.sh')
BUILD_FOLDER = os.getcwd()


class InstallTest(ProgramsTest):

    def install(self, *arguments):
        return subprocess.run(['bash', SCRIPT, *arguments], env=self.environment(), capture_output=True, text=True,
                              timeout=PATIENCE_SECONDS, check=False)

    def run_installed(self, program, *arguments):
        return subprocess.run([program, *arguments], cwd=self.folder, env=self.environment(), capture_output=True,
                              text=True, timeout=PATIENCE_SECONDS, check=False)

    def test_the_programs_find_their_libraries(self):
        prefix = os.path.join(self.folder, 'opt')
        installed = self.install(prefix, BUILD_FOLDER)
        self.assertEqual(installed.returncode, 0, installed.stderr)
        version = self.run_installed(prefix + '/bin/admfd', '--version')
        self.assertEqual(version.returncode, 0, version.stderr)
        libraries = self.run_installed('/usr/bin/ldd', prefix + '/bin/admfd').stdout
        self.assertIn(f'libduckdb.so => {prefix}/bin/../lib/libduckdb.so', libraries)
        self.assertEqual(self.run_installed(prefix + '/bin/admf', 'version').returncode, 0)

    def test_the_unit_is_for_the_prefix(self):
        prefix = os.path.join(self.folder, 'opt')
        self.install(prefix, BUILD_FOLDER)
        with open(prefix + '/share/admf/admfd.service', encoding='utf-8') as file:
            unit = file.read()
        self.assertIn(f'\nExecStart={prefix}/bin/admfd ', unit)
        self.assertNotIn('/opt/admf', unit)
        self.assertTrue(os.path.exists(prefix + '/share/admf/admfd.yaml'))

    def test_mistakes_are_named(self):
        self.assertEqual(self.install().returncode, 2)
        self.assertEqual(self.install('relative', BUILD_FOLDER).returncode, 2)
        refused = self.install(self.folder + '/opt', self.folder)
        self.assertEqual(refused.returncode, 1)
        self.assertIn('bazel build //server:admfd', refused.stderr)
        self.assertFalse(os.path.exists(self.folder + '/opt'))


if __name__ == '__main__':
    unittest.main()

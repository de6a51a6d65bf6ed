"""deploy/admfd.service: the daemon takes its command lines, and has time to end."""

import os
import re
import shlex
import unittest

from tests.e2e.programs import ProgramsTest

UNIT = os.path.abspath('deploy/admfd.service')
CONFIGURATION = os.path.abspath('examples/admfd.yaml')


def settings():
    """The settings of the unit, in order."""
    with open(UNIT, encoding='utf-8') as file:
        return re.findall(r'^(\w+)=(.*)$', file.read(), re.MULTILINE)


class SystemdUnitTest(ProgramsTest):

    def check_config(self, command):
        """What the daemon says to the options of a command of the unit."""
        arguments = [CONFIGURATION if argument == '/etc/admf/admfd.yaml' else argument
                     for argument in shlex.split(command)[1:] if argument != '--check-config']
        return self.run_daemon(*arguments, '--check-config')

    def test_the_daemon_takes_the_command_lines(self):
        commands = [value for name, value in settings() if name.startswith('ExecStart')]
        self.assertEqual(len(commands), 2)
        for command in commands:
            checked = self.check_config(command)
            self.assertEqual(checked.returncode, 0, checked.stderr)
            self.assertIn('state_dir: /var/lib/admf\n', checked.stdout)

    def test_the_daemon_has_time_to_drain(self):
        unit = dict(settings())
        drain = re.search(r'drain_time: (\d+)s\n', self.check_config(unit['ExecStart']).stdout)
        self.assertGreater(int(unit['TimeoutStopSec']), int(drain.group(1)))


if __name__ == '__main__':
    unittest.main()

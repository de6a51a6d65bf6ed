"""The configurations that the clients submit, their data, and what each of them comes to when nothing disturbs it."""

import os
import random

from admf.v1 import coordinator_service_pb2 as pb
from admf.v1 import workflow_pb2

# Bars in a file, by its name: from what takes a millisecond to what takes longer than most lives of the daemon's
# phases, so that kills find every phase at work.
FILES = {'short': 300, 'medium': 5_000, 'long': 80_000}
STRATEGIES = {
    'sma': '{type: sma_crossover, params: {fast_period: 5, slow_period: 20}}',
    'rsi': '{type: rsi_reversion, params: {period: 10, oversold: 30, overbought: 70}}',
    'bollinger': '{type: bollinger_reversion}',
}
# Its times are not in order: it fails while the data is prepared, always with the same error.
BROKEN = 'broken'


def write_data(folder):
    """Bars of every minute of a random walk; the same ones every time."""
    os.makedirs(folder)
    for name, bars in FILES.items():
        numbers = random.Random(name)
        lines, close = ['time,open,high,low,close'], 100.0
        for i in range(bars):
            opened = close
            close = max(1.0, opened * (1 + 0.02 * (numbers.random() - 0.5)))
            lines.append(f'{946684800 + 60 * i},{opened:.4f},{max(opened, close) + 0.1:.4f},'
                         f'{min(opened, close) - 0.1:.4f},{close:.4f}')
        write_lines(folder, name, lines)
        if name == 'short':
            write_lines(folder, BROKEN, lines[:100] + lines[50:])


def write_lines(folder, name, lines):
    with open(os.path.join(folder, name + '.csv'), 'w', encoding='utf-8') as file:
        file.write('\n'.join(lines) + '\n')


def yaml(data, strategy):
    return f'''
workflow:
  type: backtest
  data_config: {{sources: {{WALK: {{path: {data}.csv}}}}}}
  backtest_config:
    strategy: {STRATEGIES[strategy]}
    risk: {{stop_loss: 0.05}}
'''


# A genetic search on the slow path, whose generations depend on all before, and a walk-forward: both take longer than
# most lives of the daemon, so that kills find them amidst their trials and windows.
SEARCH = '''
  optimization_config:
    algorithm: genetic
    population_size: 20
    max_trials: 300
    parameter_space:
      fast_period: {type: int, min: 2, max: 40}
      slow_period: {type: int, min: 41, max: 200}
      risk.stop_loss: {type: real, min: 0.01, max: 0.2, scale: log}
'''
WALK_FORWARD = '''
  optimization_config:
    parameter_space:
      fast_period: [5, 10, 20]
      slow_period: [30, 60]
  validation_config: {method: walk_forward, train_bars: 1000, test_bars: 200}
'''


def of_type(kind, text):
    return text.replace('type: backtest', f'type: {kind}')


# By name; short ones more often than long ones.
CONFIGURATIONS = {f'{data}-{strategy}': yaml(data, strategy) for data in FILES for strategy in STRATEGIES}
CONFIGURATIONS[BROKEN] = yaml(BROKEN, 'sma')
CONFIGURATIONS['medium-search'] = of_type('optimization', yaml('medium', 'sma') + SEARCH)
CONFIGURATIONS['medium-walk'] = of_type('validation', yaml('medium', 'sma') + WALK_FORWARD)
WEIGHTS = {name: {'short': 6, 'medium': 4, 'long': 2, BROKEN: 2}[name.split('-')[0]] for name in CONFIGURATIONS}
# What no client submits under a request id of its own.
OTHER_CONTENT = yaml('short', 'sma') + '  name: other\n'


class Undisturbed:
    """What a configuration comes to in a daemon that nobody kills."""

    def __init__(self, result):
        self.state = result.state
        self.digest = result.result_digest
        self.error = result.error.message
        self.artifacts = sorted((artifact.name, artifact.digest) for artifact in result.artifacts)


def run_undisturbed(daemon):
    """Runs every configuration once; returns the outcomes by the configurations' names."""
    channel, service = daemon.start().connect()
    outcomes = {}
    with channel:
        for name, text in CONFIGURATIONS.items():
            submitted = service.SubmitWorkflow(pb.SubmitWorkflowRequest(workflow=pb.WorkflowInput(yaml=text)))
            for _ in service.WatchWorkflow(pb.WatchWorkflowRequest(workflow_id=submitted.workflow_id)):
                pass
            result = service.GetResult(pb.GetResultRequest(workflow_id=submitted.workflow_id)).result
            expected = workflow_pb2.WORKFLOW_STATE_FAILED if name == BROKEN else workflow_pb2.WORKFLOW_STATE_SUCCEEDED
            assert result.state == expected, f'{name}: {result}'
            outcomes[name] = Undisturbed(result)
    assert daemon.stop() == 0, daemon.log_tail()
    return outcomes

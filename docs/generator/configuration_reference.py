"""Writes docs/configuration.md, the reference of all keys, from the comments of the .proto files.

    configuration_reference.py DESCRIPTORS.binpb > configuration.md
"""

import re
import sys

from docs.generator import contract as contracts

_PACKAGE = '.admf.v1'
_DURATION = '.google.protobuf.Duration'
_VALUES_OF_ANY_TYPE = ('.google.protobuf.Value', '.google.protobuf.Struct')

_INTRODUCTION = """\
<!-- Generated from the comments in proto/admf/v1/ by docs/generator. Don't edit it: `bazel run //docs:update`. -->

# Configuration

Two files configure ADMF: the one that describes a [workflow](#workflow), and the one of the [daemon](#daemon), which
`admfd --config` reads. Both are YAML, and both are read by these rules.

## How values are written

| Type | Examples | |
|------|----------|-|
| text | `GOOG.csv`, `"12"`, `3f2a1c` | Quotes are needed only where YAML asks for them, and for `null` and `~`. |
| number | `0.002`, `.5`, `1e-3`, `7` | Finite. |
| whole number | `10`, `1e3` | Decimal, without leading zeros, `_` or `,`. |
| `true` or `false` | `true` | Nothing else: `yes`, `on` and `True` are refused. |
| duration | `90s`, `10m`, `1h30m`, `500ms` | Units d, h, m, s, ms, us and ns, the larger first. |
| one of | `next_open` | In lower case, as listed. |
| any value | `12`, `true`, `next_open`, `"12"` | What is in quotes is a text. |
| list | `[a, b]` | Or `- a` and `- b` on lines of their own. |
| mapping | `{key: value}` | Or `key: value` on lines of their own. |

A key that is not listed here, a key that is given twice, a key without a value, and a value of another type are errors.
All errors are reported at once, each with the file, line and column. A text has at most 1 MiB, mappings and lists are
nested at most 32 deep, and a file holds one document. Anchors, aliases, merge keys (`<<`) and tags are refused.
"""


def split_sentences(text):
    """Splits at full stops that end a sentence: not those inside backticks or parentheses."""
    sentences, start, depth, quoted = [], 0, 0, False
    for i, character in enumerate(text):
        if character == '`':
            quoted = not quoted
        elif not quoted:
            depth += {'(': 1, ')': -1}.get(character, 0)
            ends = i + 1 == len(text) or text[i + 1].isspace()
            if character == '.' and depth == 0 and ends:
                sentences.append(text[start:i + 1].strip())
                start = i + 1
    rest = text[start:].strip()
    return sentences + [rest] if rest else sentences


def split_facts(comment):
    """Takes `Required ...` and `Default ...` out of a comment: (facts without full stops, the rest)."""
    facts, rest = [], []
    for sentence in split_sentences(comment):
        if re.match(r'(Required|Default)\b', sentence):
            facts.append(sentence[0].lower() + sentence[1:].rstrip('.'))
        else:
            rest.append(sentence)
    return facts, ' '.join(rest)


def _anchor(kind, path):
    """An id for links; `kind` keeps the section of a key apart from the key."""
    return f'{kind}-' + re.sub(r'[<>\[\]]', '', path)


class Reference:
    """The sections of one file, found by walking down from its root message."""

    def __init__(self, contract):
        self._contract = contract
        self.sections = []
        # (key, path of its section).
        self.keys = []

    def add(self, message_name, path, title, description=None):
        """Adds the section of a message, and then those of the messages below it."""
        message = self._contract.messages[message_name]
        text = [f'<a id="{_anchor("section", path)}"></a>', '', title, '', description or self._contract.comment(message_name)]
        below = []
        for field in message.field:
            text += ['', *self._describe_key(message_name, field, path)]
            self.keys.append((field.name, path))
            value = self._contract.map_value(field) or field
            if self._is_section(value):
                below.append((value.type_name, self._path_below(field, path)))
        self.sections.append('\n'.join(text))
        for type_name, path_below in below:
            self.add(type_name, path_below, f'### `{path_below}`')

    @staticmethod
    def _is_section(field):
        return contracts.is_message(field) and field.type_name.startswith(_PACKAGE + '.')

    def _path_below(self, field, path):
        # The daemon's file has no key around it all.
        below = field.name if path == 'daemon' else f'{path}.{field.name}'
        if self._contract.map_value(field) is not None:
            return below + '.<name>'
        return below + '[]' if contracts.is_repeated(field) else below

    def _describe_key(self, message_name, field, path):
        facts, meaning = split_facts(self._contract.comment(f'{message_name}.{field.name}'))
        facts = '; '.join([self._type_name(field, path), *facts])
        yield f'<a id="{_anchor("key", f"{path}.{field.name}")}"></a>**`{field.name}`** ({facts})<br>'
        yield meaning
        if contracts.is_enum(field):
            yield ''
            for yaml_name, proto_name in contracts.yaml_enum_names(self._contract.enums[field.type_name]):
                yield f'- `{yaml_name}`: {self._contract.comment(f"{field.type_name}.{proto_name}")}'

    def _type_name(self, field, path):
        value = self._contract.map_value(field)
        if value is not None:
            return f'mapping of names to: {self._single_type_name(value, self._path_below(field, path))}'
        single = self._single_type_name(field, self._path_below(field, path))
        return f'list of: {single}' if contracts.is_repeated(field) else single

    @staticmethod
    def _single_type_name(field, path_below):
        if contracts.is_enum(field):
            return 'one of'
        if not contracts.is_message(field):
            return contracts.scalar_name(field)
        if field.type_name == _DURATION:
            return 'duration'
        if field.type_name in _VALUES_OF_ANY_TYPE:
            return 'any value'
        return f'[mapping](#{_anchor("section", path_below)})'


def _index(references):
    lines = ['## Index', '']
    keys = sorted(key for reference in references for key in reference.keys)
    for key, path in keys:
        place = 'of the daemon' if path == 'daemon' else f'in `{path}`'
        lines.append(f'- [`{key}`](#{_anchor("key", f"{path}.{key}")}) {place}')
    return '\n'.join(lines)


def render(contract):
    """The whole document."""
    workflow = Reference(contract)
    workflow.add(f'{_PACKAGE}.WorkflowConfig', 'workflow', '## Workflow',
                 'Everything stands under the key `workflow`. '
                 + contract.comment(f'{_PACKAGE}.WorkflowConfig'))
    daemon = Reference(contract)
    daemon.add(f'{_PACKAGE}.ServerConfig', 'daemon', '## Daemon',
               contract.comment(f'{_PACKAGE}.ServerConfig')
               + ' Flags come before environment variables, and these before the file; '
               '`admfd --help` lists them, and `admfd --check-config` prints what comes of it all.')
    parts = [_INTRODUCTION.rstrip(), *workflow.sections, *daemon.sections, _index([workflow, daemon])]
    return '\n\n'.join(parts) + '\n'


def main():
    if len(sys.argv) != 2:
        sys.exit('Usage: configuration_reference.py DESCRIPTORS.binpb')
    sys.stdout.write(render(contracts.read_contract(sys.argv[1])))


if __name__ == '__main__':
    main()

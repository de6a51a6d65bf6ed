"""The contract as its .proto files state it: declarations with their comments and their names in YAML."""

from google.protobuf import descriptor_pb2

_UNSPECIFIED = 'UNSPECIFIED'
_Field = descriptor_pb2.FieldDescriptorProto

# Field numbers of descriptor.proto, which the paths of comments are made of.
_FILE_MESSAGE, _FILE_ENUM, _FILE_SERVICE = 4, 5, 6
_MESSAGE_FIELD, _MESSAGE_MESSAGE, _MESSAGE_ENUM, _MESSAGE_ONEOF = 2, 3, 4, 8
_ENUM_VALUE = 2
_SERVICE_METHOD = 2


class Contract:
    """All files of a FileDescriptorSet that was made with --include_source_info and --include_imports.

    Declarations are known by their full names with a dot in front, as fields refer to them.
    """

    def __init__(self, descriptor_set):
        self.messages = {}
        self.enums = {}
        # Comments by full name, in the order of the files; '' for what has none.
        self.comments = {}
        for file in descriptor_set.file:
            self._add_file(file)

    def comment(self, name):
        return self.comments[name]

    def uncommented(self, package):
        """The full names of everything in a package that has no comment."""
        return [name for name, comment in self.comments.items() if name.startswith(f'.{package}.') and not comment]

    def map_value(self, field):
        """The field that stands for the values of a map; None for a field that is no map."""
        message = self.messages.get(field.type_name)
        if message is None or not message.options.map_entry:
            return None
        return next(entry for entry in message.field if entry.name == 'value')

    def _add_file(self, file):
        comments = {tuple(location.path): _join_lines(location.leading_comments)
                    for location in file.source_code_info.location}
        scope = f'.{file.package}'
        for i, message in enumerate(file.message_type):
            self._add_message(message, scope, (_FILE_MESSAGE, i), comments)
        for i, enum in enumerate(file.enum_type):
            self._add_enum(enum, scope, (_FILE_ENUM, i), comments)
        for i, service in enumerate(file.service):
            name, path = f'{scope}.{service.name}', (_FILE_SERVICE, i)
            self.comments[name] = comments.get(path, '')
            for j, method in enumerate(service.method):
                self.comments[f'{name}.{method.name}'] = comments.get(path + (_SERVICE_METHOD, j), '')

    def _add_message(self, message, scope, path, comments):
        name = f'{scope}.{message.name}'
        self.messages[name] = message
        # The compiler makes such a message for a field that is a map; nobody could comment it.
        if message.options.map_entry:
            return
        self.comments[name] = comments.get(path, '')
        for i, field in enumerate(message.field):
            self.comments[f'{name}.{field.name}'] = comments.get(path + (_MESSAGE_FIELD, i), '')
        # The compiler makes a oneof for a field that is `optional`, too.
        optional = {field.oneof_index for field in message.field if field.proto3_optional}
        for i, oneof in enumerate(message.oneof_decl):
            if i not in optional:
                self.comments[f'{name}.{oneof.name}'] = comments.get(path + (_MESSAGE_ONEOF, i), '')
        for i, enum in enumerate(message.enum_type):
            self._add_enum(enum, name, path + (_MESSAGE_ENUM, i), comments)
        for i, nested in enumerate(message.nested_type):
            self._add_message(nested, name, path + (_MESSAGE_MESSAGE, i), comments)

    def _add_enum(self, enum, scope, path, comments):
        name = f'{scope}.{enum.name}'
        self.enums[name] = enum
        self.comments[name] = comments.get(path, '')
        for i, value in enumerate(enum.value):
            self.comments[f'{name}.{value.name}'] = comments.get(path + (_ENUM_VALUE, i), '')


def read_contract(path):
    descriptor_set = descriptor_pb2.FileDescriptorSet()
    with open(path, 'rb') as file:
        descriptor_set.ParseFromString(file.read())
    return Contract(descriptor_set)


def yaml_enum_names(enum):
    """(name in YAML, name in the .proto file) of every value that can be written; see server/config/yaml_names.h."""
    zero = enum.value[0].name
    prefix = zero[:-len(_UNSPECIFIED)] if zero.endswith(_UNSPECIFIED) else None
    names = []
    for value in enum.value:
        if prefix is None:
            names.append((value.name.lower(), value.name))
        elif value.name != zero:
            names.append((value.name.removeprefix(prefix).lower(), value.name))
    return names


def is_message(field):
    return field.type == _Field.TYPE_MESSAGE


def is_enum(field):
    return field.type == _Field.TYPE_ENUM


def is_repeated(field):
    return field.label == _Field.LABEL_REPEATED


def scalar_name(field):
    """What a scalar that is not an enum is called in the reference."""
    if field.type == _Field.TYPE_BOOL:
        return '`true` or `false`'
    if field.type in (_Field.TYPE_STRING, _Field.TYPE_BYTES):
        return 'text'
    if field.type in (_Field.TYPE_DOUBLE, _Field.TYPE_FLOAT):
        return 'number'
    return 'whole number'


def _join_lines(comment):
    """The text of a comment, each paragraph in one line."""
    paragraphs = [[]]
    for line in comment.split('\n'):
        if line.strip():
            paragraphs[-1].append(line.strip())
        elif paragraphs[-1]:
            paragraphs.append([])
    return '\n'.join(' '.join(lines) for lines in paragraphs if lines)

import unittest

from google.protobuf import descriptor_pb2, text_format

from docs.generator import contract

SET = '''
file {
  package: 'p'
  message_type {
    name: 'M'
    field { name: 'a' number: 1 type: TYPE_INT32 label: LABEL_OPTIONAL }
    field { name: 'b' number: 2 type: TYPE_BOOL label: LABEL_OPTIONAL oneof_index: 0 }
    field { name: 'c' number: 3 type: TYPE_DOUBLE label: LABEL_OPTIONAL oneof_index: 1 proto3_optional: true }
    field { name: 'm' number: 4 type: TYPE_MESSAGE type_name: '.p.M.MEntry' label: LABEL_REPEATED }
    oneof_decl { name: 'choice' }
    oneof_decl { name: '_c' }
    nested_type {
      name: 'MEntry'
      options { map_entry: true }
      field { name: 'key' number: 1 type: TYPE_STRING }
      field { name: 'value' number: 2 type: TYPE_STRING }
    }
  }
  enum_type {
    name: 'FillMode'
    value { name: 'FILL_MODE_UNSPECIFIED' number: 0 }
    value { name: 'FILL_MODE_NEXT_OPEN' number: 1 }
  }
  service { name: 'S' method { name: 'Do' input_type: '.p.M' output_type: '.p.M' } }
  source_code_info {
    location { path: [4, 0] span: [0, 0, 0] leading_comments: ' A message\\n that goes on.\\n\\n And on.\\n' }
    location { path: [4, 0, 2, 0] span: [0, 0, 0] leading_comments: ' A field.\\n' }
    location { path: [5, 0, 2, 1] span: [0, 0, 0] leading_comments: ' A value.\\n' }
    location { path: [6, 0, 2, 0] span: [0, 0, 0] leading_comments: ' A method.\\n' }
  }
}
'''


class ContractTest(unittest.TestCase):
    def setUp(self):
        self.contract = contract.Contract(text_format.Parse(SET, descriptor_pb2.FileDescriptorSet()))

    def test_finds_comments(self):
        self.assertEqual(self.contract.comment('.p.M'), 'A message that goes on.\nAnd on.')
        self.assertEqual(self.contract.comment('.p.M.a'), 'A field.')
        self.assertEqual(self.contract.comment('.p.FillMode.FILL_MODE_NEXT_OPEN'), 'A value.')
        self.assertEqual(self.contract.comment('.p.S.Do'), 'A method.')

    def test_lists_what_has_none_but_for_what_the_compiler_made(self):
        self.assertEqual(self.contract.uncommented('p'), [
            '.p.M.b', '.p.M.c', '.p.M.m', '.p.M.choice', '.p.FillMode', '.p.FillMode.FILL_MODE_UNSPECIFIED', '.p.S'])
        self.assertEqual(self.contract.uncommented('other'), [])

    def test_knows_maps(self):
        fields = {field.name: field for field in self.contract.messages['.p.M'].field}
        self.assertEqual(self.contract.map_value(fields['m']).name, 'value')
        self.assertIsNone(self.contract.map_value(fields['a']))

    def test_names_values_as_yaml_does(self):
        self.assertEqual(contract.yaml_enum_names(self.contract.enums['.p.FillMode']),
                         [('next_open', 'FILL_MODE_NEXT_OPEN')])
        plain = descriptor_pb2.EnumDescriptorProto()
        plain.value.add(name='NULL_VALUE')
        self.assertEqual(contract.yaml_enum_names(plain), [('null_value', 'NULL_VALUE')])


if __name__ == '__main__':
    unittest.main()

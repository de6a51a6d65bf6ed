import unittest

from docs.generator import configuration_reference as reference


class SplitTest(unittest.TestCase):
    def test_a_full_stop_inside_of_something_ends_nothing(self):
        self.assertEqual(reference.split_sentences('Ends `a. b` (x. y.) here. 0.002 is one. The rest'),
                         ['Ends `a. b` (x. y.) here.', '0.002 is one.', 'The rest'])
        self.assertEqual(reference.split_sentences(''), [])

    def test_facts_are_taken_out(self):
        self.assertEqual(reference.split_facts('How it is filled. Default `next_open`.'),
                         (['default `next_open`'], 'How it is filled.'))
        self.assertEqual(reference.split_facts('A path. Required for `type: x`. Default and maximum: the limit.'),
                         (['required for `type: x`', 'default and maximum: the limit'], 'A path.'))
        self.assertEqual(reference.split_facts('Defaults are explained elsewhere.'),
                         ([], 'Defaults are explained elsewhere.'))


if __name__ == '__main__':
    unittest.main()

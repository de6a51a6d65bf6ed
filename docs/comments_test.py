"""Every message, field, enum, value, oneof, service and method of the contract has a comment."""

import sys

from docs.generator import contract


def main():
    uncommented = contract.read_contract(sys.argv[1]).uncommented('admf.v1')
    for name in uncommented:
        print(f'{name} has no comment', file=sys.stderr)
    return 1 if uncommented else 0


if __name__ == '__main__':
    sys.exit(main())

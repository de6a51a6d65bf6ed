#!/usr/bin/python3
"""Converts matplotlib's goog.npz (daily GOOG prices, 2004 to 2008) to CSV, with nothing but the standard library.

Usage: goog_to_csv.py OUTPUT.csv [INPUT.npz]

The input comes with Debian's package python-matplotlib-data. It is a zip of one NumPy array, whose format is
https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html.
"""

import ast
import csv
import datetime
import os
import struct
import sys
import zipfile

DEFAULT_INPUT = "/usr/share/matplotlib/mpl-data/sample_data/goog.npz"
EPOCH = datetime.date(1970, 1, 1)
# NumPy type -> code of the struct module. Dates are counted in days.
STRUCT_CODES = {"<M8[D]": "q", "<f8": "d", "<i8": "q"}
COLUMNS = {"Date": "date", "Open": "open", "High": "high", "Low": "low", "Close": "close", "Volume": "volume"}


def read_array(npy):
    """The rows of a version 1 .npy file with a structured array, as dictionaries."""
    if npy[:8] != b"\x93NUMPY\x01\x00":
        raise ValueError("not a NumPy array of format 1.0")
    (header_size,) = struct.unpack_from("<H", npy, 8)
    header = ast.literal_eval(npy[10:10 + header_size].decode("latin-1"))
    names = [name for name, _ in header["descr"]]
    record = struct.Struct("<" + "".join(STRUCT_CODES[kind] for _, kind in header["descr"]))
    (count,) = header["shape"]
    body = npy[10 + header_size:]
    if len(body) != count * record.size:
        raise ValueError(f"{len(body)} bytes of data, but {count} rows of {record.size} bytes expected")
    return [dict(zip(names, values)) for values in record.iter_unpack(body)]


def read_prices(path):
    with zipfile.ZipFile(path) as archive:
        return read_array(archive.read("price_data.npy"))


def write_csv(rows, path):
    """Writes `path` as a whole or not at all."""
    unfinished = f"{path}.{os.getpid()}"
    with open(unfinished, "w", encoding="ascii", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in rows:
            row["date"] = EPOCH + datetime.timedelta(days=row["date"])
            writer.writerow([row[name] for name in COLUMNS.values()])
    os.replace(unfinished, path)


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    source = sys.argv[2] if len(sys.argv) == 3 else DEFAULT_INPUT
    try:
        rows = read_prices(source)
    except FileNotFoundError:
        sys.exit(f"{source} is missing; it comes with Debian's python-matplotlib-data: bash deploy/install_dependencies.sh")
    except (ValueError, KeyError, struct.error, zipfile.BadZipFile) as error:
        sys.exit(f"{source} is not the expected file of matplotlib: {error}")
    try:
        write_csv(rows, sys.argv[1])
    except OSError as error:
        sys.exit(f"{sys.argv[1]} can't be written: {error.strerror}")


if __name__ == "__main__":
    main()

"""Makes the sensor readings of the example: one CSV per sensor, a reading per second, the same ones at every run.

    python3 make_sensors.py                   into sensors/
    python3 make_sensors.py --out DIR --seed 3

The bearing begins to fail in its last minute, the spindle gets warmer all the time, the coolant is as it should be.
"""

import argparse
import csv
import math
import os
import random

START = 1_700_000_000
SECONDS = 240


def bearing(second, dice):
    failing = max(0, second - 195) * 0.12
    return 2.0 + 0.25 * math.sin(second / 3) + dice.gauss(0, 0.15) + failing * abs(dice.gauss(0, 1))


def spindle(second, dice):
    return 41.0 + second * 0.021 + dice.gauss(0, 0.2)


def coolant(_, dice):
    return 3.1 + dice.gauss(0, 0.03)


SENSORS = {"bearing-vibration": ("mm/s", bearing), "spindle-temperature": ("C", spindle), "coolant-pressure": ("bar", coolant)}


def main():
    parser = argparse.ArgumentParser(description="Makes sensor readings.")
    parser.add_argument("--out", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "sensors"))
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    dice = random.Random(options.seed)
    os.makedirs(options.out, exist_ok=True)
    for sensor, (unit, reading) in SENSORS.items():
        with open(os.path.join(options.out, sensor + ".csv"), "w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("time", "sensor", "value", "unit"))
            for second in range(SECONDS):
                writer.writerow((START + second, sensor, "%.3f" % reading(second, dice), unit))


if __name__ == "__main__":
    main()

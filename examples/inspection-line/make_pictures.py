"""Makes the pictures of the inspection line: washers under a camera, as 8-bit PGM files (P5).

    python3 make_pictures.py                        the committed set, into pictures/
    python3 make_pictures.py --out DIR --count 20   twenty parts, about one in three faulty
    python3 make_pictures.py --out DIR --count 5 --kind crack

The kind of a part is the first word of its file name (good-1.pgm, crack-1.pgm), so that a reader can compare the
verdict of the line with the truth. The line itself never looks at the name.
"""

import argparse
import math
import os
import random
import sys

SIZE = 128
MILLIMETRES_PER_PIXEL = 0.2
OUTER_RADIUS = 10.0 / MILLIMETRES_PER_PIXEL
BORE_RADIUS = 5.0 / MILLIMETRES_PER_PIXEL
BACKGROUND, METAL, NOISE = 38, 182, 4.0
FAULTS = ("crack", "offcentre", "oversize", "spot")
COMMITTED = {"good": 3, "crack": 1, "offcentre": 1, "oversize": 1, "spot": 1}


def coverage(distance):
    """How much of a pixel lies inside an edge that is `distance` pixels away (positive: inside)."""
    return min(1.0, max(0.0, 0.5 + distance))


class Washer:
    """One part: where it lies, how large it is, and what is wrong with it."""

    def __init__(self, kind, dice):
        self.x = SIZE / 2 + dice.uniform(-3, 3)
        self.y = SIZE / 2 + dice.uniform(-3, 3)
        self.outer = OUTER_RADIUS + dice.uniform(-0.5, 0.5)
        self.bore = BORE_RADIUS + dice.uniform(-0.4, 0.4)
        self.bore_x, self.bore_y = self.x, self.y
        self.crack_angle = self.spot = None
        angle = dice.uniform(0, 2 * math.pi)
        if kind == "crack":
            self.crack_angle = angle
        elif kind == "offcentre":
            self.bore_x += 5.0 * math.cos(angle)
            self.bore_y += 5.0 * math.sin(angle)
        elif kind == "oversize":
            self.outer += 4.0
        elif kind == "spot":
            middle = (self.outer + self.bore) / 2
            self.spot = (self.x + middle * math.cos(angle), self.y + middle * math.sin(angle), dice.uniform(4.5, 6.0))

    def grey(self, x, y):
        metal = coverage(self.outer - math.hypot(x - self.x, y - self.y))
        metal *= 1 - coverage(self.bore - math.hypot(x - self.bore_x, y - self.bore_y))
        value = BACKGROUND + (METAL - BACKGROUND) * metal
        if self.spot:
            spot_x, spot_y, radius = self.spot
            value -= 105 * metal * coverage(radius - math.hypot(x - spot_x, y - spot_y))
        if self.crack_angle is not None:
            value -= 120 * metal * coverage(1.2 - self._distance_to_crack(x, y))
        return value

    def _distance_to_crack(self, x, y):
        along = (x - self.x) * math.cos(self.crack_angle) + (y - self.y) * math.sin(self.crack_angle)
        across = (y - self.y) * math.cos(self.crack_angle) - (x - self.x) * math.sin(self.crack_angle)
        return abs(across - 1.5 * math.sin(along / 3.0)) if along > 0 else SIZE


def draw(kind, dice):
    part = Washer(kind, dice)
    pixels = bytearray()
    for y in range(SIZE):
        for x in range(SIZE):
            value = part.grey(x + 0.5, y + 0.5) + dice.gauss(0, NOISE)
            pixels.append(min(255, max(0, round(value))))
    return b"P5\n%d %d\n255\n" % (SIZE, SIZE) + bytes(pixels)


def write(folder, name, picture):
    """Writes under a hidden name first: whoever watches the folder never sees half a picture."""
    os.makedirs(folder, exist_ok=True)
    hidden = os.path.join(folder, "." + name + ".part")
    with open(hidden, "wb") as file:
        file.write(picture)
    os.replace(hidden, os.path.join(folder, name))


def kinds(count, kind, dice):
    if count is None:
        return [k for k, times in COMMITTED.items() for _ in range(times)]
    return [kind or (dice.choice(FAULTS) if dice.random() < 0.35 else "good") for _ in range(count)]


def main(arguments):
    parser = argparse.ArgumentParser(description="Makes pictures of good and faulty washers.")
    parser.add_argument("--out", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "pictures"))
    parser.add_argument("--count", type=int, help="how many; without it the committed set is made")
    parser.add_argument("--kind", choices=("good",) + FAULTS, help="only this kind; without it a mix")
    parser.add_argument("--seed", type=int, default=20, help="the same seed makes the same pictures")
    options = parser.parse_args(arguments)
    dice = random.Random(options.seed)
    numbers = {}
    for kind in kinds(options.count, options.kind, dice):
        numbers[kind] = numbers.get(kind, 0) + 1
        write(options.out, "%s-%d.pgm" % (kind, numbers[kind]), draw(kind, dice))
    print("%d pictures in %s" % (sum(numbers.values()), options.out))


if __name__ == "__main__":
    main(sys.argv[1:])

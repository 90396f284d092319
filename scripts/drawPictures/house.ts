import { Canvas } from './Canvas';
import { anyOf, disc, line, polygon, rectangle } from './shapes';

/** A house with a smoking chimney and a tree beside it, under a dark evening sky with a moon. */
export function house(size: number): Canvas {
  const panes = anyOf(rectangle([36, 112], 24, 24), rectangle([90, 112], 24, 24));
  const bars = anyOf(
    rectangle([47, 112], 2, 24),
    rectangle([36, 123], 24, 2),
    rectangle([101, 112], 2, 24),
    rectangle([90, 123], 24, 2),
  );
  return new Canvas(size, 70)
    .paint(disc([162, 34], 17), 240)
    .paint(disc([155, 30], 15), 70)
    .paint(
      anyOf(
        disc([30, 22], 1.5),
        disc([72, 34], 1.2),
        disc([118, 18], 1.5),
        disc([134, 60], 1.2),
        disc([14, 58], 1.2),
      ),
      230,
    )
    .paint(rectangle([0, 166], size, 31), 38)
    .paint(rectangle([100, 48], 12, 34), 112)
    .paint(anyOf(disc([107, 40], 5), disc([112, 30], 6), disc([119, 20], 7)), 120)
    .paint(rectangle([24, 96], 102, 76), 204)
    .paint(polygon([12, 98], [75, 44], [138, 98]), 24)
    .paint(rectangle([66, 134], 20, 38), 60)
    .paint(disc([81, 154], 1.6), 220)
    .paint(panes, 252)
    .paint(bars, 90)
    .paint(disc([75, 80], 8), 252)
    .paint(polygon([66, 172], [86, 172], [100, 197], [58, 197]), 138)
    .paint(line(9, [166, 172], [166, 128]), 18)
    .paint(anyOf(disc([166, 104], 22), disc([152, 120], 16), disc([181, 120], 15), disc([166, 124], 16)), 112)
    .paint(anyOf(disc([172, 98], 9), disc([158, 112], 6), disc([180, 116], 6)), 140);
}

import { Canvas } from './Canvas';
import { anyOf, disc, ellipse, line, mirrored, polygon, type Shape } from './shapes';

/** The face of a grey tabby, filling the picture, before a light wall. */
export function cat(size: number): Canvas {
  const middle = 98.5;
  const both = (...shapes: readonly Shape[]) => mirrored(middle, anyOf(...shapes));
  return new Canvas(size, 214)
    .paint(ellipse([middle, 214], 74, 52), 120)
    .paint(both(polygon([28, 98], [36, 14], [90, 54])), 132)
    .paint(both(polygon([38, 78], [43, 32], [72, 55])), 196)
    .paint(ellipse([middle, 112], 76, 66), 132)
    .paint(ellipse([middle, 140], 44, 34), 176)
    .paint(line(8, [middle, 50], [middle, 76]), 74)
    .paint(both(line(7, [82, 53], [84, 73])), 74)
    .paint(both(line(6, [26, 104], [44, 110])), 74)
    .paint(both(line(6, [25, 120], [43, 122])), 74)
    .paint(both(ellipse([67, 101], 19, 16)), 30)
    .paint(both(ellipse([67, 101], 16, 13)), 232)
    .paint(both(ellipse([67, 101], 5, 12)), 12)
    .paint(anyOf(disc([63, 95], 3), disc([126, 95], 3)), 255)
    .paint(polygon([88, 126], [109, 126], [middle, 137]), 44)
    .paint(line(3, [middle, 136], [middle, 146]), 44)
    .paint(both(line(3, [middle, 146], [91, 153], [82, 152], [76, 146])), 44)
    .paint(both(line(1.5, [70, 139], [14, 128])), 250)
    .paint(both(line(1.5, [70, 144], [12, 146])), 250)
    .paint(both(line(1.5, [71, 149], [17, 164])), 250);
}

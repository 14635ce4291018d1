/** Edges and middles that a box is drawn to, in millimeters. */
const NEAR = 1.2;
const GRID = 0.5;
const toGrid = (number) => Math.round(number / GRID) * GRID;

/** Of all lines the one that one of `edges` is nearest to, with how far it is; nothing beyond `NEAR`. */
function nearest(edges, lines) {
  let found = null;
  for (const edge of edges) {
    for (const line of lines) {
      const by = line - edge;
      if (Math.abs(by) <= NEAR && (!found || Math.abs(by) < Math.abs(found.by))) found = { by, line };
    }
  }
  return found;
}

function along(start, length, others, whole, isResize) {
  const lines = [0, whole / 2, whole, ...others.flatMap(([from, size]) => [from, from + size / 2, from + size])];
  const edges = isResize ? [start + length] : [start, start + length / 2, start + length];
  const found = nearest(edges, lines);
  if (isResize) return { start, length: found ? length + found.by : toGrid(length), line: found?.line };
  return { start: found ? start + found.by : toGrid(start), length, line: found?.line };
}

/** The box moved to what is near; `x` and `y` are the lines to show. */
export function snapped(box, others, whole, isResize) {
  const across = along(box.x, box.w, others.map((each) => [each.x, each.w]), whole.w, isResize);
  const down = along(box.y, box.h, others.map((each) => [each.y, each.h]), whole.h, isResize);
  const moved = { x: across.start, y: down.start, w: Math.max(1, across.length), h: Math.max(1, down.length) };
  return { box: moved, x: across.line, y: down.line };
}

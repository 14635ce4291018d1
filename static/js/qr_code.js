/**
 * A QR code (ISO/IEC 18004) of up to 330 bytes: byte mode, level M, for codes that change while there is no network.
 * modules(text) gives rows of booleans, true is dark, without the white border.
 */
// by version: error correction codewords of a block, then the data codewords of each block
const BLOCKS = [
  [10, 16], [16, 28], [26, 44], [18, 32, 32], [24, 43, 43], [16, 27, 27, 27, 27], [18, 31, 31, 31, 31],
  [22, 38, 38, 39, 39], [22, 36, 36, 36, 37, 37], [26, 43, 43, 43, 43, 44], [30, 50, 51, 51, 51, 51],
  [22, 36, 36, 36, 36, 36, 36, 37, 37], [22, 37, 37, 37, 37, 37, 37, 37, 37, 38],
];
const MASKS = [
  (x, y) => (x + y) % 2 === 0, (x, y) => y % 2 === 0, (x) => x % 3 === 0, (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(y / 2) + Math.floor(x / 3)) % 2 === 0, (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0, (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

const EXP = new Uint8Array(512);
const LOG = new Uint8Array(256);
for (let power = 0, value = 1; power < 255; power++) {
  EXP[power] = EXP[power + 255] = value;
  LOG[value] = power;
  value = value & 128 ? (value << 1) ^ 0x11d : value << 1;
}
const times = (a, b) => (a && b ? EXP[LOG[a] + LOG[b]] : 0);

function correction(data, count) {
  let generator = [1];
  for (let power = 0; power < count; power++) {
    const next = [...generator, 0];
    generator.forEach((factor, place) => (next[place + 1] ^= times(factor, EXP[power])));
    generator = next;
  }
  const rest = [...data, ...new Array(count).fill(0)];
  for (let place = 0; place < data.length; place++) {
    const factor = rest[place];
    generator.forEach((part, offset) => (rest[place + offset] ^= times(part, factor)));
  }
  return rest.slice(data.length);
}

function codewords(bytes, version, blocks) {
  const capacity = blocks.slice(1).reduce((sum, size) => sum + size);
  const bits = [0, 1, 0, 0];
  const push = (value, length) => {
    for (let bit = length - 1; bit >= 0; bit--) bits.push((value >> bit) & 1);
  };
  push(bytes.length, version < 10 ? 8 : 16);
  bytes.forEach((byte) => push(byte, 8));
  push(0, Math.min(4, capacity * 8 - bits.length));
  push(0, (8 - (bits.length % 8)) % 8);
  const data = [];
  for (let place = 0; place < bits.length; place += 8) data.push(parseInt(bits.slice(place, place + 8).join(""), 2));
  for (let filler = 0xec; data.length < capacity; filler ^= 0xec ^ 0x11) data.push(filler);
  return data;
}

function interleaved(data, [count, ...sizes]) {
  let start = 0;
  const parts = sizes.map((size) => data.slice(start, (start += size)));
  const checks = parts.map((part) => correction(part, count));
  const out = [];
  for (const columns of [parts, checks]) {
    const longest = Math.max(...columns.map((column) => column.length));
    for (let place = 0; place < longest; place++) {
      for (const column of columns) if (place < column.length) out.push(column[place]);
    }
  }
  return out;
}

function remainder(value, bits, polynomial, degree) {
  let rest = value << degree;
  for (let bit = bits - 1; bit >= 0; bit--) if ((rest >> (bit + degree)) & 1) rest ^= polynomial << bit;
  return (value << degree) | rest;
}

function patterns(version) {
  const size = version * 4 + 17;
  const grid = Array.from({ length: size }, () => new Array(size).fill(null));
  const square = (cx, cy, radius, isDark) => {
    for (let dy = -radius; dy <= radius; dy++) {
      for (let dx = -radius; dx <= radius; dx++) {
        if (grid[cy + dy]?.[cx + dx] !== undefined) grid[cy + dy][cx + dx] = isDark(Math.max(Math.abs(dx), Math.abs(dy)));
      }
    }
  };
  for (let place = 0; place < size; place++) grid[6][place] = grid[place][6] = place % 2 === 0;
  for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]]) square(x, y, 4, (ring) => ring !== 2 && ring !== 4);
  const steps = Math.floor(version / 7) + 1; // up to version 13 the places stand evenly
  const places = version < 2 ? [] : [6];
  for (let step = 1; step <= steps && version > 1; step++) places.push(6 + Math.round(((size - 13) * step) / steps));
  for (const x of places) {
    for (const y of places) {
      const isCorner = (x === 6 && y === 6) || (x === 6 && y === size - 7) || (x === size - 7 && y === 6);
      if (!isCorner) square(x, y, 2, (ring) => ring !== 1);
    }
  }
  return grid;
}

function inform(grid, version, mask) {
  const size = grid.length;
  const format = remainder(mask, 5, 0x537, 10) ^ 0x5412; // level M is 00
  for (let bit = 0; bit < 15; bit++) {
    const isDark = ((format >> bit) & 1) === 1;
    grid[bit < 6 ? bit : bit < 8 ? bit + 1 : size - 15 + bit][8] = isDark;
    grid[8][bit < 8 ? size - 1 - bit : bit === 8 ? 7 : 14 - bit] = isDark;
  }
  grid[size - 8][8] = true;
  if (version < 7) return;
  const number = remainder(version, 6, 0x1f25, 12);
  for (let bit = 0; bit < 18; bit++) {
    const isDark = ((number >> bit) & 1) === 1;
    const [near, far] = [Math.floor(bit / 3), size - 11 + (bit % 3)];
    grid[near][far] = grid[far][near] = isDark;
  }
}

function filled(version, words, mask) {
  const grid = patterns(version);
  const size = grid.length;
  inform(grid, version, mask);
  let bit = 0;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    const isUpward = ((right + 1) & 2) === 0;
    for (let step = 0; step < size; step++) {
      const y = isUpward ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (grid[y][x] !== null) continue;
        const isDark = bit < words.length * 8 && ((words[bit >> 3] >> (7 - (bit & 7))) & 1) === 1;
        grid[y][x] = isDark !== MASKS[mask](x, y);
        bit++;
      }
    }
  }
  return grid;
}

/** How uneasy a reader finds it: long runs of one color, counted along rows and columns. */
function unease(grid) {
  let found = 0;
  for (let line = 0; line < grid.length; line++) {
    for (const at of [(place) => grid[line][place], (place) => grid[place][line]]) {
      for (let place = 1, run = 1; place <= grid.length; place++) {
        if (place < grid.length && at(place) === at(place - 1)) run++;
        else {
          if (run >= 5) found += run - 2;
          run = 1;
        }
      }
    }
  }
  return found;
}

export function modules(text) {
  const bytes = new TextEncoder().encode(text);
  const version = BLOCKS.findIndex((blocks, place) => {
    const capacity = blocks.slice(1).reduce((sum, size) => sum + size);
    return bytes.length <= capacity - (place < 9 ? 2 : 3);
  }) + 1;
  if (!version) throw new RangeError("too long for a code");
  const blocks = BLOCKS[version - 1];
  const words = interleaved(codewords(bytes, version, blocks), blocks);
  const grids = MASKS.map((_, mask) => filled(version, words, mask));
  return grids.reduce((best, grid) => (unease(grid) < unease(best) ? grid : best));
}

/** A PNG as data: address, black on white with its white border, crisp at any size. */
export function picture(text, pixels = 8, border = 4) {
  const grid = modules(text);
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = (grid.length + 2 * border) * pixels;
  const paper = canvas.getContext("2d");
  paper.fillStyle = "#fff";
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.fillStyle = "#000";
  grid.forEach((row, y) => row.forEach((isDark, x) => {
    if (isDark) paper.fillRect((x + border) * pixels, (y + border) * pixels, pixels, pixels);
  }));
  return canvas.toDataURL("image/png");
}

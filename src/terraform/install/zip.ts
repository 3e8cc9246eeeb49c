/** A zip archive with the same bytes for the same files, whenever and wherever it is made. */
import { crc32, deflateRawSync } from "node:zlib";
import type { PackedFile } from "./contents.ts";

/** 1 January 1980, the first day that the format knows. */
const date = 0x21;
/** 2.0: folders and deflate; made by 3, Unix, so that modes count. */
const needed = 20;
const madeBy = (3 << 8) | needed;
const deflated = 8;
const regularFile = 0o100000;

/** Of files with ASCII names, in the order given. */
export function zip(files: readonly PackedFile[]): Buffer {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes, executable } of files) {
    const data = deflateRawSync(bytes, { level: 9 });
    const named = Buffer.from(name, "ascii");
    // What the header before the data and the one at the end have in common.
    const common = fields(
      [2, needed],
      [2, 0],
      [2, deflated],
      [2, 0],
      [2, date],
      [4, crc32(bytes)],
      [4, data.length],
      [4, bytes.length],
      [2, named.length],
      [2, 0],
    );
    const local = Buffer.concat([fields([4, 0x04034b50]), common, named, data]);
    const mode = regularFile | (executable ? 0o755 : 0o644);
    entries.push(
      fields([4, 0x02014b50], [2, madeBy]),
      common,
      fields([2, 0], [2, 0], [2, 0], [4, mode * 0x10000], [4, offset]),
      named,
    );
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(entries);
  const end = fields(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, files.length],
    [2, files.length],
    [4, directory.length],
    [4, offset],
    [2, 0],
  );
  return Buffer.concat([...locals, directory, end]);
}

/** Numbers of two or four bytes, little endian. */
function fields(...values: readonly (readonly [2 | 4, number])[]): Buffer {
  const made = Buffer.alloc(values.reduce((length, [size]) => length + size, 0));
  let at = 0;
  for (const [size, value] of values) {
    made.writeUIntLE(value, at, size);
    at += size;
  }
  return made;
}

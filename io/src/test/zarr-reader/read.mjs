// Reads every array of a Zarr store with zarrita and writes it as a .npy file: node read.mjs STORE FOLDER
// Prints one JSON line per array: its path, shape, type, dimension names and attributes; and one for each group.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import FileSystemStore from "@zarrita/storage/fs";
import * as zarr from "zarrita";

const [storePath, folder] = process.argv.slice(2);
const types = { float32: "<f4", float64: "<f8", int32: "<i4" };

function npy(shape, type, data) {
  const axes = shape.join(", ") + (shape.length === 1 ? "," : "");
  const text = `{'descr': '${types[type]}', 'fortran_order': False, 'shape': (${axes}), }`.padEnd(117) + "\n";
  const start = Buffer.concat([Buffer.from([0x93]), Buffer.from("NUMPY"), Buffer.from([1, 0, text.length, 0]), Buffer.from(text)]);
  return Buffer.concat([start, Buffer.from(data.buffer, data.byteOffset, data.byteLength)]);
}

// The elements in C order; zarrita keeps the order of the chunks.
function elements({ data, shape, stride }) {
  const values = new data.constructor(data.length);
  const index = shape.map(() => 0);
  for (let k = 0; k < values.length; k++) {
    values[k] = data[index.reduce((at, i, axis) => at + i * stride[axis], 0)];
    for (let axis = shape.length - 1; axis >= 0 && ++index[axis] === shape[axis]; axis--) {
      index[axis] = 0;
    }
  }
  return values;
}

const store = await zarr.withConsolidatedMetadata(new FileSystemStore(storePath), { format: "v3" });
const root = await zarr.open.v3(store, { kind: "group" });
for (const { path, kind } of store.contents()) {
  const node = await zarr.open.v3(root.resolve(path), { kind });
  if (kind === "group") {
    console.log(JSON.stringify({ path, attributes: node.attrs }));
    continue;
  }
  // zarrita 0.7.5 cannot read arrays without elements
  const values = node.shape.includes(0) ? new Uint8Array(0) : elements(await zarr.get(node));
  writeFileSync(join(folder, path.slice(1).replaceAll("/", ".") + ".npy"), npy(node.shape, node.dtype, values));
  console.log(JSON.stringify({ path, shape: node.shape, type: node.dtype, dimensions: node.dimensionNames, attributes: node.attrs }));
}

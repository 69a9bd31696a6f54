// SPDX-License-Identifier: Apache-2.0
// Runs models in ONNX Runtime: node onnxruntime.mjs JOBS.json, where JOBS is a list of
//   {model, samples, inputs: [{name, type, shape, data}], outputs: [{name, data}]}
// `data` names raw little-endian files, sample after sample; an input without one is `fill`
// everywhere (states after a reset).
import fs from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(process.cwd() + "/");
const ort = require("onnxruntime-node");
const types = {
  f32: ["float32", Float32Array], s8: ["int8", Int8Array], u8: ["uint8", Uint8Array],
  s16: ["int16", Int16Array], s32: ["int32", Int32Array], s64: ["int64", BigInt64Array],
};

async function run(job) {
  const session = await ort.InferenceSession.create(job.model, { logSeverityLevel: 3 });
  const parts = job.outputs.map(() => []);
  const files = job.inputs.map((input) => input.data && fs.readFileSync(input.data));
  for (let sample = 0; sample < job.samples; sample++) {
    const feeds = {};
    job.inputs.forEach((input, i) => {
      const [name, Kind] = types[input.type];
      const count = input.shape.reduce((a, b) => a * b, 1);
      const bytes = count * Kind.BYTES_PER_ELEMENT;
      const fill = input.fill || 0;
      let data = new Kind(count).fill(input.type === "s64" ? BigInt(fill) : fill);
      if (files[i]) {
        const copy = new Uint8Array(files[i].subarray(sample * bytes, (sample + 1) * bytes));
        data = new Kind(copy.buffer);
      }
      feeds[input.name] = new ort.Tensor(name, data, input.shape);
    });
    const results = await session.run(feeds);
    job.outputs.forEach((output, i) => {
      const data = results[output.name].data;
      parts[i].push(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
    });
  }
  job.outputs.forEach((output, i) => fs.writeFileSync(output.data, Buffer.concat(parts[i])));
}

for (const job of JSON.parse(fs.readFileSync(process.argv[2], "utf8"))) {
  await run(job);
}

// encode.mjs MODELS NAME PHOTOS OUT: the model is MODELS/NAME, PHOTOS lists paths, OUT gets unit rows of float32.
// Prints a line for each size of batch: seconds, a tab, and what computed.
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { AutoProcessor, CLIPVisionModelWithProjection, RawImage, env } from "@huggingface/transformers";

const [models, name, photos, out] = process.argv.slice(2);
env.allowRemoteModels = false;
env.allowLocalModels = true;
env.localModelPath = models;

const processor = await AutoProcessor.from_pretrained(name);
const model = await CLIPVisionModelWithProjection.from_pretrained(name, { dtype: "fp32", device: "cpu" });
const files = (await readFile(photos, "utf8")).split("\n");

async function encode(files, batch) {
  const rows = [];
  for (let first = 0; first < files.length; first += batch) {
    // sharp decodes on threads of its own, so a batch's files are read side by side.
    const pictures = await Promise.all(files.slice(first, first + batch).map((file) => RawImage.read(file)));
    const { image_embeds } = await model(await processor(pictures));
    rows.push(...image_embeds.normalize().tolist());
  }
  return rows;
}

const require = createRequire(import.meta.url);
const transformers = createRequire(require.resolve("@huggingface/transformers"));
const sharp = transformers("sharp").versions;
const onnx = transformers("onnxruntime-common").env.versions.node ?? transformers("onnxruntime-common").env.versions.common;
let best = Infinity;
for (const batch of [1, 16]) {
  await encode(files.slice(0, 16), batch);
  const start = performance.now();
  const rows = await encode(files, batch);
  const seconds = (performance.now() - start) / 1000;
  console.log(`${seconds}\tTransformers.js ${env.version}, onnxruntime-node ${onnx}, sharp ${sharp.sharp ?? "?"}, Node ${process.versions.node}; ${batch === 1 ? "one by one" : `batches of ${batch}`}`);
  if (seconds < best) await writeFile(out, Buffer.from(Float32Array.from(rows.flat()).buffer));
  best = Math.min(best, seconds);
}

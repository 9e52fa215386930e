"""The loop of a notebook: Pillow, then CLIP's image tower as Hugging Face's eager modeling_clip computes it, in PyTorch of Debian.

notebook_encode.py MODEL PHOTOS OUT: MODEL has config.json and model.safetensors, PHOTOS lists paths, OUT gets unit rows of float32.
Prints a line for each number of threads: seconds, a tab, and what computed.
"""
import json
import mmap
import os
import sys
import time

import numpy
import PIL
from PIL import Image
import torch
from torch.nn import functional

BATCH, EDGE = 16, 224
MEAN = numpy.array([0.48145466, 0.4578275, 0.40821073], dtype=numpy.float32)
DEVIATION = numpy.array([0.26862954, 0.26130258, 0.27577711], dtype=numpy.float32)


def read_weights(path):
    """The tensors of a safetensors file by name; the image tower's only."""
    with open(path, "rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    start = 8 + int.from_bytes(data[:8], "little")
    weights = {}
    for name, entry in json.loads(data[8:start]).items():
        if not name.startswith(("vision_model.", "visual_projection.")) or entry.get("dtype") != "F32":
            continue
        begin, end = entry["data_offsets"]
        weights[name] = torch.from_numpy(numpy.frombuffer(data[start + begin:start + end], dtype=numpy.float32).reshape(entry["shape"]).copy())
    return weights


def prepare(path):
    picture = Image.open(path).convert("RGB")
    width, height = picture.size
    short = min(width, height)
    picture = picture.resize((int(EDGE * width / short), int(EDGE * height / short)), Image.BICUBIC)
    left, top = round((picture.width - EDGE) / 2), round((picture.height - EDGE) / 2)
    picture = picture.crop((left, top, left + EDGE, top + EDGE))
    pixels = (numpy.asarray(picture, dtype=numpy.float32) / 255 - MEAN) / DEVIATION
    return pixels.transpose(2, 0, 1)


class ImageTower:
    def __init__(self, folder):
        with open(os.path.join(folder, "config.json")) as file:
            self.config = json.load(file)["vision_config"]
        self.weights = read_weights(os.path.join(folder, "model.safetensors"))

    def linear(self, rows, name):
        return functional.linear(rows, self.weights[name + ".weight"], self.weights[name + ".bias"])

    def norm(self, rows, name):
        return functional.layer_norm(rows, rows.shape[-1:], self.weights[name + ".weight"], self.weights[name + ".bias"], self.config.get("layer_norm_eps", 1e-5))

    def attend(self, rows, name):
        heads = self.config["num_attention_heads"]
        shape = (rows.shape[0], rows.shape[1], heads, rows.shape[2] // heads)
        query, key, value = (self.linear(rows, name + projection).view(shape).transpose(1, 2) for projection in ("q_proj", "k_proj", "v_proj"))
        scores = torch.matmul(query, key.transpose(-1, -2)) * shape[3] ** -0.5
        attention = functional.softmax(scores, dim=-1, dtype=torch.float32)
        return self.linear(torch.matmul(attention, value).transpose(1, 2).reshape(rows.shape).contiguous(), name + "out_proj")

    def encode(self, pixels):
        prefix = "vision_model."
        patches = functional.conv2d(pixels, self.weights[prefix + "embeddings.patch_embedding.weight"], stride=self.config["patch_size"])
        patches = patches.flatten(2).transpose(1, 2)
        classes = self.weights[prefix + "embeddings.class_embedding"].expand(len(pixels), 1, -1)
        rows = torch.cat([classes, patches], dim=1) + self.weights[prefix + "embeddings.position_embedding.weight"]
        rows = self.norm(rows, prefix + "pre_layrnorm")
        for layer in range(self.config["num_hidden_layers"]):
            name = f"{prefix}encoder.layers.{layer}."
            rows = rows + self.attend(self.norm(rows, name + "layer_norm1"), name + "self_attn.")
            inner = self.linear(self.norm(rows, name + "layer_norm2"), name + "mlp.fc1")
            rows = rows + self.linear(inner * torch.sigmoid(1.702 * inner), name + "mlp.fc2")
        return functional.linear(self.norm(rows[:, 0], prefix + "post_layernorm"), self.weights["visual_projection.weight"])


def encode_files(tower, files):
    parts = []
    with torch.no_grad():
        for first in range(0, len(files), BATCH):
            pixels = torch.from_numpy(numpy.stack([prepare(file) for file in files[first:first + BATCH]]))
            features = tower.encode(pixels)
            parts.append((features / features.norm(dim=-1, keepdim=True)).cpu().numpy())
    return numpy.concatenate(parts)


def loaded_blas():
    """The libblas.so.3 that the loader gave this process: with the reference's, PyTorch is many times slower and no rival."""
    with open("/proc/self/maps") as maps:
        found = {os.path.realpath(line.split()[-1]) for line in maps if "/libblas.so" in line}
    return ", ".join(sorted(found)) or "none"


model, photos, out = sys.argv[1:4]
blas = loaded_blas()
if not any(fast in blas for fast in ("openblas", "mkl", "blis")):
    sys.exit(f"PyTorch computes with a slow BLAS ({blas}): install libopenblas0-openmp")
with open(photos) as file:
    files = file.read().split("\n")
tower = ImageTower(model)
kind = "OpenBLAS with OpenMP" if "openblas-openmp" in blas else "OpenBLAS with pthread" if "openblas-pthread" in blas else blas
best = float("inf")
# PyTorch's own number of threads, and one a processor: each is the faster somewhere.
for threads in sorted({torch.get_num_threads(), len(os.sched_getaffinity(0))}):
    torch.set_num_threads(threads)
    encode_files(tower, files[:BATCH])
    start = time.perf_counter()
    rows = encode_files(tower, files)
    seconds = time.perf_counter() - start
    if seconds < best:
        rows.astype(numpy.float32).tofile(out)
    best = min(best, seconds)
    print(f"{seconds}\tPyTorch {torch.__version__}, {kind}, {threads} threads; Pillow {PIL.__version__}; batches of {BATCH}", flush=True)

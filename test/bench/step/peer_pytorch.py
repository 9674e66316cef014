"""The mainline model as researchers write it in PyTorch, eager: one block, all positions, float32.

Each line of standard input is a number of steps; the answer is the milliseconds per step and the last training loss.
Nanda et al. 2023.
"""
import json
import sys
import time

import numpy as np
import torch

setup = json.loads(sys.argv[1])
torch.set_num_threads(setup["threads"])
P, D, HEADS, HIDDEN = setup["modulus"], setup["width"], setup["heads"], setup["mlpWidth"]
SHAPES = {name: shape for name, shape in setup["tensors"]}


class Transformer(torch.nn.Module):
    def __init__(self, values):
        super().__init__()
        for name, value in values.items():
            setattr(self, name.removeprefix("layer-1/").replace("-", "_"), torch.nn.Parameter(torch.tensor(value)))

    def forward(self, tokens):
        x = self.embedding[tokens] + self.position
        batch, length, _ = x.shape

        def split(weight):
            return (x @ weight).view(batch, length, HEADS, D // HEADS).transpose(1, 2)

        q, k, v = split(self.query), split(self.key), split(self.value)
        scores = q @ k.transpose(-1, -2) / (D // HEADS) ** 0.5
        mask = torch.tril(torch.ones(length, length, dtype=torch.bool))
        attention = torch.softmax(scores.masked_fill(~mask, float("-inf")), dim=-1)
        mixed = (attention @ v).transpose(1, 2).reshape(batch, length, D)
        x = x + mixed @ self.attention_output
        hidden = torch.relu(x @ self.mlp_input + self.mlp_input_bias)
        x = x + hidden @ self.mlp_output + self.mlp_output_bias
        return (x @ self.unembedding)[:, -1]


def read_weights(file):
    flat = np.fromfile(file, dtype=np.float32)
    values, offset = {}, 0
    for name, shape in SHAPES.items():
        size = int(np.prod(shape))
        values[name] = flat[offset:offset + size].reshape(shape)
        offset += size
    return values


pairs = torch.tensor(np.fromfile(setup["inputs"], dtype=np.int32).reshape(-1, 2).astype(np.int64))
tokens = torch.cat([pairs, torch.full((len(pairs), 1), P)], dim=1)
targets = torch.tensor(np.fromfile(setup["targets"], dtype=np.int32).astype(np.int64))
model = Transformer(read_weights(setup["weights"]))
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=1.0, betas=(0.9, 0.98))
schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min((step + 1) / 10, 1))

for line in sys.stdin:
    count = int(line)
    started = time.perf_counter()
    for _ in range(count):
        loss = torch.nn.functional.cross_entropy(model(tokens), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    value = loss.item()
    print(json.dumps({"milliseconds": (time.perf_counter() - started) * 1000 / count, "loss": value}), flush=True)

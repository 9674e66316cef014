"""NeuralGrok's step (arXiv 2504.17243) as its authors write it in PyTorch, eager, float32: a + b mod 97, two layers, batches of 512.

The amplifier runs on every gradient entry, tensor by tensor; every fourth step trains it through a virtual SGD step. Each line of standard
input is a number of steps; the answer is the milliseconds per step and the last training loss.
"""
import json
import sys
import time

import torch
from torch import nn
from torch.func import functional_call
from torch.nn import functional

setup = json.loads(sys.argv[1])
torch.set_num_threads(setup["threads"])
torch.manual_seed(0)
P, WIDTH, HEADS, HIDDEN, LAYERS, BATCH, INTERVAL, NORM, RATE = 97, 128, 4, 512, 2, 512, 4, 0.2, 1e-3
VOCABULARY = P + 2


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm_1, self.norm_2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.attention = nn.MultiheadAttention(WIDTH, HEADS, batch_first=True)
        self.mlp = nn.Sequential(nn.Linear(WIDTH, HIDDEN), nn.GELU(), nn.Linear(HIDDEN, WIDTH))

    def forward(self, x, mask):
        x = self.norm_1(x)
        x = x + self.attention(x, x, x, attn_mask=mask, need_weights=False)[0]
        return x + self.mlp(self.norm_2(x))


class Transformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding, self.position = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(4, WIDTH)
        self.blocks = nn.ModuleList([Block() for _ in range(LAYERS)])
        self.norm, self.output = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, VOCABULARY, bias=False)
        self.register_buffer("mask", torch.triu(torch.full((4, 4), float("-inf")), 1))

    def forward(self, tokens):
        x = self.embedding(tokens) + self.position(torch.arange(4))
        for block in self.blocks:
            x = block(x, self.mask)
        return self.output(self.norm(x))[:, -1]


amplifier = nn.Sequential(nn.Linear(1, 128), nn.ReLU(), nn.Linear(128, 128), nn.ReLU(), nn.Linear(128, 1))


def transform(gradient):
    rows = gradient.reshape(-1, 1)
    weighted = torch.softmax(amplifier(rows), dim=0) * rows
    return (NORM * weighted / weighted.norm()).reshape(gradient.shape)


tokens = torch.tensor([[a, b, P + 1, P] for a in range(P) for b in range(1, P)])
targets = (tokens[:, 0] + tokens[:, 1]) % P
order = torch.randperm(len(tokens))
inner, outer = order[:4562], order[4562:4655]
model = Transformer()
optimizer = torch.optim.Adam(model.parameters(), lr=RATE, betas=(0.9, 0.98), weight_decay=1e-3)
schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min((step + 1) / 10, 1))
outer_optimizer = torch.optim.Adam(amplifier.parameters(), lr=1e-4, betas=(0.9, 0.98), weight_decay=1e-3)


def outer_step(batch):
    gradients = torch.autograd.grad(functional.cross_entropy(model(tokens[batch]), targets[batch]), list(model.parameters()))
    virtual = {name: parameter.detach() - RATE * transform(gradient) for (name, parameter), gradient in zip(model.named_parameters(), gradients)}
    outer_optimizer.zero_grad()
    functional.cross_entropy(functional_call(model, virtual, (tokens[outer],)), targets[outer]).backward()
    outer_optimizer.step()


def batches():
    while True:
        shuffled = inner[torch.randperm(len(inner))]
        yield from (shuffled[start: start + BATCH] for start in range(0, len(inner) - BATCH + 1, BATCH))


source, done = batches(), 0
for line in sys.stdin:
    count = int(line)
    started = time.perf_counter()
    for _ in range(count):
        batch = next(source)
        optimizer.zero_grad()
        loss = functional.cross_entropy(model(tokens[batch]), targets[batch])
        loss.backward()
        with torch.no_grad():
            for parameter in model.parameters():
                parameter.grad = transform(parameter.grad)
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        done += 1
        if done % INTERVAL == 0:
            outer_step(batch)
    value = loss.item()
    print(json.dumps({"milliseconds": (time.perf_counter() - started) * 1000 / count, "loss": value}), flush=True)

"""The mainline model as researchers write it in JAX: one jitted training step, all positions, float32.

Same protocol as peer_pytorch.py: each line of standard input is a number of steps.
"""
import json
import os
import sys
import time

setup = json.loads(sys.argv[1])
os.environ["XLA_FLAGS"] = f"--xla_cpu_multi_thread_eigen=true intra_op_parallelism_threads={setup['threads']}"
os.environ["JAX_PLATFORMS"] = "cpu"

import jax
import jax.numpy as jnp
import numpy as np

P, D, HEADS = setup["modulus"], setup["width"], setup["heads"]


def read_weights(file):
    flat = np.fromfile(file, dtype=np.float32)
    values, offset = {}, 0
    for name, shape in setup["tensors"]:
        size = int(np.prod(shape))
        values[name.removeprefix("layer-1/")] = jnp.array(flat[offset:offset + size].reshape(shape))
        offset += size
    return values


pairs = np.fromfile(setup["inputs"], dtype=np.int32).reshape(-1, 2)
tokens = jnp.array(np.concatenate([pairs, np.full((len(pairs), 1), P, dtype=np.int32)], axis=1))
targets = jnp.array(np.fromfile(setup["targets"], dtype=np.int32))


def logits(w):
    x = w["embedding"][tokens] + w["position"]
    batch, length, _ = x.shape

    def split(weight):
        return (x @ weight).reshape(batch, length, HEADS, D // HEADS).transpose(0, 2, 1, 3)

    q, k, v = split(w["query"]), split(w["key"]), split(w["value"])
    scores = q @ k.swapaxes(-1, -2) / (D // HEADS) ** 0.5
    scores = jnp.where(jnp.tril(jnp.ones((length, length), bool)), scores, -jnp.inf)
    mixed = (jax.nn.softmax(scores, axis=-1) @ v).transpose(0, 2, 1, 3).reshape(batch, length, D)
    x = x + mixed @ w["attention-output"]
    hidden = jax.nn.relu(x @ w["mlp-input"] + w["mlp-input-bias"])
    x = x + hidden @ w["mlp-output"] + w["mlp-output-bias"]
    return (x @ w["unembedding"])[:, -1]


def loss_of(w):
    return -jnp.mean(jnp.take_along_axis(jax.nn.log_softmax(logits(w)), targets[:, None], axis=1))


@jax.jit
def train(state, step):
    w, m, v = state
    loss, gradient = jax.value_and_grad(loss_of)(w)
    count = step + 1
    rate = 1e-3 * jnp.minimum(count / 10, 1)
    m = jax.tree.map(lambda a, g: 0.9 * a + 0.1 * g, m, gradient)
    v = jax.tree.map(lambda a, g: 0.98 * a + 0.02 * g * g, v, gradient)

    def update(weight, first, second):
        direction = (first / (1 - 0.9 ** count)) / (jnp.sqrt(second / (1 - 0.98 ** count)) + 1e-8)
        return weight - rate * (direction + 1.0 * weight)

    return (jax.tree.map(update, w, m, v), m, v), loss


weights = read_weights(setup["weights"])
zeros = jax.tree.map(jnp.zeros_like, weights)
state, step = (weights, zeros, zeros), 0
train.lower(state, 0.0).compile()

for line in sys.stdin:
    count = int(line)
    started = time.perf_counter()
    for _ in range(count):
        state, loss = train(state, float(step))
        step += 1
    value = float(loss)
    print(json.dumps({"milliseconds": (time.perf_counter() - started) * 1000 / count, "loss": value}), flush=True)

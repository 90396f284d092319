"""The steps of `child.ts`, in Keras on TensorFlow: prints a line when it is ready, and one for each line that it is sent."""

import json
import os
import resource
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np
import tensorflow as tf


def dense():
    return keras.Sequential(
        [
            keras.Input((784,)),
            keras.layers.Dense(1024, activation="relu"),
            keras.layers.Dense(1024, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )


networks = {
    "resnet50": (
        lambda: keras.applications.ResNet50(weights=None, input_shape=(197, 197, 1), classes=3),
        (3, 197, 197, 1),
        3,
    ),
    "mobilenetV2": (
        lambda: keras.applications.MobileNetV2(weights=None, input_shape=(96, 96, 3), classes=10),
        (16, 96, 96, 3),
        10,
    ),
    "dense": (dense, (128, 784), 10),
}


def say(line):
    print(json.dumps(line), flush=True)


def main(network):
    build, shape, classes = networks[network]
    keras.utils.set_random_seed(7)
    model = build()
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    xs = np.random.default_rng(5).uniform(0, 1, shape).astype("float32")
    ys = np.eye(classes, dtype="float32")[np.arange(shape[0]) % classes]
    versions = f"Keras {keras.__version__} on TensorFlow {tf.__version__}"
    say({"versions": versions, "parameters": model.count_params()})
    for _ in sys.stdin:
        cpu, start = time.process_time(), time.perf_counter()
        loss = float(model.train_on_batch(xs, ys)[0])
        wall = (time.perf_counter() - start) * 1000
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        say({"wallMs": wall, "cpuMs": (time.process_time() - cpu) * 1000, "loss": loss, "peakMb": peak})


main(sys.argv[1])

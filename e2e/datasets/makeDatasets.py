"""Writes the datasets beside this file, with NumPy, pandas, Pillow and Info-ZIP: files that none of Strata's own code had a hand in.

    python3 -m venv venv && venv/bin/pip install numpy pandas pillow && venv/bin/python makeDatasets.py

Sixty images of 8 x 8 to train on and thirty to test with, of three classes: stripes that lie, stripes that stand, and a dot.
"""

import gzip
import shutil
import struct
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from PIL import Image

HERE = Path(__file__).parent
NAMES = ["lying", "standing", "dot"]
SIDE = 8


def draw(count: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    y = np.arange(count) % 3
    x = np.zeros((count, SIDE, SIDE))
    for image, label in zip(x, y):
        phase = rng.integers(2)
        if label == 0:
            image[phase::2] = 255
        elif label == 1:
            image[:, phase::2] = 255
        else:
            row, column = rng.integers(1, SIDE - 3, 2)
            image[row : row + 3, column : column + 3] = 255
    noise = rng.integers(-40, 41, x.shape)
    return np.clip(x + noise, 0, 255).astype(np.uint8), y.astype(np.uint8)


rng = np.random.default_rng(7)
x_train, y_train = draw(60, rng)
x_test, y_test = draw(30, rng)


def info_zip(target: str, folder: Path, *options: str) -> None:
    path = HERE / target
    path.unlink(missing_ok=True)
    subprocess.run(["zip", "-q", "-X", "-r", *options, str(path), "."], cwd=folder, check=True)


def save_images(folder: Path, kinds: list[str], wrapper: str = "") -> pd.DataFrame:
    rows = []
    for split, name, x, y in [(0, "training", x_train, y_train), (2, "testing", x_test, y_test)]:
        for i, (image, label) in enumerate(zip(x, y)):
            kind = kinds[i % len(kinds)]
            path = f"{name}/{NAMES[label]}/{i}.{kind}"
            file = folder / wrapper / path
            file.parent.mkdir(parents=True, exist_ok=True)
            Image.fromarray(image).save(file)
            rows.append((path, NAMES[label], split))
    return pd.DataFrame(rows, columns=["image_path", "label", "split"])


def scratch() -> Path:
    return Path(tempfile.mkdtemp())


# Ludwig: a zip and a CSV; beside a wrapper folder, what macOS leaves behind.
folder = scratch()
table = save_images(folder, ["png"], "images")
(folder / "__MACOSX/images").mkdir(parents=True)
(folder / "__MACOSX/images/._training").write_bytes(b"\0\5\x16\7")
(folder / "images/.DS_Store").write_bytes(b"\0\0\0\1Bud1")
info_zip("ludwig.zip", folder)
table.to_csv(HERE / "ludwig.csv", index=False)
table.rename(columns={"image_path": "File name", "label": "Class", "split": "Subset"}).replace(
    {"Subset": {0: "train", 2: "test"}}
).to_csv(HERE / "ludwig-loose.tsv", index=False, sep="\t")
table.rename(columns={"image_path": "this", "label": "that", "split": "other"}).to_csv(
    HERE / "ludwig-unclear.csv", index=False
)

# The CSV within the zip.
folder = scratch()
save_images(folder, ["png"]).to_csv(folder / "labels.csv", index=False)
info_zip("with-table.zip", folder, "-0")

# One folder a class, images of four formats.
folder = scratch()
save_images(folder, ["png", "bmp", "gif", "webp"])
info_zip("folders.zip", folder)

# One folder a class, no splits, images of several sizes with colours.
folder = scratch()
for i, (image, label) in enumerate(zip(x_train, y_train)):
    size = [(8, 8), (16, 12), (9, 21), (32, 32)][i % 4]
    picture = Image.fromarray(image).resize(size, Image.Resampling.NEAREST).convert("RGB")
    tinted = np.asarray(picture) * np.array([1, 0.7, 0.4])
    file = folder / NAMES[label] / f"{i}.{['png', 'jpg', 'webp'][i % 3]}"
    file.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(tinted.astype(np.uint8)).save(file)
info_zip("mixed-sizes.zip", folder)

# Galaxy's tables.
flat_train, flat_test = x_train.reshape(60, -1), x_test.reshape(30, -1)
pd.DataFrame(flat_train).to_csv(HERE / "X_train.tsv", sep="\t", header=False, index=False)
pd.DataFrame(y_train).to_csv(HERE / "y_train.tsv", sep="\t", header=["label"], index=False)
pd.DataFrame(flat_test).to_csv(HERE / "X_test.csv.gz", index=False, compression={"method": "gzip", "mtime": 1})
pd.get_dummies(pd.Series(y_test)).astype(int).to_csv(HERE / "y_test.csv", header=False, index=False)

# Pixels with their label: first, under a header, and last, without.
pixels = [f"pixel{i}" for i in range(SIDE * SIDE)]
pd.DataFrame(flat_train, columns=pixels).assign(label=y_train)[["label", *pixels]].to_csv(
    HERE / "label-first.csv", index=False
)
pd.DataFrame(flat_train).assign(label=[NAMES[label] for label in y_train]).to_csv(
    HERE / "label-last.csv", header=False, index=False
)

# IDX, the training half gzipped.
for name, x, y in [("train", x_train, y_train), ("t10k", x_test, y_test)]:
    images = struct.pack(">HBBIII", 0, 8, 3, len(x), SIDE, SIDE) + x.tobytes()
    labels = struct.pack(">HBBI", 0, 8, 1, len(y)) + y.tobytes()
    for kind, data in [("images-idx3", images), ("labels-idx1", labels)]:
        path = HERE / f"{name}-{kind}-ubyte"
        if name == "train":
            path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(data, mtime=1))
        else:
            path.write_bytes(data)

# What Keras users keep.
np.savez_compressed(HERE / "digits.npz", x_train=x_train, y_train=y_train, x_test=x_test, y_test=y_test)
np.save(HERE / "x_train.npy", (x_train / 255).astype(np.float32)[..., None])
np.save(HERE / "y_train.npy", np.eye(3)[y_train])

shutil.rmtree(HERE / "__pycache__", ignore_errors=True)

/** A program that trains by the PyTorch script on a Ray cluster. */

export function rayCode(initialWeights: string): string {
  return `\
"""Trains by train.py on several workers of a Ray cluster, which share each batch (Ray Train).

    pip install torch numpy pillow "ray[train]"
    python train_ray.py --workers 4 --images /shared/images.zip --labels /shared/labels.csv --out /shared/run

The data and --out lie where all machines find them. train.py and ${initialWeights} go to them by themselves.
"""
import argparse
import sys
from pathlib import Path

import ray
import torch
from ray.train import RunConfig, ScalingConfig, get_context
from ray.train.torch import TorchTrainer, get_device, prepare_model

import train

HERE = Path(__file__).resolve().parent


def agree(logs):
    """The means over the workers, so that all of them decide alike."""
    values = torch.tensor(list(logs.values()), device=get_device())
    torch.distributed.all_reduce(values)
    return dict(zip(logs, (values / get_context().get_world_size()).tolist()))


def work(settings):
    rank, workers = get_context().get_world_rank(), get_context().get_world_size()
    history = train.run(argparse.Namespace(**settings), get_device(), rank, workers, prepare_model, agree)
    ray.train.report(history[-1])


def main():
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--workers", type=int, default=2, help="how many share each batch")
    parser.add_argument("--gpu", action="store_true", help="a GPU for each of them")
    own, others = parser.parse_known_args()
    sys.argv[1:] = others
    settings = vars(train.parse_arguments())
    for name in ("images", "labels", "out", "step_losses"):
        settings[name] = settings[name] and settings[name].resolve()
    ray.init(runtime_env={"working_dir": str(HERE), "excludes": ["*.zip", "run"]})
    trainer = TorchTrainer(
        work,
        train_loop_config=settings,
        scaling_config=ScalingConfig(num_workers=own.workers, use_gpu=own.gpu),
        run_config=RunConfig(storage_path=str(settings["out"])),
    )
    print(trainer.fit().metrics)


if __name__ == "__main__":
    main()
`
}

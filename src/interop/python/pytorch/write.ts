/** A plan as a PyTorch script, with the weights that training begins with, and a program for a Ray cluster where that is chosen. */
import { isAugmenting } from '../../../model/training/augmentation'
import type { Recipe } from '../../../model/training/recipe'
import type { Chosen, Plan, Written } from '../../target'
import { BALANCE_CODE } from '../script/balanceCode'
import { DATA_CODE } from '../script/dataCode'
import { scriptDifferences } from '../script/differences'
import { INITIAL_WEIGHTS, writeInitialWeights } from '../script/initialWeights'
import { RANDOM_CODE } from '../script/randomCode'
import { REPORT_CODE } from '../script/reportCode'
import { argumentsCode, filesOf, settingsCode } from '../script/settingsCode'
import { indented } from '../pythonValue'
import { augmentationCode } from './augmentationCode'
import { modelCode } from './modelCode'
import { penaltyCode } from './penaltyCode'
import { rayCode } from './rayCode'
import { averageLines, clippingLines, decayLines, optimizerCode, watcherLines } from './recipeCode'

const SCRIPT = 'train.py'
const RAY_SCRIPT = 'train_ray.py'
const INSTALL = 'pip install torch numpy pillow'

/** Throws for a stack whose shapes can't be worked out, which the page does not offer to write. */
export async function write(plan: Plan, chosen: Chosen): Promise<Written> {
  const encode = (text: string) => new TextEncoder().encode(text)
  const isGiven = filesOf(plan.dataset).images !== undefined
  const isForRay = chosen.has('ray')
  return {
    files: [
      { name: SCRIPT, bytes: encode(scriptOf(plan)) },
      ...(isForRay ? [{ name: RAY_SCRIPT, bytes: encode(rayCode(INITIAL_WEIGHTS)) }] : []),
      await writeInitialWeights(plan),
    ],
    differences: [...scriptDifferences(plan, 'PyTorch'), ...differencesOf(plan)],
    notes: [],
    snippet: {
      language: 'Python',
      file: isForRay ? RAY_SCRIPT : SCRIPT,
      install: isForRay ? `${INSTALL} "ray[train]"` : INSTALL,
      run: `python ${isForRay ? `${RAY_SCRIPT} --workers 2` : SCRIPT}${isGiven ? '' : ' --images images.zip --labels labels.csv'}`,
    },
  }
}

function differencesOf({ stack, recipe }: Plan): readonly string[] {
  const differences: string[] = []
  if (recipe.optimizer === 'rmsprop')
    differences.push(
      'PyTorch’s RMSprop adds epsilon behind the root, and Keras’s under it: the losses of the first steps differ in their third digit.',
    )
  else if (recipe.optimizer !== 'sgd')
    differences.push(
      'PyTorch adds an optimizer’s epsilon at another place of its formula than Keras: losses differ in their last digits.',
    )
  if (stack.layers.some(({ className }) => className === 'BatchNormalization'))
    differences.push(
      'PyTorch’s batch norm keeps a variance divided by one value less than Keras’s, so validation and test differ a little; training does not.',
    )
  return differences
}

function scriptOf(plan: Plan): string {
  const { recipe } = plan
  const { earlyStopping, modelCheckpoint, reduceLROnPlateau } = recipe
  const isWatched = earlyStopping.on || modelCheckpoint.on || reduceLROnPlateau.on
  return [
    HEAD,
    settingsCode(plan),
    RANDOM_CODE,
    DATA_CODE,
    ...(recipe.classWeight === 'balanced' ? [BALANCE_CODE] : []),
    modelCode(plan),
    ...(isAugmenting(recipe.augmentation) ? [augmentationCode(recipe.augmentation)] : []),
    optimizerCode(recipe),
    ...(penaltyCode(plan) ?? []),
    ...(isWatched ? [BEST] : []),
    evaluationCode(plan),
    trainingCode(plan),
    REPORT_CODE,
    argumentsCode(plan, DEVICE_ARGUMENT),
    MAIN,
  ].join('\n\n')
}

const HEAD = `\
"""Trains a classifier of images with PyTorch: data, model, recipe, training loop and evaluation.

    ${INSTALL}
    python ${SCRIPT} --images images.zip --labels labels.csv

--images is a zip or a folder. A CSV has a column image_path, a column label, and perhaps split: 0, 1, 2 or train, validation,
test. Without --labels each class has its folder, perhaps within folders called train, validation and test.

With ${INITIAL_WEIGHTS} beside it, training begins with the weights that Strata begins with. Written by Strata.
"""
import argparse
import csv
import functools
import io
import json
import math
import os
import posixpath
import sys
import zipfile
from pathlib import Path, PurePosixPath

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image, ImageOps
from torch import nn

INITIAL_WEIGHTS = Path(__file__).with_name("${INITIAL_WEIGHTS}")
`

const BEST = `\
def clone(state):
    return {name: value.clone() for name, value in state.items()}


class Best:
    """The best value of a metric so far, and for how many epochs there was none better."""

    def __init__(self, monitor, lower_is_better, min_delta):
        self.monitor, self.sign, self.min_delta = monitor, -1 if lower_is_better else 1, min_delta
        self.value, self.wait = None, 0

    def improves(self, logs, baseline=None):
        value = self.sign * logs[self.monitor]
        self.wait += 1
        if self.value is not None and not value - self.min_delta > self.value:
            return False
        self.value = value
        if baseline is None or value - self.min_delta > self.sign * baseline:
            self.wait = 0
        return True
`

function evaluationCode(plan: Plan): string {
  return `\
def score(model, pixels, device):
    """The scores of all images, batch after batch."""
    model.eval()
    with torch.no_grad():
        batches = torch.from_numpy(pixels).split(BATCH_SIZE)
        return torch.cat([model(batch.to(device).float()).cpu() for batch in batches])


def predict(model, pixels, device):
    scores = score(model, pixels, device)
    return scores.softmax(-1).numpy()


def evaluate(model, pixels, labels, device):
    scores, labels = score(model, pixels, device), torch.from_numpy(labels)
    loss = F.cross_entropy(scores, labels${smoothing(plan.recipe)})
    return loss.item(), (scores.argmax(1) == labels).float().mean().item()
`
}

function smoothing({ labelSmoothing }: Recipe): string {
  return labelSmoothing > 0 ? `, label_smoothing=${labelSmoothing}` : ''
}

/** The function `run`, which a worker of a cluster calls for its share of each batch. */
function trainingCode(plan: Plan): string {
  const { recipe } = plan
  const { normalisation, classWeight, accumulation } = recipe
  const { before, after } = watcherLines(recipe)
  const accumulated = accumulation.gradientAccumulationSteps ?? 1
  const lines = (depth: number, code: readonly string[]): string =>
    code.map((line) => `${indented(line, depth)}\n`).join('')
  const measured = `\
    values = pixels[train].astype(np.float64)
    mean, deviation = values.mean(axis=(0, 1, 2)), values.std(axis=(0, 1, 2))
    model = build_model(mean, np.where(deviation > 0, deviation, 1))`
  const update = [
    ...clippingLines(recipe),
    ...decayLines(recipe),
    'optimizer.step()',
    'optimizer.zero_grad()',
    'updates += 1',
    ...averageLines(recipe),
  ]
  const hasPenalty = penaltyCode(plan) !== undefined
  const isReduced = recipe.reduceLROnPlateau.on
  const weigh = classWeight === 'balanced' ? ' * weights[labels_of_batch]' : ''
  return `\
def run(arguments, device, rank=0, workers=1, prepare=lambda model: model, agree=lambda logs: logs):
    """Trains, and saves and judges the model. Each of several workers has its share of each batch, and they agree on the metrics."""
    torch.manual_seed(SEED + rank)
    pixels, labels, splits = load_data(arguments.images, arguments.labels)
    train, validated, tested = splits["train"], splits["validation"], splits["test"]
${normalisation === 'standardise' ? measured : '    model = build_model()'}
    if INITIAL_WEIGHTS.exists():
        load_initial_weights(model)
    model = model.to(device)
    shared = prepare(model)
    optimizer = make_optimizer(model.parameters())
${classWeight === 'balanced' ? '    weights = torch.tensor(balanced_weights(labels[train]), dtype=torch.float32, device=device)\n' : ''}\
    steps = math.ceil(len(train) / BATCH_SIZE)
    step_losses, history, updates = [], [], 0
${lines(1, before)}
    for epoch in range(1, EPOCHS + 1):
        shared.train()
        order = Random(SHUFFLE, SEED, epoch).shuffled(train)
        total, right = 0.0, 0
        for step in range(steps):
            batch = order[step * BATCH_SIZE : (step + 1) * BATCH_SIZE]
            share = batch[rank::workers]
            rate = rate_at((epoch - 1) * steps + step, steps)${isReduced ? ' * factor' : ''}
            for group in optimizer.param_groups:
                group["lr"] = rate
            images = torch.from_numpy(pixels[share]).to(device).float()
            labels_of_batch = torch.from_numpy(labels[share]).to(device)
            scores = shared(${isAugmenting(recipe.augmentation) ? 'augment(images)' : 'images'})
            losses = F.cross_entropy(scores, labels_of_batch, reduction="none"${smoothing(recipe)})${weigh}
            # The workers' gradients are averaged, to that of the whole batch.
            loss = losses.sum() / len(batch) * workers${hasPenalty ? ' + penalty(model)' : ''}
            ${accumulated === 1 ? 'loss' : `(loss / ${accumulated})`}.backward()
            step_losses.append(loss.item())
            if not math.isfinite(step_losses[-1]):
                sys.exit(f"The loss of step {step + 1} of epoch {epoch} is no number.")
            total += step_losses[-1] * len(batch)
            right += (scores.argmax(1) == labels_of_batch).sum().item() * workers
${accumulated === 1 ? lines(3, update) : `            if len(step_losses) % ${accumulated} == 0:\n${lines(4, update)}`}\
        logs = {"loss": total / len(train), "accuracy": right / len(train)}
        if validated:
            logs["val_loss"], logs["val_accuracy"] = evaluate(model, pixels[validated], labels[validated], device)
        logs = agree(logs)
        history.append({"epoch": epoch, **logs})
        print(", ".join(f"{name} {value:.4f}" if name != "epoch" else f"epoch {value}" for name, value in history[-1].items()))
${lines(2, after)}
${endLines(recipe)}\
    if rank == 0:
        arguments.out.mkdir(parents=True, exist_ok=True)
        torch.save(model.state_dict(), arguments.out / "model.pt")
        (arguments.out / "classes.json").write_text(json.dumps(CLASSES))
        (arguments.out / "history.json").write_text(json.dumps(history, indent=1))
        if arguments.step_losses:
            rows = ["step,loss", *(f"{step},{loss}" for step, loss in enumerate(step_losses, 1))]
            arguments.step_losses.write_text("\\n".join(rows) + "\\n")
        judged = tested or validated
        if judged:
            report(predict(model, pixels[judged], device), labels[judged], "Test" if tested else "Validation")
    return history
`
}

/** Which weights the model is left with: those of a callback are not averaged. */
function endLines({ movingAverage, modelCheckpoint, earlyStopping }: Recipe): string {
  const lines: string[] = []
  if (movingAverage.on) lines.push('if updates:', '    model.load_state_dict(averages, strict=False)')
  if (earlyStopping.on && earlyStopping.restoreBestWeights)
    lines.push('if best_state is not None:', '    model.load_state_dict(best_state)')
  if (modelCheckpoint.on) lines.push('if kept_state is not None:', '    model.load_state_dict(kept_state)')
  return lines.map((line) => `    ${line}\n`).join('')
}

const DEVICE_ARGUMENT = `\
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")`

const MAIN = `\
def main():
    arguments = parse_arguments()
    run(arguments, torch.device(arguments.device))


if __name__ == "__main__":
    main()
`

/** What a model, or layers with their recipe, can be written for: how a target is told of, and what it gives. */
import type { WrittenFile } from '../files/writtenFile'
import type { RandomSplits } from '../model/dataChoices'
import type { DataShape } from '../model/graph/shapes'
import type { Stack } from '../model/graph/stack'
import type { ImageShape, Shape } from '../model/layers/define'
import type { Layer } from '../model/layers/registry'
import type { TrainedModel } from '../model/trainedModel'
import type { Normalisation } from '../model/training/normalisation'
import type { Recipe } from '../model/training/recipe'

/** A yes or no that a target leaves to the person. */
export interface TargetChoice {
  readonly name: string
  readonly label: string
  /** One sentence. */
  readonly help: string
  readonly byDefault: boolean
}

/** What the page knows of a target before it is asked for. The part that writes is loaded then. */
interface TargetFacts {
  /** In addresses and saved choices. It never changes. */
  readonly id: string
  /** As people call it, such as `ONNX`. */
  readonly name: string
  /** What it is good for, in one sentence. */
  readonly purpose: string
  readonly choices: readonly TargetChoice[]
  /**
   * Why the target can't take a layer, as a sentence that says what can be done instead; undefined where it can. A card of the editor shows
   * it, so it takes no library to say.
   *
   * @param inputs the shapes that the layer reads, without the batch axis.
   */
  findObstacle(layer: Layer, inputs: readonly Shape[]): string | undefined
  /** The same of the images that a model takes. A target without it takes all. */
  findImageObstacle?(image: ImageShape): string | undefined
}

/** The names of the choices that are on. */
export type Chosen = ReadonlySet<string>

/** A model with its weights is written. */
export interface ModelTarget extends TargetFacts {
  readonly takes: 'model'
  load(): Promise<{ write(model: TrainedModel, chosen: Chosen): Promise<WrittenModel> }>
}

/** Layers and a recipe are written, trained or not. */
export interface PlanTarget extends TargetFacts {
  readonly takes: 'plan'
  load(): Promise<{ write(plan: Plan, chosen: Chosen): Promise<Written> }>
}

export type Target = ModelTarget | PlanTarget

/** What is to be trained, on which data. */
export interface Plan {
  readonly stack: Stack
  readonly data: DataShape
  readonly classes: readonly string[]
  readonly recipe: Recipe
  readonly dataset?: PlanDataset
}

export interface PlanDataset {
  /** As the page calls it: `images.zip + labels.csv`. */
  readonly name: string
  /** Whether the files say the splits. Where they don't, 70, 10 and 20 % are drawn as they are read. */
  readonly splits: 'given' | 'drawn'
  /** How a person dealt the images anew, whatever the files say. Absent where nobody did. */
  readonly dealt?: RandomSplits
  /** What was decided here about single images and classes, in numbers: the files know none of it. */
  readonly decided?: { readonly excluded: number; readonly relabelled: number; readonly merged: number }
  /** Images of each split. */
  readonly images: Readonly<Record<'train' | 'validation' | 'test', number>>
}

/** A program that comes with the files: it reads one image file, and prints the class; that of a plan trains. */
export interface Snippet {
  readonly language: 'Python' | 'JavaScript' | 'HTML' | 'Shell'
  /** Which of the files it is. */
  readonly file: string
  /** What must be installed for it, as a command. */
  readonly install?: string
  /** How it is run. */
  readonly run: string
  /** A sentence on how it takes images. */
  readonly note?: string
}

export interface Written {
  readonly files: readonly WrittenFile[]
  /** Sentences on what is computed otherwise there than here, or is not said by the files. */
  readonly differences: readonly string[]
  /** Sentences on what the files have otherwise than the model, to the same effect. */
  readonly notes: readonly string[]
  readonly snippet?: Snippet
}

export interface WrittenModel extends Written {
  /** How images go into the model in the files: a check feeds them so. */
  readonly input: {
    readonly layout: 'NHWC' | 'NCHW'
    /** Bytes from 0 to 255 as float32, or numbers that the model's normalisation made of them. */
    readonly takes: 'bytes' | 'numbers'
    /** How bytes become those numbers, where it is not by the model's normalisation. */
    readonly normalisation?: Normalisation
  }
}

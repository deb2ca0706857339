/** PyTorch code that builds a stack, and says where its weights go. */
import { inputIdsOf } from '../../../model/graph/inputs'
import { layerNames } from '../../../model/graph/names'
import { withLogits } from '../../../model/graph/output'
import { analyseStack } from '../../../model/graph/shapes'
import { weightSpecsOfLayers } from '../../../model/graph/weights'
import { INPUT } from '../../../model/layers/define'
import type { Plan } from '../../target'
import { variablesFor } from '../layerNames'
import { pythonValue } from '../pythonValue'
import { pythonText } from '../readImage'
import { layerCode } from './layerCode'

/** What a module has of its own, or the code has for something else. */
const TAKEN = [
  ...['x', 'self', 'torch', 'nn', 'f', 'mean', 'deviation', 'channels_first', 'channels_last', 'super'],
  ...['training', 'train', 'eval', 'forward', 'parameters', 'modules', 'children', 'buffers', 'apply', 'type', 'to'],
  ...['float', 'double', 'half', 'bfloat16', 'cpu', 'cuda', 'xpu', 'ipu', 'compile', 'state_dict', 'zero_grad'],
  ...['requires_grad_', 'named_parameters', 'named_modules', 'named_buffers', 'named_children', 'share_memory'],
  ...['add_module', 'get_parameter', 'get_buffer', 'get_submodule', 'load_state_dict', 'extra_repr', 'to_empty'],
]

/** The classes and functions of the model, with `build_model`, and `load_initial_weights`. It gives scores, before any softmax. */
export function modelCode(plan: Plan): string {
  const { data, recipe } = plan
  const stack = withLogits(plan.stack)
  const facts = analyseStack(stack, data).layers
  const variables = variablesFor(layerNames(plan.stack), TAKEN)
  const reads = inputIdsOf(stack.layers)
  const variableOf = new Map([[INPUT, 'x'], ...stack.layers.map(({ id }, at) => [id, variables[at]!] as const)])
  const keys = weightSpecsOfLayers(stack, data)
  const names = layerNames(plan.stack)
  const [members, body, weights, frozen]: [string[], string[], string[], string[]] = [[], [], [], []]
  for (const [at, layer] of stack.layers.entries()) {
    const { inputs = [], output = [] } = facts[at]!
    const variable = variables[at]!
    const sources = reads.get(layer.id)!.map((id) => variableOf.get(id)!)
    const code = layerCode(layer, { self: `self.${variable}`, sources, inputs, output })
    if (code.member !== undefined) members.push(`self.${variable} = ${code.member}`)
    members.push(...(code.after ?? []))
    if (layer.frozen && code.member !== undefined) frozen.push(variable)
    body.push(`${variable} = ${code.call}`)
    for (const { key } of keys[at]!) {
      const { path, axes } = code.weights[key.slice(names[at]!.length + 1)]!
      const order = axes ? pythonValue(axes) : 'None'
      weights.push(`${pythonText(key)}: (${pythonText(`${variable}${path}`)}, ${order})`)
    }
  }
  const isStandard = recipe.normalisation === 'standardise'
  const parameters = isStandard ? 'mean, deviation' : ''
  const first = stack.input === 'image' ? 'channels_first(x)' : 'x.flatten(1)'
  return `\
${frozen.length > 0 ? frozenCode(frozen) : ''}def channels_first(x):
    return x.movedim(-1, 1)


def channels_last(x):
    return x.movedim(1, -1)


class Model(nn.Module):
    """Takes bytes of ${data.height} x ${data.width} x ${data.channels} and gives ${data.classes} scores. The layers have Strata's names."""

    def __init__(self${parameters && `, ${parameters}`}):
        super().__init__()
${
  isStandard
    ? `        self.register_buffer("mean", torch.tensor(mean, dtype=torch.float32))
        self.register_buffer("deviation", torch.tensor(deviation, dtype=torch.float32))\n`
    : ''
}${members.map((line) => `        ${line}\n`).join('')}${frozen.length > 0 ? FREEZING : ''}
    def forward(self, x):
        x = ${isStandard ? '(x - self.mean) / self.deviation' : 'x / 255'}
        x = ${first}
${body.map((line) => `        ${line}\n`).join('')}        return ${variables[stack.layers.length - 1]!}


def build_model(${parameters}):
    return Model(${parameters})


# Where Strata's weights go, and the order of their axes there.
WEIGHTS = {
${weights.map((line) => `    ${line},\n`).join('')}}


def load_initial_weights(model):
    places = {**dict(model.named_parameters()), **dict(model.named_buffers())}
    with np.load(INITIAL_WEIGHTS) as arrays, torch.no_grad():
        for name, (place, axes) in WEIGHTS.items():
            values = arrays[name] if axes is None else arrays[name].transpose(axes)
            places[place].copy_(torch.from_numpy(np.ascontiguousarray(values).reshape(places[place].shape)))
`
}

/** The names of the modules and parameters of layers that stay as they are. */
function frozenCode(names: readonly string[]): string {
  return `\
# Layers that stay as they are.
FROZEN = [
${names.map((name) => `    ${pythonText(name)},\n`).join('')}]


`
}

const FREEZING = `\
        for name in FROZEN:
            getattr(self, name).requires_grad_(False)

    def train(self, mode=True):
        """A frozen batch norm keeps to the statistics that it has."""
        super().train(mode)
        for name in FROZEN:
            if isinstance(getattr(self, name), nn.Module):
                getattr(self, name).eval()
        return self
`

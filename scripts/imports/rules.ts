/**
 * Who may import whom. The compiler keeps most doors (each room has its own tsconfig); these rules keep the rest. They name rooms by
 * pattern, so that a new folder is covered on the day it is made.
 *
 *   common <- files <- data, interop <- engine <- bench        model <- store <- figures <- report <- studio <- main
 *   data, model <- runs <- storage, project <- engine          runs <- store
 */
export interface Import {
  /** The importing file, from the repository's root, such as `src/store/document.ts`. */
  readonly from: string
  /** The imported file in the same form, or the name of a package. */
  readonly to: string
}

export interface Rule {
  readonly name: string
  /** The files that the rule is for. */
  readonly from: RegExp
  /** What they may not import, ... */
  readonly forbid: RegExp
  /** ... except this. `$1` stands for the first group that `from` caught. */
  readonly except?: string
}

const TFJS = /^@tensorflow\//

const RULES: readonly Rule[] = [
  {
    name: 'model/ is pure: of all outside it knows valibot alone, to read saved documents',
    from: /^src\/model\//,
    forbid: /./,
    except: '^src/model/|^valibot$',
  },
  {
    name: 'common/ knows nothing',
    from: /^src\/common\//,
    forbid: /./,
  },
  {
    name: 'files/ knows common/ alone',
    from: /^src\/files\//,
    forbid: /^src\//,
    except: '^src/(files|common)/',
  },
  {
    name: 'data/ knows files/ and model/',
    from: /^src\/data\//,
    forbid: /^src\//,
    except: '^src/(data|files|model|common)/',
  },
  {
    name: 'interop/ knows files/ and model/',
    from: /^src\/interop\//,
    forbid: /^src\//,
    except: '^src/(interop|files|model|common)/',
  },
  {
    name: 'runs/ is pure: it knows model/ and common/, and valibot',
    from: /^src\/runs\//,
    forbid: /./,
    except: '^src/(runs|model|common)/|^valibot$',
  },
  {
    name: 'project/ is pure: it knows model/, runs/ and common/, and valibot',
    from: /^src\/project\//,
    forbid: /./,
    except: '^src/(project|runs|model|common)/|^valibot$',
  },
  {
    name: 'storage/ knows what it keeps',
    from: /^src\/storage\//,
    forbid: /^src\//,
    except: '^src/(storage|data|runs|files|model|common)/',
  },
  {
    name: 'engine/ knows nothing of the page',
    from: /^src\/engine\//,
    forbid: /^src\//,
    except: '^src/(engine|storage|project|runs|interop|data|files|model|common)/',
  },
  {
    name: 'only the trainers, the devices, the runtimes of exported files and those they are compared with load TensorFlow.js',
    from: /^src\/(?!engine\/(trainers|device|models\/runtimes)\/|bench\/measure\/contestants\/)/,
    forbid: TFJS,
  },
  {
    name: 'the ground floor of engine/ knows none of its rooms',
    from: /^src\/engine\/([^/]+\.ts|protocol\/.*)$/,
    forbid: /^src\/engine\/(?!protocol\/)[^/]+\//,
    // The page's end starts the worker by its address.
    except: '^src/engine/worker/entry\\.ts$',
  },
  // In the order of the floors: trainers, datasets and history, device, run, models and project, drop, worker.
  {
    name: 'trainers/, datasets/ and history/ know of the engine its ground floor alone',
    from: /^src\/engine\/(trainers|datasets|history)\//,
    forbid: /^src\/engine\/(?!protocol\/)[^/]+\//,
    except: '^src/engine/$1/',
  },
  {
    name: 'a plan belongs to no device: trainers/plan/ knows model/ alone',
    from: /^src\/engine\/trainers\/plan\//,
    forbid: /./,
    except: '^src/(engine/trainers/plan|model)/',
  },
  {
    name: 'each trainer knows the plan, and none knows another',
    from: /^src\/engine\/trainers\/([^/]+)\//,
    forbid: /^src\/engine\/trainers\/[^/]+\//,
    except: '^src/engine/trainers/($1|plan)/',
  },
  {
    name: 'device/ knows of the rooms trainers/ alone',
    from: /^src\/engine\/device\//,
    forbid: /^src\/engine\/(?!protocol\/|trainers\/|device\/)[^/]+\//,
  },
  {
    name: 'run/ does not know who calls it',
    from: /^src\/engine\/run\//,
    forbid: /^src\/engine\/(models|project|drop|worker)\//,
  },
  {
    name: 'worker/ puts the rooms together',
    from: /^src\/engine\/(models|project|drop)\//,
    forbid: /^src\/engine\/worker\//,
  },
  {
    name: 'project/ does not know who brought its file',
    from: /^src\/engine\/project\//,
    forbid: /^src\/engine\/drop\//,
  },
  {
    name: 'bench/ measures engine/, and knows nothing of the page',
    from: /^src\/bench\//,
    forbid: /^src\//,
    except: '^src/(bench|engine|interop|data|files|model|common)/',
  },
  {
    name: 'what the page sees of bench/ only starts the worker that measures',
    from: /^src\/bench\/(?!measure\/)/,
    forbid: /^src\/(bench\/measure|engine)\//,
    // By its address.
    except: '^src/bench/measure/entry\\.ts$|^src/engine/spawnWorker\\.ts$',
  },
  {
    name: 'data/, interop/, engine/ and bench/ draw no page',
    from: /^src\/(data|interop|engine|bench|storage|project|runs|files|common)\//,
    forbid: /^(react|react-dom|radix-ui|zustand|zundo|lucide-react|@dnd-kit)(\/|$)/,
  },
  {
    // A copy must be in the clipboard before the key's event is over, so layers become text on the page and not in the worker. A piece is
    // plain JSON to and fro, and small.
    name: 'of the engine, store/ sees the client and the protocol; of interop/, layers as text and what a target is',
    from: /^src\/store\//,
    forbid: /^src\//,
    except:
      '^src/(store|runs|model|common)/|^src/interop/(keras/piece|interopError|target)\\.ts$|^src/engine/(client\\.ts$|protocol/)|^src/data/(dataset|datasetFacts|importSettings|importReport)\\.ts$|^src/files/(sourceFile|writtenFile|importProblem|zipWriter)\\.ts$',
  },
  {
    name: 'figures/ draws what store/ and model/ know, for whoever shows it',
    from: /^src\/figures\//,
    forbid: /^src\//,
    except: '^src/(figures|ui|store|runs|model|common)/',
  },
  {
    name: 'report/ writes what store/ gathers, with the figures of the page',
    from: /^src\/report\//,
    forbid: /^src\//,
    except: '^src/(report|figures|ui|store|runs|model|common)/|^src/engine/protocol/',
  },
  {
    // What a target is, and why it can't take a layer, is said on the page; what writes is loaded by the engine.
    name: 'studio/ reaches the engine and the data through store/, of bench/ the report and what starts it, of interop/ the targets',
    from: /^src\/studio\//,
    forbid: /^src\//,
    except:
      '^src/(studio|report|figures|ui|store|runs|model|common)/|^src/engine/protocol/|^src/interop/targets?\\.ts$|^src/bench/(report/|startBench\\.ts$)|^src/data/(dataset|datasetFacts|importSettings|importReport|namePattern)\\.ts$|^src/files/(codePages|sourceFile|writtenFile|importProblem)\\.ts$',
  },
  {
    name: 'rooms of studio/ never import one another; the shell, which arranges them, may',
    from: /^src\/studio\/(?!shell\/)([^/]+)\//,
    forbid: /^src\/studio\//,
    except: '^src/studio/$1/',
  },
  {
    name: 'ui/ knows no word of the domain',
    from: /^src\/ui\//,
    forbid: /^src\//,
    except: '^src/ui/',
  },
  { name: 'nothing imports main.tsx', from: /./, forbid: /^src\/main\.tsx$/ },
  { name: 'no barrels: import a thing from the file that makes it', from: /./, forbid: /^src\/(.*\/)?index\.tsx?$/ },
]

/** The rules that an import breaks. */
export function brokenRules({ from, to }: Import): readonly Rule[] {
  return RULES.filter((rule) => {
    const match = rule.from.exec(from)
    if (!match || !rule.forbid.test(to)) return false
    return !(rule.except && new RegExp(rule.except.replace('$1', match[1] ?? '')).test(to))
  })
}

/** Cycles among files, each as the path that closes it, each found once. */
export function findCycles(imports: readonly Import[]): readonly (readonly string[])[] {
  const next = new Map<string, string[]>()
  for (const { from, to } of imports) next.set(from, [...(next.get(from) ?? []), to])
  const cycles: string[][] = []
  const done = new Set<string>()
  const walk = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file)
    if (start >= 0) cycles.push([...path.slice(start), file])
    if (start >= 0 || done.has(file)) return
    for (const to of next.get(file) ?? []) walk(to, [...path, file])
    done.add(file)
  }
  for (const file of next.keys()) walk(file, [])
  return cycles
}

/** Bundles the worker as a deployment does, and tells what it weighs and what is in it. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

export type Bundle = {
  /** Of the script alone: what it loads lazily is not read at the start. */
  readonly gzipKiB: number
  /** Modules of the runtime that are imported, and by whom. */
  readonly builtIns: ReadonlyMap<string, readonly string[]>
  /** Bytes of each package or folder, the heaviest first. */
  readonly weights: readonly (readonly [name: string, bytes: number])[]
  readonly code: string
}

type Metafile = {
  readonly inputs: Readonly<
    Record<string, { readonly imports: readonly { path: string; external?: boolean }[] }>
  >
  readonly outputs: Readonly<Record<string, { readonly inputs: Record<string, { bytesInOutput: number }> }>>
}

/** Throws what wrangler says when it cannot be bundled. */
export const bundleWorker = (): Bundle => {
  const folder = mkdtempSync(join(tmpdir(), 'pitpost-bundle-'))
  try {
    const meta = join(folder, 'meta.json')
    const run = spawnSync(
      'wrangler',
      ['deploy', '--dry-run', '--minify', '--metafile', meta, '--outdir', folder],
      {
        encoding: 'utf8',
        env: {
          ...process.env,
          WRANGLER_SEND_METRICS: 'false',
          CLOUDFLARE_CF_FETCH_ENABLED: 'false',
          WRANGLER_HIDE_BANNER: 'true',
          WRANGLER_LOG: 'log',
          WRANGLER_LOG_PATH: '.cache/wrangler-logs',
          XDG_CACHE_HOME: '.cache',
        },
      },
    )
    if (run.status !== 0) throw new Error(run.stdout + run.stderr)
    const { inputs, outputs } = JSON.parse(readFileSync(meta, 'utf8')) as Metafile
    const code = readFileSync(join(folder, 'worker.js'), 'utf8')
    return {
      gzipKiB: gzipSync(code).length / 1024,
      builtIns: builtInsOf(inputs),
      weights: weigh(outputs),
      code,
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const builtInsOf = (inputs: Metafile['inputs']): Bundle['builtIns'] => {
  const found = new Map<string, string[]>()
  for (const [file, { imports }] of Object.entries(inputs)) {
    // Wrangler puts a module of its own between a package and the runtime.
    if (file.startsWith('node-built-in-modules:')) continue
    for (const { path } of imports) {
      const name = /^(?:node-built-in-modules:(?:node:)?|node:)(.+)$/.exec(path)?.[1]
      if (name !== undefined) found.set(name, [...(found.get(name) ?? []), shorten(file)])
    }
  }
  return found
}

const weigh = (outputs: Metafile['outputs']): Bundle['weights'] => {
  const weights = new Map<string, number>()
  for (const [file, { bytesInOutput }] of Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs),
  )) {
    const name = packageOf(file)
    weights.set(name, (weights.get(name) ?? 0) + bytesInOutput)
  }
  return [...weights].toSorted(([, a], [, b]) => b - a)
}

const shorten = (file: string): string => file.replace(/^.*node_modules\//, '')

const packageOf = (file: string): string =>
  file.includes('node_modules/')
    ? shorten(file)
        .split('/')
        .slice(0, shorten(file).startsWith('@') ? 2 : 1)
        .join('/')
    : file.split('/').slice(0, 3).join('/')

/**
 * Makes of some packages what the worker needs of them, in `.build/slim/`; wrangler.toml puts these in their place. What is
 * left out stands there as a class that throws when it is made, so that a use of it is noticed at once.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build, type Format, type Plugin } from 'esbuild'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

type Slim = {
  readonly name: string
  /** A module that exports what pitpost imports; `#` stands for the package's folder. */
  readonly entry: string
  readonly folder: string
  readonly format: Format
  /** Modules that are left out. */
  readonly without: RegExp
  /** Modules that another one stands in for. */
  readonly instead?: readonly (readonly [module: RegExp, source: string])[]
}

const slims: readonly Slim[] = [
  {
    name: 'bolt',
    folder: '@slack/bolt',
    format: 'cjs',
    // Bolt's own servers: pitpost has its own door.
    entry: `export { default as App } from '#/dist/App.js'`,
    without: /bolt\/dist\/receivers\/\w+\.js$/,
  },
  {
    name: 'kysely',
    folder: 'kysely',
    format: 'esm',
    // Tables are made by SQL files, in one schema.
    entry: `export { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, sql } from '#/dist/index.js'`,
    without:
      /kysely\/dist\/(?:schema\/|migration\/|plugin\/with-schema\/|dialect\/sqlite\/sqlite-introspector|query-builder\/merge-query-builder|operation-node\/operation-node-transformer)/,
  },
  {
    name: 'htmlparser2',
    folder: 'htmlparser2',
    format: 'esm',
    // SVG is XML: of HTML's 2,000 named characters it knows five.
    entry: `export { Parser } from '#/dist/index.js'`,
    without: /^$/,
    instead: [
      [/decode-data-html\.js$/, `export { xmlDecodeTree as htmlDecodeTree } from './decode-data-xml.js'`],
    ],
  },
]

/** Builds all of them. */
export const slimPackages = async (): Promise<void> => {
  await Promise.all(slims.map(slimDown))
}

const slimDown = async ({ name, folder, entry, format, without, instead = [] }: Slim): Promise<void> => {
  const leaveOut: Plugin = {
    name: 'leave-out',
    setup: ({ onLoad }) => {
      onLoad({ filter: without }, ({ path }) => ({ contents: emptied(path, format) }))
      for (const [filter, contents] of instead) onLoad({ filter }, () => ({ contents }))
    },
  }
  await build({
    stdin: { contents: entry.replaceAll('#', `${ROOT}node_modules/${folder}`), resolveDir: ROOT },
    outfile: `${ROOT}.build/slim/${name}.js`,
    bundle: true,
    format,
    platform: format === 'cjs' ? 'node' : 'neutral',
    mainFields: ['module', 'main'],
    packages: format === 'cjs' ? 'external' : 'bundle',
    plugins: [leaveOut],
    logLevel: 'error',
  })
}

/** The module with the same names, none of which can be used. */
const emptied = (path: string, format: Format): string => {
  const absent = `class Absent { constructor() { throw new Error('left out of the worker: ' + ${JSON.stringify(path.replace(/^.*node_modules\//, ''))}) } }`
  if (format === 'cjs') return `${absent}\nmodule.exports = new Proxy({}, { get: () => Absent })`
  const names = [
    ...readFileSync(path, 'utf8').matchAll(/^export (?:async )?(?:class|const|function) (\w+)/gm),
  ]
  return [absent, ...names.map(([, exported]) => `export { Absent as ${exported} }`)].join('\n')
}

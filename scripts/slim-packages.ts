/**
 * Makes of some packages what the worker needs of them, in `.build/slim/`; wrangler.toml puts these in their place. What is
 * left out stands there as a class that throws when it is made, so that a use of it is noticed at once.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build, type Format, type Plugin } from 'esbuild'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

type Slim = {
  readonly name: string
  readonly folder: string
  readonly format: Format
  /** A module that exports what pitpost imports; `#` stands for the package's folder. */
  readonly entry: string
  /** Whether the packages it imports stay outside, as those of CommonJS always do. */
  readonly alone?: boolean
  /** Modules that are left out. */
  readonly without?: RegExp
  /** Modules that are cut: each change must change something, or the package is no longer what it was. */
  readonly cut?: readonly (readonly [module: RegExp, cut: (source: string) => string])[]
}

const NOTHING = /^$/

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
    name: 'web-api',
    folder: '@slack/web-api',
    format: 'cjs',
    entry: `export * from '#/dist/index.js'`,
    // Methods of Slack that pitpost never calls.
    cut: [
      [
        /web-api\/dist\/methods\.js$/,
        (source) =>
          source.replace(
            / {4}(?:admin|assistant|bookmarks|calls|canvases|dialog|dnd|emoji|functions|migration|pins|reactions|reminders|rtm|search|slackLists|stars|tooling|usergroups|workflows) = \{[\s\S]*?\n {4}\};\n/g,
            '',
          ),
      ],
    ],
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
    entry: `export { Parser } from '#/dist/index.js'`,
    // SVG is XML: of HTML's 2,000 named characters it knows five.
    cut: [
      [
        /decode-data-html\.js$/,
        () => `export { xmlDecodeTree as htmlDecodeTree } from './decode-data-xml.js'`,
      ],
    ],
  },
  {
    name: 'resend',
    folder: 'resend',
    format: 'esm',
    alone: true,
    entry: `export { Resend } from '#/dist/index.mjs'`,
    // Of Resend's resources pitpost uses mails, their batches and the signatures of webhooks.
    cut: [
      [
        /resend\/dist\/index\.mjs$/,
        (source) => source.replace(/\t\tthis\.(?!emails|batch|webhooks)\w+ = new [\w$]+\(this\);\n/g, ''),
      ],
    ],
  },
  {
    name: 'liquidjs',
    folder: 'liquidjs',
    format: 'esm',
    entry: `export { Liquid } from '#/dist/liquid.browser.mjs'`,
    // Days are set by filters of pitpost's own.
    cut: [
      [/liquid\.browser\.mjs$/, (source) => source.replace(', dateFilters)', ', {})')],
      [
        /liquid\.browser\.mjs$/,
        (source) => source.replace(/ {4}(?:decrement|increment|cycle|tablerow|echo|liquid): \w+,\r?\n/g, ''),
      ],
    ],
  },
  {
    name: 'openid-client',
    folder: 'openid-client',
    format: 'esm',
    entry: `export { ${[
      'allowInsecureRequests, authorizationCodeGrant, buildAuthorizationUrl, calculatePKCECodeChallenge, customFetch',
      'discovery, enableNonRepudiationChecks, randomNonce, randomPKCECodeVerifier, randomState',
    ].join(', ')} } from '#/build/index.js'`,
    // Slack's id tokens are signed, not encrypted.
    without: /\/jose\/dist\/.*\/jwe\/compact\/decrypt\.js$/,
  },
]

/** Builds all of them. */
export const slimPackages = async (): Promise<void> => {
  await Promise.all([...slims, await slimZod()].map(slimDown))
}

/** Of zod the builders that `src/` names: it makes no JSON Schema, which is made when the templates are built. */
const slimZod = async (): Promise<Slim> => {
  const { z } = await import('zod')
  const sources = readdirSync(`${ROOT}src`, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readFileSync(`${ROOT}src/${path}`, 'utf8'))
  const named = new Set(sources.flatMap((text) => [...text.matchAll(/\bz\.(\w+)/g)].map(([, name]) => name)))
  return {
    name: 'zod',
    folder: 'zod',
    format: 'esm',
    entry: `export { ${[...named].filter((name) => name !== undefined && name in z).join(', ')} } from '#/index.js'`,
    without: /zod\/v4\/core\/(?:to-json-schema|json-schema-processors)\.js$/,
  }
}

const slimDown = async ({
  name,
  folder,
  entry,
  format,
  alone = format === 'cjs',
  without = NOTHING,
  cut = [],
}: Slim): Promise<void> => {
  const leaveOut: Plugin = {
    name: 'leave-out',
    setup: ({ onLoad }) => {
      onLoad({ filter: without }, ({ path }) => ({ contents: emptied(path, format) }))
      for (const module of new Set(cut.map(([filter]) => String(filter)))) {
        const cuts = cut.filter(([filter]) => String(filter) === module)
        onLoad({ filter: cuts[0]?.[0] ?? NOTHING }, ({ path }) => ({ contents: cutDown(path, cuts) }))
      }
    },
  }
  await build({
    stdin: { contents: entry.replaceAll('#', `${ROOT}node_modules/${folder}`), resolveDir: ROOT },
    outfile: `${ROOT}.build/slim/${name}.js`,
    bundle: true,
    format,
    platform: format === 'cjs' ? 'node' : 'neutral',
    mainFields: ['module', 'main'],
    packages: alone ? 'external' : 'bundle',
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

const cutDown = (path: string, cuts: NonNullable<Slim['cut']>): string =>
  cuts.reduce(
    (source, [, cut]) => {
      const less = cut(source)
      if (less === source) throw new Error(`nothing was cut of ${path}: is it another version?`)
      return less
    },
    readFileSync(path, 'utf8'),
  )

import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bundle, bundleWorker } from './support/bundle-worker.ts'

/** A file that breaks (or keeps) one rule of the house, and the lint rule that must say so. */
type Probe = readonly [path: string, code: string, rule: string | undefined]

const use = (source: string): string =>
  `import { thing } from '${source}'\n\nexport const probe = (): unknown => thing\n`

const probes: readonly Probe[] = [
  ['src/domain/probe-a.ts', use('../ports.ts'), 'noRestrictedImports'],
  ['src/domain/probe-b.ts', use('kysely'), 'noRestrictedImports'],
  ['src/domain/probe-c.ts', use('node:fs'), 'noRestrictedImports'],
  ['src/domain/probe-d.ts', use('../application/world.ts'), 'noRestrictedImports'],
  ['src/domain/probe-e.ts', 'export const probe = (): number => Date.now()\n', 'noRestrictedGlobals'],
  ['src/domain/probe-f.ts', 'export const probe = (): number => Math.random()\n', 'plugin'],
  ['src/domain/probe-g.ts', use('./yen.ts'), undefined],
  ['src/application/probe-a.ts', use('../adapters/store/rows.ts'), 'noRestrictedImports'],
  ['src/application/probe-b.ts', use('hono'), 'noRestrictedImports'],
  ['src/application/probe-c.ts', 'export const probe = (): unknown => Temporal.Now.instant()\n', 'plugin'],
  ['src/application/probe-d.ts', use('../ports.ts'), undefined],
  ['src/adapters/web/probe-a.ts', use('../slack/mrkdwn.ts'), 'noRestrictedImports'],
  ['src/adapters/web/probe-b.ts', use('../../config.ts'), 'noRestrictedImports'],
  ['src/adapters/web/probe-c.ts', use('node:fs'), 'noNodejsModules'],
  ['src/adapters/web/pages/probe-d.ts', use('../../store/rows.ts'), 'noRestrictedImports'],
  ['src/adapters/web/probe-e.ts', use('hono'), undefined],
  [
    'src/adapters/mail/probe-a.ts',
    'export const probe = (): unknown => process.env\n',
    'noRestrictedGlobals',
  ],
  ['src/adapters/web/probe-f.ts', use('../../cli/command.ts'), 'noRestrictedImports'],
  ['src/application/probe-e.ts', use('../cli/command.ts'), 'noRestrictedImports'],
  ['src/cli/probe-a.ts', use('../run-server.ts'), 'noRestrictedImports'],
  ['src/cli/probe-b.ts', use('../adapters/web/serve-assets.ts'), 'noRestrictedImports'],
  ['src/cli/probe-c.ts', use('../application/sign-in.ts'), undefined],
  ['src/adapters/slack/probe-a.ts', use('../../domain/yen.ts'), undefined],
  [
    'src/probe-long.ts',
    `export const probe = (): void => {\n${'  console.log(1)\n'.repeat(61)}}\n`,
    'noExcessiveLinesPerFunction',
  ],
]

describe('the house', () => {
  let reported: ReadonlyMap<string, readonly string[]> = new Map()

  beforeAll(() => {
    for (const [path, code] of probes) {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, code)
    }
    const paths = probes.map(([path]) => path)
    const run = spawnSync('biome', ['lint', '--reporter=json', '--max-diagnostics=none', ...paths], {
      encoding: 'utf8',
    })
    const { diagnostics } = JSON.parse(run.stdout) as {
      diagnostics: { category: string; location: { path: string | { file: string } } }[]
    }
    const found = Map.groupBy(diagnostics, ({ location: { path } }) =>
      typeof path === 'string' ? path : path.file,
    )
    reported = new Map([...found].map(([path, list]) => [path, list.map(({ category }) => category)]))
  })

  afterAll(() => {
    for (const [path] of probes) rmSync(path, { force: true })
  })

  it.each(probes)('%s', (path, _, rule) => {
    const rules = (reported.get(path) ?? []).map((category) => category.split('/').at(-1))
    if (rule === undefined) expect(rules).not.toContain('noRestrictedImports')
    else expect(rules).toContain(rule)
  })
})

/** What a Worker may weigh, in KiB of gzip: it starts within milliseconds, wherever it is asked for. */
const MAX_BUNDLE_KIB = 400

/** Modules of Node that workerd has whole; of the others it has stubs that throw when they are used. */
const onWorkerd = ['buffer', 'crypto', 'events', 'path', 'process', 'querystring', 'stream', 'string_decoder']
  .concat([
    'timers',
    'timers/promises',
    'url',
    'util',
    'zlib',
    'async_hooks',
    'assert',
    'diagnostics_channel',
  ])
  .concat(['tty', 'os', 'http', 'https', 'net', 'punycode', 'module'])

/** Slack's and other packages' own ways to files, which they never go on Workers. */
const neverUsed: Readonly<Record<string, RegExp>> = { fs: /^(@slack\/|\.build\/slim\/web-api)/ }

describe('the worker’s bundle', () => {
  let bundle: Bundle
  beforeAll(() => {
    bundle = bundleWorker()
  })

  it(`weighs at most ${MAX_BUNDLE_KIB} KiB gzipped`, () => {
    const heaviest = bundle.weights
      .slice(0, 15)
      .map(([name, bytes]) => `${Math.round(bytes / 1_024)} KiB ${name}`)
    expect(
      bundle.gzipKiB,
      `zod is to be imported as \`* as z\`; the heaviest, before gzip:\n${heaviest.join('\n')}`,
    ).toBeLessThan(MAX_BUNDLE_KIB)
  })

  it('imports nothing of Node that workerd does not have', () => {
    const wrong = [...bundle.builtIns].flatMap(([name, by]) =>
      onWorkerd.includes(name)
        ? []
        : by.filter((file) => neverUsed[name]?.test(file) !== true).map((file) => `${name} by ${file}`),
    )
    expect(wrong).toEqual([])
  })

  it('makes no code out of text, which Workers forbid', () => {
    expect(bundle.code.match(/.{0,60}(\bnew Function\(|[^.\w$]eval\().{0,40}/g)).toBeNull()
  })
})

/**
 * Completes package-lock.json with the binaries of other platforms. A registry that lacks them makes npm leave them out,
 * and `npm ci` then refuses the file. Run it after every change of the dependencies (`npm run lock` does).
 */
import { readFileSync, writeFileSync } from 'node:fs'

type Entry = {
  readonly version?: string
  readonly dev?: boolean
  readonly optionalDependencies?: Readonly<Record<string, string>>
}
type Lock = { packages: Record<string, Entry> }

const FILE = new URL('../package-lock.json', import.meta.url)
const systems = {
  android: 'android',
  darwin: 'darwin',
  linux: 'linux',
  win32: 'win32',
  windows: 'win32',
} as const

const lock = JSON.parse(readFileSync(FILE, 'utf8')) as Lock
const known = new Set(Object.keys(lock.packages).map((path) => path.split('node_modules/').at(-1)))
const missing = Object.values(lock.packages).flatMap(({ optionalDependencies = {}, dev }) =>
  Object.entries(optionalDependencies)
    .filter(([name]) => !known.has(name))
    .map(([name, version]) => ({ name, version, dev })),
)
for (const { name, version, dev } of missing) {
  const system = Object.entries(systems).find(([word]) => new RegExp(`[-/]${word}(-|$)`).test(name))?.[1]
  if (system === undefined)
    throw new Error(`${name} is missing from the registry, and it is not a platform's binary`)
  lock.packages[`node_modules/${name}`] = {
    version,
    cpu: [name.includes('arm64') ? 'arm64' : 'x64'],
    ...(name.includes('musl') ? { libc: ['musl'] } : {}),
    ...(dev === true ? { dev } : {}),
    optional: true,
    os: [system],
  } as Entry
}
const sorted = Object.entries(lock.packages).toSorted(([a], [b]) => (a < b ? -1 : 1))
writeFileSync(FILE, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`)
console.log(`lock: ${missing.length} packages of other platforms added`)

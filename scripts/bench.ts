/** Runs the benches of `scripts/bench/`: all of them, or those named on the command line. */
import { readdirSync } from 'node:fs'

type Bench = { readonly measures: string; readonly run: () => Promise<void> }

const folder = new URL('./bench/', import.meta.url)
const known = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.replace(/\.ts$/, ''))
const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !known.includes(name))
if (unknown.length > 0) {
  console.error(`no such bench: ${unknown.join(', ')} (there are: ${known.join(', ')})`)
  process.exit(1)
}
for (const name of wanted.length > 0 ? wanted : known) {
  const bench = (await import(new URL(`${name}.ts`, folder).href)) as Bench
  console.log(`\n${name}: ${bench.measures}`)
  await bench.run()
}

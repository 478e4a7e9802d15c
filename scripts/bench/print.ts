/** How long printing takes, side by side with other ways, and what a sheet weighs. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SheetContent } from '../../src/domain/sheet.ts'
import { fullestSheet, richSheet } from '../../test/adapters/print/sheets.ts'
import { benchFloor } from './print-peers/floor.ts'
import { makeSheets } from './print-peers/make-sheets.ts'
import { type Bench, openBench, take } from './print-peers/open-bench.ts'
import type { Missing, Peer } from './print-peers/peer.ts'
import { benchCrowd, benchStored } from './print-peers/under-load.ts'

export const measures =
  'sheets one at a time and 100 in one file against five other ways, 20 callers at once, 4,000 printed, cut and kept'

/** Each round asks everybody once, so that a busy moment of the machine troubles all of them. */
const ROUNDS = 3
const BULK = 100

type Figures = {
  readonly single: number[]
  readonly bulk: number[]
  readonly kB: number[]
  readonly bulkKB: number[]
}

export const run = async (): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'pitpost-bench-'))
  const bench = await openBench(folder)
  try {
    console.log(`  browser: ${bench.browser}`)
    await benchCold(bench)
    // Before the others have filled the memory that is measured here.
    await benchStored(bench, folder, say)
    await benchCrowd(bench, say)
    await benchFull(bench)
    await benchFloor(say)
    await compare(bench)
  } finally {
    await bench.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

const say = (what: string, figures: string): void => console.log(`  ${what.padEnd(36)} ${figures}`)

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

const timed = async (
  work: () => Promise<Uint8Array>,
): Promise<{ readonly ms: number; readonly kB: number }> => {
  const started = performance.now()
  const { length } = await work()
  return { ms: performance.now() - started, kB: length / 1_000 }
}

const benchCold = async ({ printer }: Bench): Promise<void> => {
  const { ms } = await timed(
    async () => take(await printer.printSheets(makeSheets(1)))[0] ?? new Uint8Array(),
  )
  say('first sheet, the browser started', `${ms.toFixed(0)} ms`)
}

/** Alone, so that no other sheet's glyphs are in the file. */
const benchFull = async ({ printer }: Bench): Promise<void> => {
  for (const [what, content] of [
    ['four lines, note, logo, two barcodes', richSheet()],
    ['the same with ten lines, all longest', fullestSheet()],
  ] as const) {
    const runs: { readonly ms: number; readonly kB: number }[] = []
    for (let n = 0; n < 10; n += 1)
      runs.push(await timed(async () => take(await printer.printSheets([content]))[0] ?? new Uint8Array()))
    const [ms, kB] = [median(runs.map((run) => run.ms)), median(runs.map((run) => run.kB))]
    say(what, `${ms.toFixed(1)} ms, ${kB.toFixed(0)} kB`)
  }
}

const oursOf = ({ printer }: Bench): Peer => ({
  name: 'pitpost',
  runs: { single: 20, bulk: 3 },
  print: async (sheets) =>
    sheets.length === 1
      ? (take(await printer.printSheets(sheets))[0] ?? new Uint8Array())
      : take(await printer.printTogether(sheets)),
  close: async () => undefined,
})

const compare = async (bench: Bench): Promise<void> => {
  const asked: readonly (Peer | Missing)[] = [oursOf(bench), ...bench.peers]
  const peers = asked.filter((peer): peer is Peer => 'print' in peer)
  const figures = new Map(
    peers.map((peer): [string, Figures] => [peer.name, { single: [], bulk: [], kB: [], bulkKB: [] }]),
  )
  for (const peer of peers) await warmUp(peer)
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const peer of peers) await askOnce(peer, figures.get(peer.name))
  }
  const ours = figures.get('pitpost')
  say('', `  one sheet          ${BULK} in one file, per sheet`)
  for (const peer of asked) {
    const found = figures.get(peer.name)
    if ('missing' in peer) say(peer.name, peer.missing)
    else if (found !== undefined) say(peer.name, line(found, ours ?? found))
  }
}

const warmUp = async (peer: Peer): Promise<void> => {
  for (let n = 0; n < Math.min(10, peer.runs.single); n += 1) await peer.print(makeSheets(1))
  await peer.print(makeSheets(BULK))
}

const askOnce = async (peer: Peer, into: Figures | undefined): Promise<void> => {
  const measure = async (
    sheets: readonly SheetContent[],
    ms: number[] = [],
    kB: number[] = [],
  ): Promise<void> => {
    const figure = await timed(() => peer.print(sheets))
    ms.push(figure.ms / sheets.length)
    kB.push(figure.kB / sheets.length)
  }
  for (let n = 0; n < peer.runs.single; n += 1) await measure(makeSheets(1), into?.single, into?.kB)
  for (let n = 0; n < peer.runs.bulk; n += 1) await measure(makeSheets(BULK), into?.bulk, into?.bulkKB)
}

const line = ({ single, bulk, kB, bulkKB }: Figures, ours: Figures): string => {
  const column = (ms: readonly number[], own: readonly number[], size: readonly number[]): string =>
    `${median(ms).toFixed(1).padStart(7)} ms ${median(size).toFixed(0).padStart(4)} kB ${(median(ms) / median(own)).toFixed(1).padStart(5)}×`
  return `${column(single, ours.single, kB)}   ${column(bulk, ours.bulk, bulkKB)}`
}

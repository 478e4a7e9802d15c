/** `pitpost export` and `pitpost import`: a merchant moves between installations, of either runtime. */

import { once } from 'node:events'
import { createReadStream, createWriteStream, renameSync } from 'node:fs'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { exportMerchant, landMove, stageMove } from '../application/move-merchant.ts'
import {
  isMoveHead,
  isMoveRow,
  MOVE_VERSION,
  type MoveEnd,
  type MoveLine,
  type MoveRow,
} from '../domain/move-file.ts'
import type { Result } from '../domain/result.ts'
import { chooseMerchant } from './choose-merchant.ts'
import { type Command, complainOf, type ExitCode, type Terminal, UsageError } from './command.ts'
import { createRemoteMove, type RemoteAnswer } from './remote-move.ts'

/** What one part of an import holds at most, in characters: well below what a request may carry. */
const PART_CHARS = 4 * 1024 * 1024
/** Rows of one part. */
const PART_LINES = 500

const remoteHelp = [
  '  --at URL    動いている pitpost（Workers など）を相手にします。キーは環境変数 PITPOST_KEY に入れます（センターの管理者のキー）。',
  '              talks to a running pitpost, such as one on Workers; the key (of an admin of the centre) is in PITPOST_KEY.',
]

export const exportCommand: Command = {
  name: 'export',
  usage: 'export [--merchant ID|centre] [--at URL] FILE',
  summary: {
    ja: '加盟店のすべてのデータ（請求・番号・入金・精算・帳簿・履歴・設定・シート）を1つのファイルに書き出します。',
    en: "Writes a merchant's whole data, sheets included, into one file.",
  },
  help: [
    '  移すあいだは、もとの側を止めておいてください。何も変えません。',
    '  Stop the old side while you move. Nothing is changed.',
    ...remoteHelp,
  ].join('\n'),
  run: async (args, terminal, openHouse): Promise<ExitCode> => {
    const { file, at, merchant: wanted } = readArgs(args)
    const target = resolve(terminal.cwd, file)
    if (at !== undefined) {
      if (wanted === undefined)
        throw new UsageError({
          ja: '--at のときは --merchant も指定してください。',
          en: 'name the --merchant when you use --at.',
        })
      const { read } = createRemoteMove(at, keyOf(terminal))
      const lines = await read(wanted)
      return lines.ok ? writeFile(terminal, target, lines.value) : sayRemote(terminal, lines)
    }
    const house = await openHouse()
    const merchant = await chooseMerchant(house, terminal, wanted)
    if (merchant === undefined) return 1
    // One moment for all reads, though a server may go on writing meanwhile.
    house.database.runScript('begin')
    try {
      return await writeFile(terminal, target, exportMerchant(house.world, merchant.id, house.clock.now()))
    } finally {
      house.database.runScript('rollback')
    }
  },
}

export const importCommand: Command = {
  name: 'import',
  usage: 'import [--at URL] FILE',
  summary: {
    ja: '書き出したファイルを取り込みます。すべて取り込むか、何も取り込まないかのどちらかです。',
    en: 'Takes an exported file in: all of it, or nothing.',
  },
  help: [
    '  途中で切れたときは、同じコマンドをもう一度実行すると続きから送ります。最後に合計（SHA-256）を確かめます。',
    '  Run it again when it broke off: it goes on where it was. The sum (SHA-256) is checked at the end.',
    ...remoteHelp,
  ].join('\n'),
  run: async (args, terminal, openHouse): Promise<ExitCode> => {
    const { file, at } = readArgs(args)
    const source = resolve(terminal.cwd, file)
    if (at !== undefined) return importInto(terminal, source, createRemoteMove(at, keyOf(terminal)))
    const { world } = await openHouse()
    return importInto(terminal, source, {
      stage: (part) => stageMove(world, part),
      land: (move) => landMove(world, move),
    })
  },
}

const readArgs = (args: readonly string[]) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { merchant: { type: 'string' }, at: { type: 'string' } },
  })
  const [file, another] = positionals
  if (file === undefined || another !== undefined)
    throw new UsageError({ ja: 'ファイルを1つ指定してください。', en: 'name one file.' })
  return { file, ...values }
}

const keyOf = ({ env }: Terminal): string => {
  const { PITPOST_KEY: key = '' } = env
  if (key === '')
    throw new UsageError({ ja: 'PITPOST_KEY にキーを入れてください。', en: 'put the key into PITPOST_KEY.' })
  return key
}

/** The file appears whole or not at all. */
const writeFile = async (
  terminal: Terminal,
  target: string,
  lines: AsyncIterable<MoveLine>,
): Promise<ExitCode> => {
  const draft = `${target}.part`
  const out = createWriteStream(draft)
  let end: MoveEnd | undefined
  for await (const line of lines) {
    if ('end' in line) end = line.end
    if (!out.write(`${JSON.stringify(line)}\n`)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
  if (end === undefined) {
    terminal.complain(
      '書き出しが途中で切れました。もう一度実行してください。\n  The export broke off; run it again.',
    )
    return 1
  }
  renameSync(draft, target)
  terminal.print(`${target}: ${end.rows} rows, ${end.files} files, sha256 ${end.sha256}`)
  for (const key of end.missing)
    terminal.complain(`保存されているはずのファイルがありません / bytes are missing: ${key}`)
  return end.missing.length === 0 ? 0 : 1
}

type Target = {
  readonly stage: (part: {
    readonly id: string
    readonly from: number
    readonly lines: readonly MoveRow[]
  }) => Promise<Result<{ readonly staged: number }> | RemoteAnswer>
  readonly land: (move: {
    readonly id: string
    readonly lines: number
    readonly sha256: string
  }) => Promise<Result<unknown> | RemoteAnswer>
}

/** Part by part; each is kept by its position, so that a second run finds what the first has brought. */
const importInto = async (terminal: Terminal, source: string, { stage, land }: Target): Promise<ExitCode> => {
  let id: string | undefined
  let end: MoveEnd | undefined
  let from = 0
  let part: MoveRow[] = []
  let chars = 0
  const send = async (): Promise<ExitCode> => {
    if (part.length === 0 || id === undefined) return 0
    const staged = await stage({ id, from, lines: part })
    if (!staged.ok) return sayRefused(terminal, staged)
    from += part.length
    part = []
    chars = 0
    return 0
  }
  for await (const text of createInterface({
    input: createReadStream(source),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    const line = parse(text)
    if (id === undefined) {
      if (!isMoveHead(line) || line.version !== MOVE_VERSION) return sayStrange(terminal, source)
      id = line.id
    } else if (isMoveRow(line)) {
      part.push(line)
      chars += text.length
      if ((part.length >= PART_LINES || chars >= PART_CHARS) && (await send()) !== 0) return 1
    } else if (isEnd(line)) end = line.end
    else return sayStrange(terminal, source)
  }
  if ((await send()) !== 0) return 1
  if (id === undefined || end === undefined) return sayStrange(terminal, source)
  const landed = await land({ id, lines: from, sha256: end.sha256 })
  if (!landed.ok) return sayRefused(terminal, landed)
  terminal.print(
    `取り込みました：${end.rows}行・ファイル${end.files}件 / taken in: ${end.rows} rows, ${end.files} files`,
  )
  return 0
}

const isEnd = (line: unknown): line is { readonly end: MoveEnd } =>
  typeof line === 'object' && line !== null && 'end' in line

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const sayStrange = (terminal: Terminal, source: string): ExitCode => {
  terminal.complain(
    `pitpost の書き出しファイルではないか、途中で切れています：${source}\n  not a file of pitpost export, or cut short; nothing was taken in.`,
  )
  return 1
}

const sayRefused = (
  terminal: Terminal,
  refused: Extract<Result<unknown> | RemoteAnswer, { ok: false }>,
): ExitCode => ('said' in refused ? sayRemote(terminal, refused) : complainOf(terminal, refused.failure))

const sayRemote = (terminal: Terminal, { said }: { readonly said: string }): ExitCode => {
  terminal.complain(said)
  return 1
}

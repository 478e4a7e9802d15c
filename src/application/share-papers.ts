/** Brings a digest's charts into its message, and a settlement's files into its thread. */
import { ok, type Result } from '../domain/result.ts'
import { toSettlementCsv } from '../domain/settlement-table.ts'
import type { ChatFile } from '../ports.ts'
import { chartDigest } from './chart-digest.ts'
import type { ChatCall, Made } from './chat-call.ts'
import { type DigestLine, isDigestLine } from './claim-digest.ts'
import { printStatement } from './print-papers.ts'
import type { World } from './world.ts'

type PapersCall = Extract<ChatCall, { kind: 'digest-pictures' | 'digest-files' }>

/** The printer is asked so often, and so long apart, in ms: for an hour, all in all. */
const MAX_TRIES = 6
const RETRY_MS = 600_000

export const sharePapers = async (world: World, call: PapersCall): Promise<Made> => {
  const { line } = call
  if (line === undefined || !isDigestLine(line)) return { sent: ok({ providerId: undefined }), alongside: [] }
  return call.kind === 'digest-pictures' ? sharePictures(world, call, line) : shareFiles(world, call, line)
}

/** In the message; in its thread where Slack will not have them there. */
const sharePictures = async (world: World, call: PapersCall, line: DigestLine): Promise<Made> => {
  const { channel, language, place, key } = call
  const [{ merchantId }] = call.deliveries
  const charts = chartDigest(line, language)
  const drawn = await drawAll(world, charts)
  if (!drawn.ok) {
    if (call.deliveries[0].attempts < MAX_TRIES) return later(drawn)
    const word = { merchantId, channel, language, key, line: { kind: 'no-pictures' }, thread: place } as const
    return { sent: await world.chat.post(word), alongside: [] }
  }
  const uploaded = await world.chat.upload(merchantId, drawn.value)
  if (!uploaded.ok) return { sent: uploaded, alongside: [] }
  const pictures = uploaded.value.map((fileId, n) => ({ fileId, alt: charts[n]?.alt ?? '' }))
  const digest = { ...line.digest, pictures }
  const outgoing = { merchantId, channel, language, key: digest.key, line: { ...line, digest } }
  const edited = await world.chat.edit(place, outgoing)
  if (edited.ok) return { sent: edited, alongside: [{ kind: 'keep-digest', digest }] }
  if (edited.failure.retry || edited.failure.gone === true) return { sent: edited, alongside: [] }
  return { sent: await world.chat.share(merchantId, place, drawn.value), alongside: [] }
}

const drawAll = async (
  { printer, drawChart }: World,
  charts: ReturnType<typeof chartDigest>,
): Promise<Result<readonly ChatFile[]>> => {
  const files: ChatFile[] = []
  for (const { name, chart, alt } of charts) {
    const picture = await printer.picture(drawChart(chart))
    if (!picture.ok) return picture
    files.push({ name: `${name}.png`, title: chart.title, alt, bytes: picture.value })
  }
  return ok(files)
}

/** Every line as CSV, and the statement as PDF; the CSV alone where nothing prints. */
const shareFiles = async (world: World, call: PapersCall, line: DigestLine): Promise<Made> => {
  if (line.kind !== 'settlement-digest') return { sent: ok({ providerId: undefined }), alongside: [] }
  const { merchant, stored } = line
  const { language, place } = call
  const printed = await printStatement(world, merchant, stored, language)
  if (!printed.ok && call.deliveries[0].attempts < MAX_TRIES) return later(printed)
  const name = `settlement-${stored.settlement.closingDay}`
  const title = language === 'ja' ? '精算' : 'Settlement'
  const csv = new TextEncoder().encode(toSettlementCsv(stored.settlement))
  const files: ChatFile[] = [{ name: `${name}.csv`, title: `${title} CSV`, bytes: csv }]
  if (printed.ok) files.push({ name: `${name}.pdf`, title: `${title} PDF`, bytes: printed.value })
  return { sent: await world.chat.share(call.deliveries[0].merchantId, place, files), alongside: [] }
}

const later = ({ failure }: Extract<Result<unknown>, { ok: false }>): Made => ({
  sent: { ok: false, failure: { detail: JSON.stringify(failure), retry: true } },
  alongside: [],
  waitMs: RETRY_MS,
})

/** What Workers load only when it is needed: the reader of workbooks, the writer of calendar entries. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import writeXlsxFile from 'write-excel-file/node'
import { type EdgeWorld, openEdgeWorld } from './open-edge-world.ts'

let world: EdgeWorld

beforeAll(async () => {
  world = await openEdgeWorld()
})
afterAll(() => world?.close())

it('registers a workbook, and gives its due day as a calendar entry', async () => {
  const rows = [
    ['顧客名', '件名', '請求金額', '支払期限', '通知先'],
    ['山田 花子', '12月分 月謝', '13200', '+30日', 'なし'],
  ].map((cells) => cells.map((value) => ({ value, type: String })))
  const file = new Uint8Array(await writeXlsxFile(rows).toBuffer())
  const headers = { authorization: `Bearer ${world.apiKey}`, 'idempotency-key': 'x-1' }
  const answer = await world.fetch('/api/v1/files?name=x.xlsx', {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/octet-stream' },
    body: file,
  })
  expect(answer.status).toBe(202)
  const { id } = (await answer.json()) as { id: string }
  const list = await world.fetch(`/api/v1/invoices?batch=${id}`, { headers })
  const { data } = (await list.json()) as { data: { customer_url: string; due: string }[] }
  expect(data).toHaveLength(1)
  const entry = await world.fetch(`${new URL(data[0]?.customer_url ?? '').pathname}/due.ics`)
  expect(entry.headers.get('content-type')).toContain('text/calendar')
  expect(await entry.text()).toContain(`DTSTART;VALUE=DATE:${data[0]?.due.replaceAll('-', '')}`)
})

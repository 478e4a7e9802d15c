/** Block Kit's limits, as Slack enforces them. */

type Json = Readonly<Record<string, unknown>>
const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const textOf = (value: unknown): string => (isJson(value) ? String(value['text'] ?? '') : '')

/** What a message breaks; empty when Slack would take it. */
export const checkBlocks = (blocks: readonly unknown[]): readonly string[] => {
  const faults: string[] = []
  const ids = new Set<string>()
  const limit = (text: string, max: number, what: string): void => {
    if (text.length > max) faults.push(`${what}: ${text.length} characters, at most ${max}`)
    if (text === '') faults.push(`${what}: empty`)
  }
  if (blocks.length > 50) faults.push(`${blocks.length} blocks, at most 50`)
  let total = 0
  for (const block of blocks.filter(isJson)) {
    total += JSON.stringify(block).length
    if (block['type'] === 'header') limit(textOf(block['text']), 150, 'header')
    if (block['type'] === 'section' && block['text'] !== undefined)
      limit(textOf(block['text']), 3_000, 'section')
    const fields = list(block['fields'])
    if (fields.length > 10) faults.push(`${fields.length} fields, at most 10`)
    for (const field of fields) limit(textOf(field), 2_000, 'field')
    for (const element of list(block['elements']).filter(isJson)) {
      const id = element['action_id']
      if (typeof id !== 'string') continue
      if (ids.has(id)) faults.push(`action id ${id} twice`)
      ids.add(id)
      limit(textOf(element['text']), 75, 'button')
    }
  }
  if (total > 13_000) faults.push(`${total} characters over all blocks`)
  return faults
}

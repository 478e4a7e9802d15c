/** What stands in the braces of an address. */
import * as z from 'zod'
import { anId, say, smartPitNumber } from './schema-parts.ts'

const known: Readonly<Record<string, z.ZodType>> = {
  number: smartPitNumber,
  row: say(z.string(), '行（ファイルの何行めか）', 'Line of the file.'),
  address: say(z.string(), 'メールアドレス', 'E-mail address.'),
  receipt: say(z.string().max(64), '店舗の受付番号', "The till's receipt."),
  name: say(z.string(), '資料の名前', 'Name of the document.', 'service-guide'),
}

/** The parameters of a path as an object; undefined when it has none. */
export const pathParameters = (path: string): z.ZodObject | undefined => {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  if (names.length === 0) return undefined
  return z.object(Object.fromEntries(names.map((name) => [name, known[name] ?? anId])))
}

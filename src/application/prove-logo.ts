/** Prints a specimen of the sheet with a new logo and scans it, before the logo stands on anybody's bill. */
import type { Merchant } from '../domain/merchant.ts'
import { judgeSheet } from '../domain/proof.ts'
import { ok, type Result, refuse } from '../domain/result.ts'
import type { SheetContent } from '../domain/sheet.ts'
import { toYen } from '../domain/yen.ts'
import { specimenOf } from './save-card-design.ts'
import type { World } from './world.ts'

export type LogoProofWorld = Pick<World, 'printer' | 'prover' | 'surroundings'>

/** Fails when the sheet’s codes cannot be read beside the logo, or when the logo carries a code of its own. */
export const proveLogo = async (
  world: LogoProofWorld,
  merchant: Merchant,
  logo: string,
): Promise<Result<undefined>> => {
  const specimen = specimenSheet(world, merchant, logo)
  const printed = await world.printer.printSheets([specimen])
  if (!printed.ok) return printed
  const read = await world.prover.readCodes(printed.value[0] ?? new Uint8Array())
  if (!read.ok) return read
  const reason = judgeSheet(specimen, read.value)
  if (reason === undefined) return ok(undefined)
  return refuse({
    field: 'logo',
    rule: 'logo-scannable',
    message: {
      ja: `ロゴ：このロゴを載せた見本のシートが検査に通りません。${reason.ja}バーコードやQRコードの入っていないロゴにしてください。`,
      en: `logo: a specimen of the sheet with this logo does not pass its proof: ${reason.en} Take a logo without barcodes or QR codes.`,
    },
  })
}

const specimenDay = Temporal.PlainDate.from('2026-12-31')

const specimenSheet = ({ surroundings }: LogoProofWorld, merchant: Merchant, logo: string): SheetContent => ({
  invoiceId: 'specimen',
  number: specimenOf(surroundings.numberPrefix),
  customer: {
    name: '見本',
    kana: undefined,
    honorific: '様',
    language: 'ja',
    email: undefined,
    phone: undefined,
  },
  subject: '見本',
  amountYen: toYen(10_000),
  taxYen: undefined,
  lines: [],
  dueDay: specimenDay,
  registeredDay: specimenDay,
  reference: undefined,
  paymentBarcode: undefined,
  reissueCount: 0,
  note: undefined,
  merchant,
  customerUrl: `${surroundings.baseUrl}/s/specimen`,
  logo,
})

/** Prints cards of numbers that the merchant was given: one, or ten on A4. */
import { CARDS_PER_SHEET } from '../domain/card.ts'
import type { Merchant } from '../domain/merchant.ts'
import { fail, ok, type Result, refuse } from '../domain/result.ts'
import { isSmartPitNumber, type SmartPitNumber } from '../domain/smart-pit-number.ts'
import { type CardStyle, drawCardSvg } from './draw-cards.ts'
import { type Finish, layOutCard, layOutCards } from './lay-out-cards.ts'
import { artworkKey, specimenOf, toDataUrl } from './save-card-design.ts'
import type { World } from './world.ts'

/** Cards of one file: ten sheets. */
export const MAX_CARDS_TOGETHER = 10 * CARDS_PER_SHEET

export const cardDesignNames = ['standard', 'standard-postcard', 'joint'] as const
/** Ours in two sizes, or the merchant's own. */
export type CardDesignName = (typeof cardDesignNames)[number]

/** Resolution of a card's picture for a phone. */
const PNG_DPI = 300

export type CardRequest = {
  readonly merchantId: string
  readonly number: string
  readonly design: CardDesignName
}

/** One card as SVG, for a phone's screen. */
export const drawCard = async (world: World, request: CardRequest): Promise<Result<string>> => {
  const found = await findCards(world, { ...request, numbers: [request.number] })
  if (!found.ok) return found
  const { merchant, numbers, style } = found.value
  return ok(drawCardSvg(world, style, numbers[0], merchant))
}

/** One card as PDF. */
export const printCard = async (
  world: World,
  request: CardRequest & { readonly finish: Finish },
): Promise<Result<Uint8Array>> => {
  const found = await findCards(world, { ...request, numbers: [request.number] })
  if (!found.ok) return found
  const { merchant, numbers, style } = found.value
  return world.printer.printDocument(layOutCard(world, style, numbers[0], merchant, request.finish))
}

/** One card as PNG, for a phone's screen. */
export const pictureCard = async (world: World, request: CardRequest): Promise<Result<Uint8Array>> => {
  const printed = await printCard(world, { ...request, finish: 'trimmed' })
  return printed.ok ? world.prover.toPng(printed.value, PNG_DPI) : printed
}

export type CardsRequest = {
  readonly merchantId: string
  readonly numbers: readonly string[]
  readonly design: CardDesignName
}

/** Cards of several numbers in one PDF. */
export const printCards = async (world: World, request: CardsRequest): Promise<Result<Uint8Array>> => {
  const found = await findCards(world, request)
  if (!found.ok) return found
  const { merchant, numbers, style } = found.value
  return world.printer.printDocument(layOutCards(world, style, numbers, merchant))
}

type FoundCards = {
  readonly merchant: Merchant
  readonly numbers: readonly [SmartPitNumber, ...SmartPitNumber[]]
  readonly style: CardStyle
}

const findCards = async (world: World, request: CardsRequest): Promise<Result<FoundCards>> => {
  const { merchantId, design } = request
  const wanted = request.numbers.map((number) => number.replaceAll('-', ''))
  if (wanted.length === 0 || wanted.length > MAX_CARDS_TOGETHER) return wrongCount(wanted.length)
  const merchant = await world.store.merchant(merchantId)
  const style = await findStyle(world, merchantId, design)
  if (!style.ok) return style
  const issued = await world.store.issuedNumbers(wanted.filter(isSmartPitNumber))
  const own = new Map(
    issued.flatMap(({ number, merchantId: owner }) =>
      owner === merchantId ? [[number as string, number]] : [],
    ),
  )
  const numbers: SmartPitNumber[] = []
  for (const text of wanted) {
    const number = own.get(text)
    if (number === undefined) return fail({ kind: 'not-found', what: 'number', id: text.slice(0, 40) })
    numbers.push(number)
  }
  const [first, ...others] = numbers
  if (merchant === undefined || first === undefined)
    return fail({ kind: 'not-found', what: 'number', id: wanted[0]?.slice(0, 40) ?? '' })
  return ok({ merchant, numbers: [first, ...others], style: style.value })
}

const findStyle = async (
  world: World,
  merchantId: string,
  design: CardDesignName,
): Promise<Result<CardStyle>> => {
  if (design === 'standard') return ok({ kind: 'standard', size: 'card' })
  if (design === 'standard-postcard') return ok({ kind: 'standard', size: 'postcard' })
  const saved = await world.store.cardDesign(merchantId)
  const bytes = saved && (await world.vault.get(artworkKey(saved.sha256)))
  if (saved === undefined || bytes === undefined) return noDesign
  return ok({ kind: 'joint', design: { layout: saved.layout, artwork: toDataUrl(saved.type, bytes) } })
}

const noDesign = refuse({
  field: 'design',
  value: 'joint',
  rule: 'design-saved',
  message: {
    ja: 'ジョイントカードのデザインがまだ登録されていません。先に登録してください。',
    en: 'no joint card design has been saved yet; save one first.',
  },
})

const wrongCount = (count: number) =>
  refuse({
    field: 'numbers',
    value: String(count),
    rule: 'count',
    message: {
      ja: `番号をコンマで区切って1〜${MAX_CARDS_TOGETHER}個書いてください（いま${count}個）。`,
      en: `give 1 to ${MAX_CARDS_TOGETHER} numbers, separated by commas (there are ${count}).`,
    },
  })

/** The merchant's own design with a number that belongs to nobody, as SVG. */
export const drawSpecimen = async (world: World, merchantId: string): Promise<Result<string>> => {
  const [style, merchant] = await Promise.all([
    findStyle(world, merchantId, 'joint'),
    world.store.merchant(merchantId),
  ])
  if (!style.ok) return style
  if (merchant === undefined) throw new Error(`there is no merchant ${merchantId}`)
  return ok(drawCardSvg(world, style.value, specimenOf(world.surroundings.numberPrefix), merchant))
}

/** The example of a joint card in the design specification: a layout as a designer writes it. */
import { type CardLayout, parseCardLayout } from './card-layout.ts'

/** Layout description of the example, as JSON. */
export const exampleLayoutJson = {
  size: 'card',
  bleed_mm: 3,
  barcode: { x_mm: 18.7, y_mm: 37, module_mm: 0.375, height_mm: 12, ink: '#000000', ground: '#ffffff' },
  number: { x_mm: 45.5, y_mm: 28, digit_mm: 4.4, align: 'center', ink: '#16211b' },
} as const

export const exampleLayout = (): CardLayout => {
  const parsed = parseCardLayout(exampleLayoutJson)
  if (!parsed.ok) throw new Error(`the example of a layout is wrong: ${JSON.stringify(parsed.failure)}`)
  return parsed.value
}

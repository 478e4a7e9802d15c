/** Fills templates with LiquidJS: no eval, everything put in is escaped, nothing is read but our own templates. */
import { Liquid, type LiquidOptions, type Template } from 'liquidjs'
import { type Day, formatDay, formatJstTime, type Instant } from '../../domain/jst-day.ts'
import { formatNumber, type SmartPitNumber } from '../../domain/smart-pit-number.ts'
import { formatYen, negateYen, type Yen } from '../../domain/yen.ts'
import type { Render } from '../../ports.ts'

/**
 * A renderer over templates by name, such as `sheet/sheet`; an unknown name or variable is a bug and throws.
 * Values are escaped for HTML, but in names that end in `.txt`, which are plain text.
 */
export const createRenderer = (templates: Readonly<Record<string, string>>): Render => {
  const html = createEngine(templates, { outputEscape: 'escape' })
  const text = createEngine(templates, {})
  const parsed = new Map<string, readonly Template[]>()
  return (name, model) => {
    const engine = name.endsWith('.txt') ? text : html
    const known = parsed.get(name) ?? engine.parseFileSync(name)
    parsed.set(name, known)
    return String(engine.renderSync([...known], model))
  }
}

const createEngine = (templates: Readonly<Record<string, string>>, options: LiquidOptions): Liquid => {
  const engine = new Liquid({
    templates: { ...templates },
    strictVariables: true,
    strictFilters: true,
    lenientIf: true,
    ownPropertyOnly: true,
    cache: true,
    jsTruthy: true,
    ...options,
  })
  engine.registerFilter('yen', (amount: Yen) => formatYen(amount))
  engine.registerFilter('minus_yen', (amount: Yen) => formatYen(negateYen(amount)))
  engine.registerFilter('day', (day: Day) => formatDay(day, 'ja'))
  engine.registerFilter('day_en', (day: Day) => formatDay(day, 'en'))
  engine.registerFilter('time', (instant: Instant) => formatJstTime(instant))
  engine.registerFilter('number', (number: SmartPitNumber) => formatNumber(number))
  return engine
}

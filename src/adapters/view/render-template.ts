/** Fills templates with LiquidJS: no eval, everything put in is escaped, nothing is read but our own templates. */
import { Liquid } from 'liquidjs'
import { type Day, formatDay, formatJstTime, type Instant } from '../../domain/jst-day.ts'
import { formatNumber, type SmartPitNumber } from '../../domain/smart-pit-number.ts'
import { formatYen, type Yen } from '../../domain/yen.ts'
import type { Render } from '../../ports.ts'

/** A renderer over templates by name, such as `sheet/sheet`; an unknown name or variable is a bug and throws. */
export const createRenderer = (templates: Readonly<Record<string, string>>): Render => {
  const engine = new Liquid({
    templates: { ...templates },
    outputEscape: 'escape',
    strictVariables: true,
    strictFilters: true,
    lenientIf: true,
    ownPropertyOnly: true,
    cache: true,
    jsTruthy: true,
  })
  engine.registerFilter('yen', (amount: Yen) => formatYen(amount))
  engine.registerFilter('day', (day: Day) => formatDay(day, 'ja'))
  engine.registerFilter('day_en', (day: Day) => formatDay(day, 'en'))
  engine.registerFilter('time', (instant: Instant) => formatJstTime(instant))
  engine.registerFilter('number', (number: SmartPitNumber) => formatNumber(number))
  return (name, model) => String(engine.renderFileSync(name, model))
}

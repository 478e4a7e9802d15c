/** Where the outside finds us, and what the day is like, by the configuration; the same for the server and the command line. */
import { createIsHoliday } from './adapters/system/is-holiday.ts'
import type { Config } from './config.ts'
import type { Surroundings } from './ports.ts'

export const surroundingsOf = (config: Config): Surroundings => ({
  baseUrl: config.baseUrl,
  sandbox: config.sandbox,
  numberPrefix: config.numberPrefix,
  proofOneIn: config.proofOneIn,
  claimAtMost: config.claimAtMost,
  isHoliday: createIsHoliday(config.extraHolidays),
  faxAddress: (fax) => config.faxGateway?.replace('{number}', fax.replace(/\D/g, '')),
})

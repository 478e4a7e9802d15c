/** A world over a store with every other door shut: what a test or bench does not open, it must not need. */
import { createRowReader } from '../../src/adapters/feed/read-rows.ts'
import { readTable } from '../../src/adapters/feed/read-table.ts'
import { readWorkbook } from '../../src/adapters/feed/read-workbook.ts'
import { createRandom } from '../../src/adapters/system/create-random.ts'
import { createIsHoliday } from '../../src/adapters/system/is-holiday.ts'
import { createLinks } from '../../src/application/create-links.ts'
import type { World } from '../../src/application/world.ts'

const random = createRandom()

const shut = (): never => {
  throw new Error('this door is shut')
}

/** `open` are the doors that are needed. */
export const closedWorld = (store: World['store'], open: Partial<World> = {}): World => ({
  store,
  readTable,
  readRows: createRowReader(readWorkbook),
  random,
  links: createLinks({ store, random }),
  surroundings: {
    sandbox: true,
    baseUrl: 'http://localhost',
    numberPrefix: '29',
    proofOneIn: 100,
    claimAtMost: 100,
    isHoliday: createIsHoliday([]),
    faxAddress: () => undefined,
  },
  log: { info: () => undefined, error: console.error },
  vault: { put: shut, get: shut },
  printer: {
    printSheets: shut,
    printTogether: shut,
    printDocument: shut,
    picture: shut,
    status: shut,
    close: shut,
  },
  mailer: { send: shut, status: shut, close: shut },
  chat: { post: shut, edit: shut, find: shut, upload: shut, share: shut, countFitting: shut, status: shut },
  render: shut,
  sheetLook: '',
  drawBarcode: shut,
  drawChart: shut,
  readLogo: shut,
  prover: { readCodes: shut, lookAt: shut, toPng: shut, sizeOf: shut },
  readArtwork: shut,
  mover: { read: shut, stage: shut, staged: shut, land: shut, forget: shut },
  createSummer: shut,
  limiter: { take: shut, forget: shut },
  callWebhook: shut,
  writeEvent: shut,
  seal: { close: shut, open: shut },
  ...open,
})

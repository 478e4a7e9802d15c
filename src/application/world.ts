/** Everything the use cases are handed: the doors of the house, by their ports. */
import type {
  CallWebhook,
  Chat,
  DrawBarcode,
  DrawChart,
  Limiter,
  Log,
  Mailer,
  Printer,
  Prover,
  Random,
  ReadArtwork,
  ReadLogo,
  ReadRows,
  Render,
  RowMover,
  Seal,
  Store,
  Summer,
  Surroundings,
  TableReader,
  Vault,
  WriteEvent,
} from '../ports.ts'
import type { Links } from './create-links.ts'

export type World = {
  readonly store: Store
  readonly links: Links
  readonly vault: Vault
  readonly printer: Printer
  readonly prover: Prover
  readonly readArtwork: ReadArtwork
  readonly render: Render
  readonly drawBarcode: DrawBarcode
  readonly drawChart: DrawChart
  readonly readLogo: ReadLogo
  readonly mailer: Mailer
  readonly chat: Chat
  readonly random: Random
  readonly readTable: TableReader
  readonly readRows: ReadRows
  readonly surroundings: Surroundings
  /** Changes whenever the templates of the sheet do. */
  readonly sheetLook: string
  readonly limiter: Limiter
  readonly mover: RowMover
  readonly createSummer: () => Summer
  readonly callWebhook: CallWebhook
  readonly writeEvent: WriteEvent
  readonly seal: Seal
  readonly log: Log
}

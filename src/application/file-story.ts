/** Binds what is done with files of invoices to a world: looked at, registered, recognised. */
import type { Instant } from '../domain/jst-day.ts'
import { acceptFile, type FileRequest, findSameFile } from './accept-file.ts'
import { findRepeats } from './find-repeats.ts'
import { fetchUpload, forgetUpload, type PreviewRequest, previewFile } from './preview-file.ts'
import type { World } from './world.ts'

export const createFileStory = (world: World) => ({
  acceptFile: (request: FileRequest, now: Instant) => acceptFile(world, request, now),
  findSameFile: (request: Pick<FileRequest, 'merchantId' | 'bytes'>) => findSameFile(world, request),
  previewFile: (request: PreviewRequest, now: Instant) => previewFile(world, request, now),
  fetchUpload: (merchantId: string, sha256: string) => fetchUpload(world, merchantId, sha256),
  forgetUpload: (merchantId: string, sha256: string) => forgetUpload(world, merchantId, sha256),
  findRepeats: (merchantId: string, rows: Parameters<typeof findRepeats>[2]) =>
    findRepeats(world, merchantId, rows),
})

/** Shows pictures that Slack holds, each with what it shows in words. */
import type { KnownBlock } from '@slack/web-api'
import type { DigestPicture } from '../../domain/digest.ts'

export const drawPictures = (pictures: readonly DigestPicture[]): readonly KnownBlock[] =>
  pictures.map(({ fileId, alt }) => ({ type: 'image', slack_file: { id: fileId }, alt_text: alt }))

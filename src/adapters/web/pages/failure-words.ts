/** Why something was not done, as the pages say it. */
import type { Failure, Text } from '../../../domain/result.ts'
import { describeFailure } from '../api/problem-json.ts'

/** Each problem of an input, or the one thing that stood in the way. */
export const wordsOf = (failure: Failure): readonly Text[] =>
  failure.kind === 'invalid-input'
    ? failure.problems.map(({ message }) => message)
    : [describeFailure(failure).detail]

/** Long lists in lots, so that each value stays well under D1's 2 MB. */

/** Texts of one lot; a receipt of a collection data file has some 60 characters. */
const LOT = 10_000

/** Asks for each lot in turn and answers all rows together; nothing is asked for an empty list. */
export const inLots = async <T>(
  values: readonly string[],
  ask: (lot: readonly string[]) => Promise<readonly T[]>,
): Promise<readonly T[]> => {
  const rows: T[] = []
  for (let start = 0; start < values.length; start += LOT) {
    for (const row of await ask(values.slice(start, start + LOT))) rows.push(row)
  }
  return rows
}

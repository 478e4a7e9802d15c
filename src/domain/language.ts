/** The two languages people are written to. */
export type Language = 'ja' | 'en'

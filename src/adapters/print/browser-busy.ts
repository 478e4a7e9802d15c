/** Said by whoever lends browsers when none is free. */

/** Not a fault: the same work goes through later. */
export class BrowserBusy extends Error {
  readonly retryAfterMs: number

  constructor(detail: string, retryAfterMs: number) {
    super(detail)
    this.retryAfterMs = retryAfterMs
  }
}

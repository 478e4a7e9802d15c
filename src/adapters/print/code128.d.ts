/** The one part of JsBarcode that draws CODE 128: its main module brings every other symbology along. */
declare module 'jsbarcode/bin/barcodes/CODE128/index.js' {
  export const CODE128: new (
    text: string,
    options: { readonly ean128?: boolean },
  ) => { encode(): { readonly data: string; readonly text: string }; valid(): boolean }
}

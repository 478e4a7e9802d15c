/** The package comes without types. */
declare module 'subset-font' {
  const subsetFont: (
    font: Uint8Array,
    text: string,
    options: { readonly targetFormat: 'woff2' },
  ) => Promise<Uint8Array>
  export default subsetFont
}

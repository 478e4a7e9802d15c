/** The package comes without types. */
declare module 'subset-font' {
  const subsetFont: (
    font: Buffer,
    text: string,
    options: {
      readonly targetFormat: 'woff2' | 'truetype'
      readonly noHinting?: boolean
      readonly dropTables?: readonly string[]
    },
  ) => Promise<Buffer>
  export default subsetFont
}

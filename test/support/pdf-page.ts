/** Pages of a finished PDF as a printer or a scanner sees them, by MuPDF and not by what made them. */
import * as mupdf from 'mupdf'
import type { GreyPicture } from './grey-picture.ts'

export const MM_PER_POINT = 25.4 / 72

/** In millimetres from the top left corner of the page. */
export type Area = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** The area and so much around it. */
export const widen = ({ x, y, width, height }: Area, aroundMm: number): Area => ({
  x: x - aroundMm,
  y: y - aroundMm,
  width: width + 2 * aroundMm,
  height: height + 2 * aroundMm,
})

export const openPage = (pdf: Uint8Array, page = 0): mupdf.Page =>
  mupdf.Document.openDocument(pdf, 'application/pdf').loadPage(page)

/** The page, or an area of it, as grey pixels; `degrees` turns it clockwise about its middle. */
export const rasterize = (
  page: mupdf.Page,
  dpi: number,
  area: Area | undefined = undefined,
  degrees = 0,
): GreyPicture => {
  const scale = dpi / 72
  const [left, top, right, bottom] = toBox(page, area)
  const [width, height] = [Math.ceil((right - left) * scale), Math.ceil((bottom - top) * scale)]
  const pixmap = new mupdf.Pixmap(mupdf.ColorSpace.DeviceGray, [0, 0, width, height], false)
  pixmap.clear(255)
  const matrix = [
    mupdf.Matrix.translate(-(left + right) / 2, -(top + bottom) / 2),
    mupdf.Matrix.rotate(degrees),
    mupdf.Matrix.scale(scale, scale),
    mupdf.Matrix.translate(width / 2, height / 2),
  ].reduce((all, next) => mupdf.Matrix.concat(all, next))
  const device = new mupdf.DrawDevice(matrix, pixmap)
  page.run(device, mupdf.Matrix.identity)
  device.close()
  return toPicture(pixmap)
}

/** What is left of a picture after it went through a JPEG file of that quality, 1 to 100. */
export const throughJpeg = (picture: GreyPicture, quality: number): GreyPicture => {
  const { pixels, width, height } = picture
  const pixmap = new mupdf.Pixmap(mupdf.ColorSpace.DeviceGray, [0, 0, width, height], false)
  const stride = pixmap.getStride()
  for (let y = 0; y < height; y += 1) {
    pixmap.getPixels().set(pixels.subarray(y * width, (y + 1) * width), y * stride)
  }
  return toPicture(new mupdf.Image(pixmap.asJPEG(quality, false)).toPixmap())
}

/** The grey pixels of any pixmap. */
export const toPicture = (pixmap: mupdf.Pixmap): GreyPicture => {
  const isGrey = pixmap.getNumberOfComponents() === 1
  const grey = isGrey ? pixmap : pixmap.convertToColorSpace(mupdf.ColorSpace.DeviceGray)
  const [width, height, stride] = [grey.getWidth(), grey.getHeight(), grey.getStride()]
  const source = grey.getPixels()
  const pixels = new Uint8ClampedArray(width * height)
  for (let y = 0; y < height; y += 1) pixels.set(source.subarray(y * stride, y * stride + width), y * width)
  return { pixels, width, height }
}

const toBox = (page: mupdf.Page, area: Area | undefined): readonly [number, number, number, number] => {
  if (area === undefined) return page.getBounds()
  const { x, y, width, height } = area
  const [left, top] = [x / MM_PER_POINT, y / MM_PER_POINT]
  return [left, top, left + width / MM_PER_POINT, top + height / MM_PER_POINT]
}

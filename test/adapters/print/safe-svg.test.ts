import { describe, expect, test } from 'vitest'
import { readSafeSvg } from '../../../src/adapters/print/safe-svg.ts'

const root = (inside: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 91 55">${inside}</svg>`
const rulesOf = (text: string): readonly string[] => {
  const read = readSafeSvg(text, 'artwork')
  return read.ok ? [] : read.failure.map(({ rule }) => rule)
}

describe('an SVG from outside', () => {
  test('of shapes is kept as it looks', () => {
    const drawing =
      '<defs><linearGradient id="a"><stop offset="0" stop-color="#fff"/></linearGradient></defs><path d="M0 0h9v9z" fill="url(#a)"/>'
    const read = readSafeSvg(root(drawing), 'artwork')
    if (!read.ok) throw new Error(JSON.stringify(read.failure))
    expect([read.value.width, read.value.height]).toEqual([91, 55])
    expect(read.value.svg).toContain('<path d="M0 0h9v9z" fill="url(#a)"></path>')
    expect(read.value.svg).toContain('<stop offset="0" stop-color="#fff">')
  })

  test('as drawing programs write it loses what does not draw', () => {
    const text =
      '<?xml version="1.0" encoding="UTF-8"?><!-- Illustrator --><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x.dtd">' +
      '<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="urn:x" width="910px" height="550px">' +
      '<metadata><rdf:RDF><script/></rdf:RDF></metadata><title>x</title><inkscape:grid><b/></inkscape:grid>' +
      '<style>.a{fill:#123456}</style><g inkscape:label="y"><rect class="a" width="9" height="9"/></g></svg>'
    const read = readSafeSvg(text, 'artwork')
    if (!read.ok) throw new Error(JSON.stringify(read.failure))
    expect(read.value.svg).toContain('viewBox="0 0 910 550"')
    expect(read.value.svg).toContain('<style>.a{fill:#123456}</style>')
    expect(read.value.svg).not.toMatch(/script|inkscape|metadata|DOCTYPE|title/)
  })

  test.each([
    ['a script', root('<script>alert(1)</script>'), 'svg-element'],
    ['an event handler', root('<rect width="1" height="1" onload="alert(1)"/>'), 'svg-element'],
    ['HTML', root('<foreignObject><p>x</p></foreignObject>'), 'svg-element'],
    ['an animation', root('<rect><animate attributeName="x" to="9"/></rect>'), 'svg-element'],
    ['a link', root('<a href="#x"><rect/></a>'), 'svg-element'],
    ['a filter', root('<filter id="f"><feImage href="http://x/"/></filter>'), 'svg-element'],
    ['text', root('<text>会員証</text>'), 'svg-text'],
    ['a picture from elsewhere', root('<image href="https://example.com/x.png"/>'), 'svg-link'],
    ['a picture from a file', root('<image xlink:href="file:///etc/passwd"/>'), 'svg-link'],
    ['an SVG within', root('<image href="data:image/svg+xml;base64,AAAA"/>'), 'svg-link'],
    ['a part from elsewhere', root('<use href="https://example.com/x.svg#a"/>'), 'svg-link'],
    ['a style from elsewhere', root('<style>@import "x.css";</style>'), 'svg-style'],
    ['a fill from elsewhere', root('<rect fill="url(https://example.com/#a)"/>'), 'svg-style'],
    ['a fill hidden by an escape', root('<rect style="fill:u\\72l(https://example.com/)"/>'), 'svg-style'],
    ['entities', `<!DOCTYPE svg [<!ENTITY a "b">]>${root('&a;')}`, 'svg-doctype'],
    ['parts without end', root('<use href="#a"/>'.repeat(30)), 'svg-size'],
    ['elements without end', root('<g/>'.repeat(20_001)), 'svg-size'],
    ['no size', '<svg xmlns="http://www.w3.org/2000/svg"><rect/></svg>', 'svg-view-box'],
    ['no drawing at all', 'hello', 'svg-view-box'],
    ['another root', '<html><svg viewBox="0 0 1 1"/></html>', 'svg-view-box'],
  ])('with %s is refused', (_, text, rule) => {
    expect(rulesOf(text)).toContain(rule)
  })

  test('cannot break out of an attribute', () => {
    const read = readSafeSvg(root('<rect id="a&quot; onload=&quot;alert(1)"/>'), 'artwork')
    expect(read.ok && read.value.svg).toContain('id="a&quot; onload=&quot;alert(1)"')
  })
})

/**
 * Long texts in short pieces. Each step of a segmenter takes time by the length of the whole text, so a name of 70,000 characters would take
 * half a minute: what looks at characters looks at a piece after the other.
 */

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** UTF-16 units of a piece. */
const most = 256

/** Ends behind a blank or U+FFFD where there is one: neither stands within a character or a colour code. */
export function* chunksOf(text: string): Generator<string> {
  for (let from = 0; from < text.length; ) {
    let to = Math.min(from + most, text.length)
    if (to < text.length) {
      const last = lastBreak(text.slice(from, to)) + from
      to = last >= from ? last + 1 : beforeTrail(text, to)
    }
    yield text.slice(from, to)
    from = to
  }
}

/** What a reader takes for one character each. */
export function* graphemesOf(text: string): Generator<string> {
  for (const chunk of chunksOf(text)) for (const { segment } of graphemes.segment(chunk)) yield segment
}

/** -1: there is none. */
function lastBreak(piece: string): number {
  return Math.max(piece.lastIndexOf(' '), piece.lastIndexOf('\uFFFD'))
}

/** A pair of surrogates stays together. */
function beforeTrail(text: string, to: number): number {
  const unit = text.charCodeAt(to)
  return unit >= 0xdc00 && unit <= 0xdfff ? to - 1 : to
}

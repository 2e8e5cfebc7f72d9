/** Texts that are too many to be one, joined to pieces of about a mebibyte: what one write takes. */
const pieceLength = 1024 * 1024

export function* inPieces(texts: Iterable<string>): Generator<string> {
  let piece = ''
  for (const text of texts) {
    piece += text
    if (piece.length < pieceLength) continue
    yield piece
    piece = ''
  }
  if (piece !== '') yield piece
}

/** Lines get their ends. */
export function* linesInPieces(lines: Iterable<string>): Generator<string> {
  yield* inPieces(ended(lines))
}

function* ended(lines: Iterable<string>): Generator<string> {
  for (const line of lines) yield `${line}\n`
}

/** Bodies that come in pieces, and bodies without measure. */

/** So many bytes at a time, each after a pause of its own. */
export function inPieces(
  bytes: Uint8Array,
  size: number,
  pause: () => Promise<void>,
): ReadableStream<Uint8Array> {
  let sent = 0
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (sent >= bytes.length) return controller.close()
      await pause()
      controller.enqueue(bytes.slice(sent, sent + size))
      sent += size
    },
  })
}

const block = 65_536

/** The body and then blanks, which JSON allows at its end; made as they are read. */
export function padded(body: Uint8Array, blanks: number): ReadableStream<Uint8Array> {
  const blank = new Uint8Array(block).fill(0x20)
  let left = blanks
  return new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(body)
    },
    pull(controller) {
      if (left <= 0) return controller.close()
      controller.enqueue(blank.slice(0, Math.min(block, left)))
      left -= block
    },
  })
}

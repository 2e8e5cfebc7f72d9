/** The board in a browser of this machine, until the command is stopped. */
import { diagnose } from '../../engine/diagnostic.ts'
import { Trouble } from '../../engine/trouble.ts'
import { servePages } from '../../providers/page-server/index.ts'
import { codes } from '../codes.ts'
import { boardHtml, isBoardPlace } from '../report/board/board-html.ts'
import { servedPolicy } from '../report/html/page.ts'
import type { Shell } from '../shell.ts'
import type { BoardSource } from './board-source.ts'

export async function serveBoard(
  source: BoardSource,
  { port, shell }: { readonly port: number; readonly shell: Shell },
): Promise<void> {
  const server = await servePages({
    port,
    policy: servedPolicy,
    async pageAt(place) {
      if (place === 'version') return { type: 'text/plain', text: (await source.board()).version }
      if (!isBoardPlace(place)) return null
      return { type: 'text/html', text: boardHtml(await source.board(), place) }
    },
  }).catch((error: unknown) => {
    if (!(error instanceof Error)) throw error
    throw new Trouble(diagnose(codes.PORT_TAKEN, { detail: `${error.message}.` }))
  })
  try {
    shell.streams.out(
      `Board at ${server.url}\nWhoever has this address can read it on this machine. Stop it with Ctrl-C.\n`,
    )
    await endOf([shell.signal, ...(shell.outLost === undefined ? [] : [shell.outLost])])
  } finally {
    await server.close()
  }
}

/** Of the first of them; whoever cannot have the address can never come. */
function endOf(signals: readonly AbortSignal[]): Promise<void> {
  if (signals.some(({ aborted }) => aborted)) return Promise.resolve()
  return new Promise(done => {
    for (const signal of signals) signal.addEventListener('abort', () => done(), { once: true })
  })
}

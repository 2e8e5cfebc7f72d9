import { describe, expect, it } from 'vitest'
import { processStreams } from '../../../cmd/terminal/process-streams.ts'

function aTerminal(env: Readonly<Record<string, string>>, isTTY = true) {
  const written: string[] = []
  const output = (name: string, columns: number) => ({
    isTTY,
    columns,
    write: (text: string) => written.push(`${name}: ${text}`),
  })
  const streams = processStreams({
    stdin: { isTTY },
    stdout: output('out', 120),
    stderr: output('err', 80),
    env,
  })
  return { streams, written }
}

describe('the status line', () => {
  it('is drawn over itself, and gone before anything else is said', () => {
    const { streams, written } = aTerminal({ TERM: 'xterm' })
    streams.status('reading 1')
    streams.status('reading 2')
    streams.out('answer\n')
    streams.err('note\n')
    streams.status('reading 3')
    streams.status(null)
    streams.status(null)
    const erase = '\r\u001B[K'
    expect(written).toEqual([
      'err: reading 1',
      `err: ${erase}reading 2`,
      `err: ${erase}`,
      'out: answer\n',
      'err: note\n',
      'err: reading 3',
      `err: ${erase}`,
    ])
  })

  it.each([
    ['a pipe', {}, false],
    ['a dumb terminal', { TERM: 'dumb' }, true],
    ['a pipeline with a terminal', { TERM: 'xterm', CI: 'true' }, true],
  ] as const)('is not drawn on %s', (_, env, isTTY) => {
    const { streams, written } = aTerminal(env, isTTY)
    streams.status('reading 1')
    streams.out('answer\n')
    expect({ draws: streams.drawsStatus, written }).toEqual({ draws: false, written: ['out: answer\n'] })
  })
})

it('each stream has a width of its own', () => {
  const { streams } = aTerminal({ CI: 'false' })
  expect({ out: streams.columns, err: streams.errColumns, draws: streams.drawsStatus }).toEqual({
    out: 120,
    err: 80,
    draws: true,
  })
})

describe('what is said', () => {
  const said = (text: string) => {
    const { streams, written } = aTerminal({ TERM: 'xterm' })
    streams.out(text)
    streams.err(text)
    return written
  }

  it('keeps our colours, line ends, tabs and the mark at the beginning of a table', () => {
    const text = '\uFEFF\u001B[1mbold\u001B[22m\t\u001B[33myellow\u001B[39m\r\nnext\n'
    expect(said(text)).toEqual([`out: ${text}`, `err: ${text}`])
  })

  // Was red: a status and a correlation id of the service went out as they came.
  it.each([
    ['a title', '\u001B]0;owned\u0007', '\uFFFD]0;owned\uFFFD'],
    ['clearing the screen', '\u001B[2J', '\uFFFD[2J'],
    ['hidden text', '\u001B[8mhidden', '\uFFFD[8mhidden'],
    ['a control of eight bits', '\u009B2J', '\uFFFD2J'],
    ['another direction', '\u202Etxt', '\uFFFDtxt'],
    ['going back in a line', 'one\rtwo', 'one\uFFFDtwo'],
    ['a mark in the middle', 'a\uFEFFb', 'a\uFFFDb'],
  ])('obeys nothing of others: %s', (_, text, shown) => {
    expect(said(text)).toEqual([`out: ${shown}`, `err: ${shown}`])
  })
})

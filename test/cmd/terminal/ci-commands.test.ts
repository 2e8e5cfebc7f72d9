/** Names that are commands of a CI runner (seen carried out, once). How each runner reads a line stands in its documentation. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { withoutCiCommands } from '../../../cmd/terminal/ci-commands.ts'

const github = (text: string) => text.split(/[\r\n]/).some(line => line.trimStart().startsWith('::'))
const azure = (text: string) =>
  text.split(/[\r\n]/).some(line => line.includes('##vso[') || line.trimStart().startsWith('##['))
const gitlab = (text: string) => text.split(/[\r\n]/).some(line => /^\s*section_(start|end):/.test(line))

describe('an answer', () => {
  it.each([
    ['::error::4711 accepted', '\\::error::4711 accepted'],
    [
      'a\n   ::stop-commands::x\r::set-output name=a::b',
      'a\n   \\::stop-commands::x\r\\::set-output name=a::b',
    ],
    ['name ##vso[task.setvariable variable=x]1', 'name ##vso\\[task.setvariable variable=x]1'],
    ['##[error]no', '##\\[error]no'],
    ['\rsection_start:1:x', '\r\\section_start:1:x'],
    ['Rossi :: Figli ## [1]', 'Rossi :: Figli ## [1]'],
  ])('%j is %j', (text, safe) => {
    expect(withoutCiCommands(text)).toBe(safe)
  })

  it('in JSON says the same as before', () => {
    const text = JSON.stringify({ name: '##vso[task.complete]', list: ['##[x]', '::error::'] }, null, 2)
    expect(JSON.parse(withoutCiCommands(text))).toEqual(JSON.parse(text))
    expect(azure(withoutCiCommands(text))).toBe(false)
  })

  it('is no command of a runner, whatever names stand in it', () => {
    const parts = fc.constantFrom(
      '::',
      '##',
      'vso',
      '[',
      ']',
      'error',
      ' ',
      '\n',
      '\r',
      '\t',
      'section_start:',
      '#',
      ':',
      'a',
      '\u00A0',
    )
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 20 }), words => {
        const safe = withoutCiCommands(`x${words.join('')}`)
        expect([github(safe), azure(safe), gitlab(safe)]).toEqual([false, false, false])
      }),
      { seed: 20261130, numRuns: 2000 },
    )
  })
})

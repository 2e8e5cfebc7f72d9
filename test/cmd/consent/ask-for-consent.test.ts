/** What is asked before a plan is carried out, and what counts as an answer. */
import { expect, it } from 'vitest'
import { askForConsent, type Given } from '../../../cmd/consent/ask-for-consent.ts'
import { shellOf } from '../../../cmd/library/site.ts'
import type { Shell } from '../../../cmd/shell.ts'
import { planned } from '../../support/story.ts'

const plan = planned({})

async function asking(answers: readonly (string | null)[], given: Partial<Given> = {}) {
  const asked: string[] = []
  const said: string[] = []
  const shell = shellOf({ directory: '.' })
  const streams: Shell['streams'] = {
    ...shell.streams,
    err: text => void said.push(text),
    inIsTerminal: true,
    errIsTerminal: true,
    errColumns: 100,
  }
  const consented = await askForConsent(
    plan,
    {
      format: 'text',
      autoApprove: false,
      allowIrreversible: false,
      skipMoved: false,
      verbose: false,
      ...given,
    },
    {
      shell: { ...shell, streams },
      ask: question => {
        asked.push(question)
        // Whoever asks more often than there are answers is left.
        return Promise.resolve(answers[asked.length - 1] ?? null)
      },
    },
  )
  const [shown, ...others] = said
  expect(shown).toContain('Plan: 1 to create')
  return { consented, asked, said: others.join('') }
}

const yesOrNo = 'Carry this out? (yes or no)'
const byName =
  '1 action cannot be undone. Type the name of the consolidation, emea, to allow them; nothing to stop:'
const declined = { refusal: 3 }
const nothingWritten =
  'error: the question was not answered with yes [COMMAND.NOT_CONFIRMED]\n  Nothing was written.\n  → run `tenantform apply FILE`: asks again\n'

it('says what was typed by mistake, and asks again', async () => {
  expect(await asking(['ja', 'Yes', 'emea-2025', 'emea'])).toEqual({
    consented: { consent: ['irreversible', 'changes'] },
    asked: [yesOrNo, yesOrNo, byName, byName],
    said: 'You typed `ja`. Type `yes` or `no`.\nYou typed `emea-2025`. The consolidation is `emea`.\n',
  })
})

it('takes an empty line, a no, and Ctrl-C for a no', async () => {
  for (const answer of ['', 'n', 'NO', null])
    expect(await asking([answer])).toEqual({ consented: declined, asked: [yesOrNo], said: nothingWritten })
  for (const answer of ['', null])
    expect(await asking(['y', answer])).toEqual({
      consented: declined,
      asked: [yesOrNo, byName],
      said: nothingWritten,
    })
})

it('asks for no name where irreversible actions are allowed already', async () => {
  expect(await asking(['y'], { allowIrreversible: true })).toEqual({
    consented: { consent: ['irreversible', 'changes'] },
    asked: [yesOrNo],
    said: '',
  })
})

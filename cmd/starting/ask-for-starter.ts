/** The questions of `init`, on a terminal. What was given as an option is not asked for. */

import { diagnose } from '../../engine/diagnostic.ts'
import { isGuid } from '../../engine/model/guid.ts'
import { Trouble } from '../../engine/trouble.ts'
import { codes } from '../codes.ts'

export interface Asked {
  readonly name?: string
  /** `name=tenant-id`, or the name alone where the id is not known yet. */
  readonly target?: string
  readonly source?: readonly string[]
  readonly markets?: readonly string[]
  readonly currency?: string
}

const handle = /^[a-z0-9][a-z0-9-]{0,62}$/
const ofName = (text: string) => handle.test(text) || 'small letters, digits and dashes, such as central-emea'
const ofId = (text: string) =>
  text === '' ||
  isGuid(text) ||
  'a tenant id is 32 digits and letters from a to f, with dashes between them; or leave it empty'

export async function askForStarter(given: Asked, signal: AbortSignal): Promise<Asked> {
  const { confirm, input } = await import('@inquirer/prompts')
  const ask = (
    message: string,
    more: { readonly default?: string; readonly validate?: (text: string) => string | true } = {},
  ) => input({ message, ...more }, { signal }).then(text => text.trim())
  const account = async (question: string, usual?: string): Promise<string> => {
    const name = await ask(question, {
      validate: ofName,
      ...(usual !== undefined && { default: usual }),
    })
    const id = await ask(`Its tenant id (entra.microsoft.com > Entra ID > Overview; empty: later):`, {
      validate: ofId,
    })
    return id === '' ? name : `${name}=${id}`
  }
  try {
    const name = given.name ?? (await ask('Name of the workspace:', { default: 'move', validate: ofName }))
    const target = await account(
      'Name of your account (where customers move: of the one that keeps them):',
      'central',
    )
    const source = [...(given.source ?? [])]
    while (
      given.source === undefined &&
      (await confirm(
        { message: `Do customers leave ${source.length === 0 ? 'an' : 'another'} account?`, default: false },
        { signal },
      ))
    )
      source.push(await account('Name of the account that they leave:'))
    const markets =
      given.markets ??
      words(
        await ask('Countries your accounts sell in, such as IT DE (empty: later):', {
          validate: ofCountries,
        }),
      )
    const currency =
      given.currency ??
      (await ask('What they are billed in, such as EUR (empty: later):', { validate: ofCurrency }))
    return {
      name,
      target,
      ...(source.length > 0 && { source }),
      ...(markets.length > 0 && { markets }),
      ...(currency !== '' && { currency }),
    }
  } catch (error) {
    if (!(error instanceof Error) || !/^(ExitPromptError|AbortPromptError)$/.test(error.name)) throw error
    throw new Trouble(diagnose(codes.STOPPED))
  }
}

const words = (text: string) => text.split(/[\s,]+/).filter(word => word !== '')
const ofCountries = (text: string) =>
  words(text).every(word => /^[A-Z]{2}$/i.test(word)) || 'two letters each, such as IT DE'
const ofCurrency = (text: string) => text === '' || /^[A-Z]{3}$/i.test(text) || 'three letters, such as EUR'

/** Templates of invitations: the built-in ones, and those of a folder before them. */
import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { diagnose } from '../../engine/diagnostic.ts'
import { codes } from '../../engine/invite/codes.ts'
import {
  defaultTemplates,
  isForAdminOnly,
  secondLinkTrouble,
  templateTrouble,
} from '../../engine/invite/templates.ts'
import { Trouble } from '../../engine/trouble.ts'
import { codes as commandCodes } from '../codes.ts'
import { readNamedText } from '../files/named-file.ts'
import { writeWhole } from '../files/write-whole.ts'
import type { Shell } from '../shell.ts'

const largest = 1024 * 1024

export interface TemplateFacts {
  /** One for all; null: by the customer's country. */
  readonly language: string | null
  /** Some customer is asked for delegated administration too, so both links have to be in the text. */
  readonly isAsking: boolean
  readonly cwd: string
}

export async function readTemplates(
  folder: string | undefined,
  { language, isAsking, cwd }: TemplateFacts,
): Promise<Readonly<Record<string, string>>> {
  const templates: Record<string, string> = { ...defaultTemplates }
  if (folder !== undefined) {
    const path = resolve(cwd, folder)
    const names = await readdir(path).catch(() => {
      throw new Trouble(
        diagnose(commandCodes.NO_FILE, { detail: `The folder ${folder} is not there or cannot be read.` }),
      )
    })
    const wrong = []
    for (const name of names.sort()) {
      const own = /^([a-z]{2}(?:-admin)?)[.]txt$/.exec(name)?.[1]
      if (own === undefined) continue
      const text = readNamedText(join(folder, name), cwd, largest)
      const trouble =
        templateTrouble(join(folder, name), text) ??
        (isAsking ? secondLinkTrouble(join(folder, name), text) : null)
      if (trouble !== null) wrong.push(trouble)
      templates[own] = text
    }
    const [first, ...others] = wrong
    if (first !== undefined) throw new Trouble(first, ...others)
  }
  const languages = Object.keys(templates).filter(name => !isForAdminOnly(name))
  if (language === null || languages.includes(language)) return templates
  const there = languages.sort().join(', ')
  throw new Trouble(
    diagnose(codes.NO_TEMPLATE, { detail: `There is none for \`${language}\`; there are ${there}.` }),
  )
}

/** The built-in ones as files, to be edited. What is there is not overwritten. */
export async function saveTemplates(folder: string, shell: Shell): Promise<void> {
  const path = resolve(shell.cwd, folder)
  const there = new Set(await readdir(path).catch(() => [] as string[]))
  for (const [language, text] of Object.entries(defaultTemplates)) {
    const file = `${language}.txt`
    if (there.has(file)) shell.streams.err(`${join(folder, file)} is there already and stays\n`)
    else {
      await writeWhole(join(path, file), text)
      shell.streams.out(`${join(folder, file)}\n`)
    }
  }
}

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../support/example.ts'
import { runInProcess } from '../support/run-in-process.ts'

/** Commands that have commands of their own. */
const groups = ['sandbox', 'journal', 'activity', 'export']

interface Mention {
  readonly where: string
  readonly line: string
  readonly words: readonly string[]
  readonly flags: readonly string[]
}

/** A command stands at the start of a line (after a prompt or a comment sign), or between backticks. Three blanks end it. */
const pattern = /(?:^[#$ ]*(?:Try: +)?(?:node dist\/)?|`)tenantform(?:\.js)? +([a-z][^`\n]*)/gm

function mentionsIn(where: string): readonly Mention[] {
  const text = readFileSync(join(root, where), 'utf8')
  return [...text.matchAll(pattern)].map(match => {
    const line = (match[1] ?? '').split(/ {3,}/)[0]?.trim() ?? ''
    const parts = line.split(/\s+/)
    return {
      where,
      line,
      words: parts.slice(0, groups.includes(parts[0] ?? '') ? 2 : 1),
      flags: parts.filter(part => /^--?[A-Za-z]/.test(part)),
    }
  })
}

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...['docs', 'examples'].flatMap(folder =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter(path => /\.(md|yaml)$/.test(path))
      .map(path => `${folder}/${path.replaceAll('\\', '/')}`),
  ),
]
const mentions = pages.flatMap(mentionsIn)

describe('commands in the documentation', () => {
  it('are many, and found', () => {
    expect(mentions.length).toBeGreaterThan(15)
    expect(mentions.filter(mention => mention.where === 'README.md').length).toBeGreaterThan(3)
  })

  it('exist, with their flags, in --help', async () => {
    const problems: string[] = []
    for (const { where, line, words, flags } of mentions) {
      const help = await runInProcess([...words, '--help'])
      if (!help.out.startsWith(`Usage: tenantform ${words.join(' ')}`))
        problems.push(`${where}: no such command: ${line}`)
      const known = `${help.out}${(await runInProcess(['--help'])).out}`
      for (const flag of flags) if (!known.includes(flag)) problems.push(`${where}: no ${flag} in: ${line}`)
    }
    expect(problems).toEqual([])
  })
})

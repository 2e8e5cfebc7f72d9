// The licences of what the bundle contains. A bundle distributes others' code, so it carries their notices: every package
// whose code esbuild put into it, by esbuild's own metafile, with name, version, licence and the text it came with.
// A licence that is not on the list below fails the build, instead of being shipped unread.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** SPDX names that a command under Apache-2.0 may carry in its bundle. */
const allowed = new Set(['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0'])

/** From the first node_modules on: the folder itself may be a link to that of another checkout. */
const packageFolder = /node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+(?=\/)/

/** The folders, relative to the root, of the packages whose code is in these outputs of esbuild. */
export function bundledPackages(...metafiles) {
  const folders = new Set()
  for (const { outputs } of metafiles)
    for (const { inputs } of Object.values(outputs))
      for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
        const folder = packageFolder.exec(path)?.[0]
        if (bytesInOutput > 0 && folder !== undefined) folders.add(folder)
      }
  return [...folders].sort((a, b) => (a < b ? -1 : 1))
}

const mit = holder => `MIT License

Copyright (c) ${holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the
"Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish,
distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the
following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY
CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE
SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`

/** The text that came with the package: its licence file, the end of its README, or the licence's own words with its author's name. */
function licenceText(folder, { name, license, author }) {
  const files = readdirSync(folder)
  const own = files.filter(file => /^(licen[cs]e|copying|notice)([.].*)?$/i.test(file)).sort()
  if (own.length > 0) return own.map(file => readFileSync(join(folder, file), 'utf8').trim()).join('\n\n')
  const readme = files.find(file => /^readme[.]/i.test(file))
  const [, section] =
    readme === undefined
      ? []
      : (/^(?:#+ *licen[cs]e.*|licen[cs]e\n[-=]+)$([\s\S]*)/im.exec(
          readFileSync(join(folder, readme), 'utf8'),
        ) ?? [])
  if (section !== undefined && /permission is hereby granted/i.test(section)) return section.trim()
  if (license !== 'MIT') throw new Error(`${name} is under ${license} and ships no text of it`)
  return mit(typeof author === 'string' ? author : (author?.name ?? `the authors of ${name}`))
}

/** dist/THIRD-PARTY-NOTICES.txt, in the order of the packages' names. */
export function noticesText(root, folders) {
  const unlisted = []
  const notices = new Map()
  for (const folder of folders) {
    const written = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
    if (!allowed.has(written.license))
      unlisted.push(`${written.name} ${written.version}: ${JSON.stringify(written.license)}`)
    else
      notices.set(
        `${written.name} ${written.version} (${written.license})`,
        licenceText(join(root, folder), written),
      )
  }
  if (unlisted.length > 0)
    throw new Error(
      `licences that nobody has read yet (.tools/notices.mjs lists those that have been):\n${unlisted.join('\n')}`,
    )
  const rule = '-'.repeat(80)
  const entries = [...notices].sort(([a], [b]) => (a < b ? -1 : 1))
  return `${[
    'Tenantform contains code of the packages below, each under its own licence.',
    ...entries.map(([title, text]) => `${rule}\n${title}\n\n${text}`),
  ].join('\n\n')}\n`
}

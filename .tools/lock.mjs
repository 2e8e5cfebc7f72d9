// The lock file must serve `npm ci` on a fresh machine of any platform: it names every package that any other in it asks for,
// those of other platforms too, each with its check sum and none with the address of a registry; package.json pins exact
// versions. Then npm itself is asked, without a network, for a platform of each kind.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** `node .tools/lock.mjs [FOLDER]`: this repository unless another folder is given. */
const folder = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '..')
const platforms = [
  ['linux', 'x64'],
  ['darwin', 'arm64'],
  ['win32', 'x64'],
]

/** Where npm would find a package from the folder `from`: there, or in a node_modules above it. */
function found(packages, from, name) {
  for (let above = from; ; above = above.slice(0, Math.max(0, above.lastIndexOf('node_modules/') - 1))) {
    const path = `${above === '' ? '' : `${above}/`}node_modules/${name}`
    if (packages[path] !== undefined) return true
    if (above === '') return false
  }
}

/** What is wrong with the lock file of this text beside the package.json of that one; empty when nothing is. */
function lockTrouble(lockText, manifestText) {
  const { packages } = JSON.parse(lockText)
  const manifest = JSON.parse(manifestText)
  const wanted = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies }
  const trouble = []
  for (const [name, version] of Object.entries(wanted))
    if (!/^\d+[.]\d+[.]\d+(-[0-9A-Za-z.-]+)?$/.test(version))
      trouble.push(`package.json does not pin ${name}: ${version}`)
  for (const [path, entry] of Object.entries(packages)) {
    const needs = {
      ...entry.dependencies,
      ...entry.optionalDependencies,
      ...(path === '' ? entry.devDependencies : {}),
    }
    for (const name of Object.keys(needs))
      if (!found(packages, path, name))
        trouble.push(`${path || 'package.json'} needs ${name}, which the lock file does not name`)
    if (path !== '' && entry.integrity === undefined && entry.inBundle !== true && entry.link !== true)
      trouble.push(`${path} has no check sum`)
    if (entry.resolved !== undefined)
      trouble.push(`${path} names an address: ${new URL(entry.resolved).protocol}//…`)
  }
  return trouble
}

function npmTrouble([os, cpu]) {
  const args = [
    'ci',
    '--dry-run',
    '--offline',
    '--ignore-scripts',
    '--no-audit',
    `--os=${os}`,
    `--cpu=${cpu}`,
  ]
  const done = spawnSync('npm', args, { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' })
  return done.status === 0 ? [] : [`npm ${args.join(' ')}:\n${done.stderr.trim()}`]
}

const read = name => readFileSync(join(folder, name), 'utf8')
const written = lockTrouble(read('package-lock.json'), read('package.json'))
const trouble = written.length > 0 ? written : platforms.flatMap(npmTrouble)
for (const line of trouble) process.stderr.write(`lock: ${line}\n`)
if (trouble.length > 0)
  process.stderr.write(
    'lock: run `npm install --package-lock-only --ignore-scripts` where the registry has the packages of every platform\n',
  )
process.exit(trouble.length === 0 ? 0 : 1)

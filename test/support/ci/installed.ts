/** The package as npm would publish it, and a shell that has it: `npm install tenantform@VERSION` installs that, without a registry. */
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from '../example.ts'

export const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly version: string
}

/** Packs what is built; the path of the package. */
export function packed(folder: string): string {
  mkdirSync(folder, { recursive: true })
  const out = execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], {
    cwd: root,
    encoding: 'utf8',
  })
  return join(folder, out.trim().split('\n').at(-1) ?? '')
}

/** PATH of a runner: its own `npm`, GitHub's command, and what the machine has. */
export function runnerPath(folder: string, tarball: string): string {
  const bin = join(folder, 'bin')
  const prefix = join(folder, 'global')
  mkdirSync(bin, { recursive: true })
  mkdirSync(prefix, { recursive: true })
  const npm = execFileSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).trim()
  writeFileSync(
    join(bin, 'npm'),
    `#!/bin/sh
for word; do last=$word; done
if [ "$1" != install ] || [ "$last" != "tenantform@${version}" ]; then echo "npm: no $* here" >&2; exit 1; fi
exec "${npm}" install --global --offline --no-audit --no-fund --prefix "${prefix}" "${tarball}"
`,
  )
  chmodSync(join(bin, 'npm'), 0o755)
  symlinkSync(join(root, 'test', 'support', 'ci', 'gh.mjs'), join(bin, 'gh'))
  return [bin, join(prefix, 'bin'), dirname(process.execPath), '/usr/bin', '/bin'].join(':')
}

/** PATH of an image that has the package already. */
export function installed(folder: string, tarball: string): string {
  const prefix = join(folder, 'global')
  mkdirSync(prefix, { recursive: true })
  execFileSync('npm', [
    'install',
    '--global',
    '--offline',
    '--no-audit',
    '--no-fund',
    '--prefix',
    prefix,
    tarball,
  ])
  return [join(prefix, 'bin'), dirname(process.execPath), '/usr/bin', '/bin'].join(':')
}

/**
 * A shell that has the command, as the image and the runners of pipelines have. What `npm install tenantform@VERSION` brings is what is built here;
 * in the full run it is the package as npm would publish it, installed without a registry (test/package does that in every run).
 */
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { builtCommand } from '../built-command.ts'
import { root } from '../example.ts'

export const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly version: string
}

const isFullRun = process.env['TENANTFORM_FULL'] === '1'

/** Packs what is built; the path of the package. */
export function packed(folder: string): string {
  mkdirSync(folder, { recursive: true })
  const out = execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], {
    cwd: root,
    encoding: 'utf8',
  })
  return join(folder, out.trim().split('\n').at(-1) ?? '')
}

/** PATH of a runner: its own `npm`, which has one package to install, GitHub's command, and what the machine has. */
export function runnerPath(folder: string): string {
  const bin = join(folder, 'bin')
  const prefix = join(folder, 'global')
  for (const place of [bin, join(prefix, 'bin')]) mkdirSync(place, { recursive: true })
  writeFileSync(
    join(bin, 'npm'),
    `#!/bin/sh
for word; do last=$word; done
if [ "$1" != install ] || [ "$last" != "tenantform@${version}" ]; then echo "npm: no $* here" >&2; exit 1; fi
${installing(folder, prefix)}
`,
  )
  chmodSync(join(bin, 'npm'), 0o755)
  symlinkSync(join(root, 'test', 'support', 'ci', 'gh.mjs'), join(bin, 'gh'))
  return [bin, join(prefix, 'bin'), dirname(process.execPath), '/usr/bin', '/bin'].join(':')
}

/** PATH of an image that has the package already. */
export function installed(folder: string): string {
  const prefix = join(folder, 'global')
  mkdirSync(join(prefix, 'bin'), { recursive: true })
  execFileSync('sh', ['-c', installing(folder, prefix)])
  return [join(prefix, 'bin'), dirname(process.execPath), '/usr/bin', '/bin'].join(':')
}

function installing(folder: string, prefix: string): string {
  if (!isFullRun) return `ln -sf "${builtCommand}" "${prefix}/bin/tenantform"`
  const npm = execFileSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).trim()
  return `exec "${npm}" install --global --offline --no-audit --no-fund --prefix "${prefix}" "${packed(folder)}"`
}

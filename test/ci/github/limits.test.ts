/** What is more than GitHub takes: comment and issue stay within its limit, whatever the command has to say. Its stand-in refuses the rest. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type HostFile, newHost } from '../../support/ci/github-host.ts'
import { repositoryName, told } from '../../support/ci/github-jobs.ts'
import { runJob } from '../../support/ci/github-runner.ts'
import { root } from '../../support/example.ts'
import { newRepository, type Repository } from '../../support/repository.ts'

let folder = ''
let host: HostFile
let repository: Repository
let path = ''
/** Of the command: as much as a page of it may be, and lists that are longer. */
const command = `#!/bin/sh
page() { awk 'BEGIN { for (n = 0; n < 600; n++) printf "| %098d|\\n", n }' | head -c "$1"; }
out=""
format=""
before=""
for word; do
  case "$before" in --out) out="$word" ;; --format) format="$word" ;; esac
  before="$word"
done
case "$1" in
  plan) echo '{}' > "$out"; exit 2 ;;
  show) page 60000 ;;
  drift) page 60000; exit 2 ;;
  renewals)
    if [ "$format" = json ]; then echo '{ "rows": [1, 2, 3] }' > "$out"
    elif [ -z "$out" ]; then awk 'BEGIN { for (n = 0; n < 5000; n++) print "Bäckerei \`Sonnenschein\` " n " ends" }'
    fi ;;
esac
`

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tenantform-limits-'))
  host = newHost(folder)
  repository = newRepository(join(folder, 'origin'))
  repository.write('README.md', 'words\n')
  repository.commit('Words')
  const bin = join(folder, 'bin')
  mkdirSync(bin)
  for (const [name, text] of [
    ['tenantform', command],
    ['npm', '#!/bin/sh\n'],
  ] as const) {
    writeFileSync(join(bin, name), text)
    chmodSync(join(bin, name), 0o755)
  }
  symlinkSync(join(root, 'test', 'support', 'ci', 'gh.mjs'), join(bin, 'gh'))
  path = [bin, dirname(process.execPath), '/usr/bin', '/bin'].join(':')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const jobOf = (file: string, job: string, event: string) =>
  runJob({
    file: join(root, 'examples', 'ci', 'github', file),
    job,
    folder: join(folder, job),
    repository: repository.folder,
    commit: repository.git('rev-parse', 'HEAD'),
    github: {
      event_name: event,
      repository: repositoryName,
      run_id: '4000',
      base_ref: 'main',
      server_url: 'https://github.com',
      token: 'token-of-the-job',
      event: { pull_request: { number: 7, head: { repo: { full_name: repositoryName } } } },
    },
    env: { PATH: path, HOME: folder, GH_HOST_FILE: host.file },
    directory: `accounts/${'of-a-long-name/'.repeat(8)}emea`,
  })

it('fits a comment, with the marker before it and the run behind it', () => {
  const result = jobOf('pull-request.yml', 'plan', 'pull_request')
  expect(result.failed, told(result)).toBe(false)
  const body = host.read().comments[0]?.body ?? ''
  expect([body.length > 60_000, body.endsWith('keeps the whole plan.\n')]).toEqual([true, true])
})

it('fits an issue: as many renewals, whole, as there is room for beside what drifted', () => {
  const result = jobOf('schedule.yml', 'drift', 'schedule')
  expect(result.failed, told(result)).toBe(false)
  const body = host.read().issues[0]?.body ?? ''
  const listed = body.split('\n').filter(line => line.startsWith('Bäckerei'))
  expect(listed.length).toBeGreaterThan(50)
  expect(listed.filter((line, n) => line !== `Bäckerei Sonnenschein ${n} ends`)).toEqual([])
  expect(body).toContain(
    'The whole list is in the artifact of [this run](https://github.com/partner/tenants/actions/runs/4000).',
  )
  expect(body.endsWith('ends\n```\n')).toBe(true)
})

#!/usr/bin/env node
// Stands for GitHub's command in pipelines that run in tests: keeps comments, issues, pull requests and runs in a file, and refuses a body that
// GitHub would. `--jq` goes to jq, which is what it means.
import { spawnSync } from 'node:child_process'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const file = process.env.GH_HOST_FILE
const host = JSON.parse(readFileSync(file, 'utf8'))
const args = process.argv.slice(2)
const mostCharacters = 65_536

function option(name) {
  const at = args.indexOf(name)
  return at < 0 ? undefined : args[at + 1]
}

function answer(value) {
  const filter = option('--jq')
  const text = JSON.stringify(value)
  if (filter === undefined) process.stdout.write(`${text}\n`)
  else {
    const done = spawnSync('jq', ['-r', filter], { input: text, encoding: 'utf8' })
    process.stdout.write(done.stdout)
    process.stderr.write(done.stderr)
    if (done.status !== 0) process.exit(1)
  }
}

function refuse(why) {
  process.stderr.write(`gh: ${why}\n`)
  process.exit(1)
}

function bodyIn(text) {
  if (text.length > mostCharacters) refuse(`body is too long (maximum is ${mostCharacters} characters)`)
  return text
}

if ((process.env.GH_TOKEN ?? '') === '') refuse('no token')
host.calls.push(args)
const [verb, second] = args
const path = args.find(word => word.startsWith('repos/')) ?? ''
const method = option('--method') ?? 'GET'
const body = () => {
  const [, from = ''] = /^body=@(.+)$/s.exec(option('--field') ?? '') ?? []
  return bodyIn(readFileSync(from, 'utf8'))
}

/** A call, its method where it is one of the API, and what to do with what the address names. */
const routes = [
  [
    'api GET',
    /issues\/(\d+)\/comments$/,
    issue => answer(host.comments.filter(one => one.issue === Number(issue))),
  ],
  [
    'api POST',
    /issues\/(\d+)\/comments$/,
    issue =>
      host.comments.push({
        id: host.comments.length + 1,
        issue: Number(issue),
        user: { login: 'github-actions[bot]' },
        body: body(),
      }),
  ],
  [
    'api PATCH',
    /issues\/comments\/(\d+)$/,
    id => {
      const comment = host.comments.find(one => one.id === Number(id)) ?? refuse('no such comment')
      comment.body = body()
    },
  ],
  [
    'api GET',
    /commits\/([0-9a-f]+)\/pulls$/,
    commit => answer(host.pulls.filter(one => one.merge_commit_sha === commit)),
  ],
  ['api GET', /runs\/\d+\/approvals$/, () => answer(host.approvals)],
  [
    'run list',
    /^/,
    () =>
      answer(
        host.runs.filter(
          one =>
            one.workflow === option('--workflow') &&
            one.event === option('--event') &&
            one.commit === option('--commit') &&
            one.status === option('--status'),
        ),
      ),
  ],
  [
    'run download',
    /^/,
    () => {
      const run = host.runs.find(one => String(one.databaseId) === args[2])
      const artifact = run?.artifacts[option('--name')] ?? refuse('no such artifact')
      cpSync(artifact, option('--dir'), { recursive: true })
    },
  ],
  [
    'repo create',
    /^/,
    () => {
      const bare = join(dirname(file), `${args[2]}.git`)
      git('init', '--quiet', '--bare', '--initial-branch', 'main', bare)
      git('remote', 'add', 'origin', bare)
      git('push', '--quiet', '--set-upstream', 'origin', 'main')
    },
  ],
  ['variable set', /^/, () => host.variables.push([args[2], option('--body')])],
  ['pr create', /^/, () => host.opened.push(git('rev-parse', '@{upstream}'))],
  ['label create', /^/, () => host.labels.push(args[2])],
  [
    'issue list',
    /^/,
    () => answer(host.issues.filter(one => one.state === 'open' && one.labels.includes(option('--label')))),
  ],
  [
    'issue create',
    /^/,
    () => {
      if (!host.labels.includes(option('--label'))) refuse('no such label')
      host.issues.push({
        number: host.issues.length + 1,
        state: 'open',
        title: option('--title'),
        labels: [option('--label')],
        body: bodyIn(readFileSync(option('--body-file'), 'utf8')),
      })
    },
  ],
  [
    'issue edit',
    /^/,
    () => {
      issueNamed().body = bodyIn(readFileSync(option('--body-file'), 'utf8'))
    },
  ],
  [
    'issue close',
    /^/,
    () => {
      issueNamed().state = 'closed'
    },
  ],
]

function git(...words) {
  const done = spawnSync('git', words, { encoding: 'utf8' })
  if (done.status !== 0) refuse(done.stderr)
  return done.stdout.trim()
}

function issueNamed() {
  return host.issues.find(one => String(one.number) === args[2]) ?? refuse('no such issue')
}

const call = `${verb} ${verb === 'api' ? method : second}`
const route = routes.find(([name, pattern]) => name === call && pattern.test(path))
if (route === undefined) refuse(`this host does not know: ${args.join(' ')}`)
const [, pattern, act] = route
act(pattern.exec(path)?.[1])
writeFileSync(file, JSON.stringify(host))

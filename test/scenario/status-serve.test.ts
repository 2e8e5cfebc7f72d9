/** The served board over HTTP: who may ask, what each view has, that it stays up to date, reads alone, and ends when it is stopped. */
import { request } from 'node:http'
import { execa } from 'execa'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { builtCommand, runHere } from '../support/built-command.ts'
import { isWrite, type SandboxProcess, startSandboxHere } from '../support/sandbox-process.ts'
import { aWorkspace, central, italy, type TestWorkspace } from '../support/workspaces/a-workspace.ts'

let workspace: TestWorkspace
let sandbox: SandboxProcess
beforeEach(async () => {
  workspace = aWorkspace({
    customers: [
      { name: 'alpha', sources: [{ offer: 'mail', seats: 5 }], accepted: false },
      { name: 'beta', sources: [{ offer: 'mail', seats: 3 }] },
    ],
  })
  sandbox = await startSandboxHere(workspace.seed)
})
afterEach(async () => {
  await sandbox.stop()
  workspace.remove()
})

const run = (...args: readonly string[]) =>
  runHere([...args, '--sandbox', sandbox.url, '-q'], { cwd: workspace.folder })

/** Serves the board while `work` is done, and stops it as Ctrl-C does. */
async function served(work: (url: string) => Promise<void>): Promise<{ code: number; err: string }> {
  const stop = new AbortController()
  let said = ''
  let tell: (url: string) => void = () => undefined
  const listening = new Promise<string>(done => {
    tell = done
  })
  const command = runHere(['status', '--serve', '--sandbox', sandbox.url, '-q'], {
    cwd: workspace.folder,
    signal: stop.signal,
    onOut: text => {
      said += text
      const [url] = /http:\S+/.exec(said) ?? []
      if (url !== undefined) tell(url)
    },
  })
  try {
    await work(await Promise.race([listening, command.then(({ err }) => Promise.reject(new Error(err)))]))
  } finally {
    stop.abort()
  }
  const { code, err } = await command
  return { code, err }
}

const text = async (url: string) => (await fetch(url)).text()

/** With any headers: those that fetch keeps for itself are written by a browser as well. */
function asked(url: string, headers: Readonly<Record<string, string>>, method = 'GET'): Promise<number> {
  return new Promise((done, failed) => {
    request(url, { headers, method }, answer => {
      answer.resume()
      done(answer.statusCode ?? 0)
    })
      .once('error', failed)
      .end()
  })
}

it('has a view for each role, guarded by its headers, without a secret, and is gone once it is stopped', async () => {
  let url = ''
  const ended = await served(async address => {
    url = address
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\/$/)
    const titles: Record<string, string | undefined> = {}
    for (const place of ['', 'engineer', 'finance', 'accounts', 'audit']) {
      const answer = await fetch(url + place)
      const page = await answer.text()
      titles[place] = /<title>(.*)<\/title>/.exec(page)?.[1]?.replace(/^REHEARSAL /, '')
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
      for (const secret of [central.secret, italy.secret]) expect(page).not.toContain(secret)
    }
    expect(titles).toEqual({
      '': expect.stringMatching(/^Operations /),
      engineer: 'Platform engineer Applies',
      finance: 'Finance Money',
      accounts: 'Account manager Customers to talk to',
      audit: 'Auditor Who changed what',
    })
    expect(await text(`${url}accounts`)).toContain('alpha')
    const { headers } = await fetch(url)
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+' 'sha256-[^']+'; img-src data:; base-uri 'none'; form-action 'none'; connect-src 'self'; frame-ancestors 'none'$/,
    )
    expect(
      ['cache-control', 'referrer-policy', 'x-content-type-options', 'x-frame-options'].map(name =>
        headers.get(name),
      ),
    ).toEqual(['no-store', 'no-referrer', 'nosniff', 'DENY'])
  })
  expect(ended).toEqual({ code: 0, err: '' })
  await expect(fetch(url)).rejects.toThrow('fetch failed')
})

it('answers nobody but a browser of this machine that knows the address, and only GET', async () => {
  await served(async url => {
    const { port, host } = new URL(url)
    const seen = {
      'by its address': await asked(url, {}),
      'as localhost': await asked(url, { host: `localhost:${port}` }),
      'under a name of others that leads here': await asked(url, { host: `evil.example:${port}` }),
      'without the port': await asked(url, { host: '127.0.0.1' }),
      'from a page of others': await asked(url, { host, origin: 'https://evil.example' }),
      'from a page without an origin': await asked(url, { host, origin: 'null' }),
      'as part of a page of others': await asked(url, {
        host,
        'sec-fetch-site': 'cross-site',
        'sec-fetch-mode': 'no-cors',
      }),
      'by a link elsewhere': await asked(url, {
        host,
        'sec-fetch-site': 'cross-site',
        'sec-fetch-mode': 'navigate',
      }),
      'without the address': await asked(`http://127.0.0.1:${port}/`, {}),
      'with another address': await asked(`http://127.0.0.1:${port}/${'0'.repeat(32)}/`, {}),
      'for what is not there': await asked(`${url}constructor`, {}),
      'with POST': await asked(url, {}, 'POST'),
      'with DELETE': await asked(url, {}, 'DELETE'),
    }
    expect(seen).toEqual({
      'by its address': 200,
      'as localhost': 200,
      'under a name of others that leads here': 403,
      'without the port': 403,
      'from a page of others': 403,
      'from a page without an origin': 403,
      'as part of a page of others': 403,
      'by a link elsewhere': 200,
      'without the address': 404,
      'with another address': 404,
      'for what is not there': 404,
      'with POST': 405,
      'with DELETE': 405,
    })
  })
})

it('shows what an apply does as its journal tells it, then looks at the accounts again, and writes nothing', async () => {
  await served(async url => {
    const before = await text(`${url}version`)
    expect(await text(`${url}version`)).toBe(before)
    const asking = (await sandbox.requests()).length
    await text(url)
    expect((await sandbox.requests()).length).toBe(asking)
    expect(await text(`${url}audit`)).toContain('0 writes in 0 applies')
    await run('apply', '--auto-approve', '--allow-irreversible')
    const writes = (await sandbox.requests()).filter(isWrite).length
    expect(await text(`${url}audit`)).toContain('2 writes in 1 apply')
    expect(await text(`${url}version`)).not.toBe(before)
    await expect.poll(() => text(url)).toMatch(/class="pill">verified</)
    expect((await sandbox.requests()).filter(isWrite).length).toBe(writes)
  })
})

it('refuses what has no effect beside it, and a port that is none', async () => {
  const [watched, format, port] = [
    await run('status', '--serve', '--watch'),
    await run('status', '--serve', '--format', 'csv'),
    await run('status', '--serve', '99999'),
  ]
  expect([watched.code, watched.err]).toEqual([1, expect.stringContaining('`--watch`: the served board')])
  expect([format.code, format.err]).toEqual([1, expect.stringContaining('`--format`: the served board')])
  expect([port.code, port.err]).toEqual([1, expect.stringContaining('--serve is `99999`')])
})

// Was red: it served until it was stopped, and nobody had been told where, or why.
it('serves nothing for a scope that matches nothing', async () => {
  const { code, out } = await run('status', '--serve', '--wave', 'pilo')
  expect([code, out.includes('http:'), out.includes('pilo')]).toEqual([3, false, true])
})

it.runIf(process.platform === 'linux')('ends where nobody can have its address', async () => {
  const args = [builtCommand, 'status', '--serve', '--sandbox', sandbox.url, '-q']
  const { exitCode, stderr } = await execa('sh', ['-c', '"$0" "$@" > /dev/full', process.execPath, ...args], {
    cwd: workspace.folder,
    stdin: 'ignore',
    reject: false,
  })
  expect([exitCode, stderr.match(/\[[A-Z_.]+\]/g)]).toEqual([1, ['[COMMAND.NOT_WRITTEN]']])
})

/** As a pipeline of a company runs it: TLS to the service, through a proxy that wants credentials of its own. */
import { writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { builtCommand, runHere, tenantform } from '../support/built-command.ts'
import { anIdentity } from '../support/certificate.ts'
import { forwardProxy } from '../support/forward-proxy.ts'
import { jumpingClock } from '../support/jumping-clock.ts'
import { startSandboxHere } from '../support/sandbox-process.ts'
import { spellings } from '../support/tokens.ts'
import { aWorkspace, central, germany, italy } from '../support/workspaces/a-workspace.ts'

const secrets = {
  TEST_CENTRAL: central.secret,
  TEST_ITALY: italy.secret,
  TEST_GERMANY: germany.secret,
  TEST_REFRESH: 'sandbox-central-user',
}
/** The name in the certificate. */
const service = 'https://sandbox'

it('reaches accounts through the proxy of the environment, and prints none of its credentials', async () => {
  const workspace = aWorkspace({ customers: [{ name: 'alpha', sources: [{ offer: 'mail', seats: 5 }] }] })
  onTestFinished(() => workspace.remove())
  const sandbox = await startSandboxHere(workspace.seed)
  onTestFinished(() => sandbox.stop())
  const identity = anIdentity()
  const tls = createServer({ cert: identity.certificate, key: identity.privateKey }, (incoming, outgoing) => {
    const { method, url: path, headers } = incoming
    // The sandbox answers to loopback names only.
    const named = { ...headers, host: new URL(sandbox.url).host }
    const passed = request(sandbox.url, { method, path, headers: named }, answer => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    incoming.pipe(passed)
  })
  await new Promise<void>(resolve => tls.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void tls.close())
  const proxy = await forwardProxy({ port: (tls.address() as AddressInfo).port })
  onTestFinished(() => proxy.close())
  writeFileSync(join(workspace.folder, 'ca.pem'), identity.certificate)
  writeFileSync(
    join(workspace.folder, 'workspace.yaml'),
    `apiVersion: tenantform/v1\nkind: Workspace\nname: here\nendpoints: { api: "${service}", authority: "${service}" }\n`,
  )
  // The library that opens the tunnel would show all it knows of the proxy to who asks for its DEBUG.
  const run = (...args: readonly string[]) =>
    tenantform(args, {
      cwd: workspace.folder,
      command: builtCommand,
      env: {
        DEBUG: '*',
        HTTPS_PROXY: `http://ada:proxy-password@${proxy.host}`,
        NODE_EXTRA_CA_CERTS: join(workspace.folder, 'ca.pem'),
        ...secrets,
      },
    })
  const planned = await run('plan', '--detailed-exitcode')
  expect({ code: planned.code, out: planned.out.includes('+ create') }, planned.err).toEqual({
    code: 2,
    out: true,
  })
  expect([...new Set(proxy.asked)]).toEqual([
    `CONNECT sandbox:443 Basic ${Buffer.from('ada:proxy-password').toString('base64')}`,
  ])
  expect(proxy.asked.length).toBeGreaterThan(3)

  await proxy.close()
  const refusing = await forwardProxy({ refusal: 407 })
  onTestFinished(() => refusing.close())
  const refused = await runHere(['plan'], {
    clock: jumpingClock(),
    cwd: workspace.folder,
    env: {
      HTTPS_PROXY: `http://ada:proxy-password@${refusing.host}`,
      ...secrets,
    },
  })
  expect([refused.code, refused.err.match(/gave no answer \([^)]*\)/)?.[0]]).toEqual([
    1,
    'gave no answer (refused by the proxy)',
  ])
  const said = [planned, refused].map(({ out, err }) => out + err).join('')
  expect(spellings('proxy-password').filter(spelling => said.includes(spelling))).toEqual([])
})

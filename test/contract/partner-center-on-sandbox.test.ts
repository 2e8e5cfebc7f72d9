/** The Partner Center provider, over real HTTP, against the sandbox. */
import { sandboxControl } from '../../cmd/sandbox/control.ts'
import { sandboxClock } from '../../cmd/sandbox/sandbox-clock.ts'
import { createTransport } from '../../providers/http/transport.ts'
import { connect } from '../../providers/partner-center/index.ts'
import { startSandbox } from '../../providers/sandbox/index.ts'
import type { World } from '../../schemas/generated/world.ts'
import { describeProvider, type Site } from './provider-suite.ts'
import { app, partner, partnerTenant, user } from './provider-world.ts'

const timeoutMs = 10_000

async function onSandbox(world: World): Promise<Site> {
  const sandbox = await startSandbox({ world, wallClock: () => Date.now() })
  const controlTransport = createTransport({ timeoutMs })
  const control = sandboxControl(sandbox.url, controlTransport.send)
  const clock = await sandboxClock(control)
  const transport = createTransport({
    timeoutMs,
    onStart: () => clock.requestStarted(),
    onEnd: () => clock.requestEnded(),
  })
  const connection = connect({
    partners: [
      {
        name: partner,
        tenantId: partnerTenant,
        cloud: 'global',
        endpoints: { api: sandbox.url, authority: sandbox.url },
        credentials: {
          app: {
            clientId: async () => app.clientId,
            proof: { kind: 'secret', secret: async () => app.clientSecret },
          },
          user: { clientId: async () => user.clientId, refreshToken: async () => user.refreshToken },
        },
      },
    ],
    clock,
    transport,
    progress: () => undefined,
    random: () => 0.5,
  })
  return {
    reader: connection.reader,
    performers: connection.performers(),
    faults: async faults => void (await control.post('faults', faults)),
    async writesSeen() {
      const { requests } = (await control.get('requests')) as {
        requests: readonly { method: string; path: string }[]
      }
      return requests
        .filter(({ method, path }) => method !== 'GET' && !path.includes('/oauth2/'))
        .map(({ method, path }) => `${method} ${path}`)
    },
    async bought() {
      const { subscriptions } = (await control.get('state')) as {
        subscriptions: readonly { acquired: string }[]
      }
      return subscriptions.filter(({ acquired }) => acquired !== 'seed').length
    },
    now: () => clock.now(),
    async close() {
      transport.close()
      controlTransport.close()
      await sandbox.close()
    },
  }
}

describeProvider('Partner Center on the sandbox', onSandbox)

/** The real service has all of these now and then (facts 19). A purchase is done when it is ordered: what comes late is the gate's. */
const oddities = { all: true, asyncPatch: 0, lateSubscriptions: false }

describeProvider('Partner Center on the sandbox at its oddest', world =>
  onSandbox({
    ...world,
    settings: { ...world.settings, quirks: { ...oddities, ...world.settings?.quirks } },
  }),
)

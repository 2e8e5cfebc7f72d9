/** Opens an address in the person's browser, if there is one; the address is printed in any case, so nothing is said where it fails. */
import { spawn } from 'node:child_process'

const openers: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
}

/** Only what is a page over TLS: the address comes from an answer, and an opener takes files and programs too. */
export function openPage(address: string, env: Readonly<Record<string, string | undefined>>): void {
  if (!URL.canParse(address) || new URL(address).protocol !== 'https:') return
  const [program = 'xdg-open', ...args] = openers[process.platform] ?? ['xdg-open']
  const child = spawn(program, [...args, new URL(address).href], {
    env: { ...env },
    stdio: 'ignore',
    detached: true,
  })
  child.on('error', () => undefined)
  child.unref()
}

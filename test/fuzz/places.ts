/** Every kind of place that the path of an output can lead to, each with a look at what it holds afterwards. */
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import {
  closeSync,
  constants,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  readSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createConnection, createServer } from 'node:net'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'

/** What a file held before; a command that says that it wrote nothing leaves it. */
export const before = 'of yesterday\n'

export interface Place {
  /** As it is given to the command, which runs in the folder. */
  readonly path: string
  /** Whether something can be written there. */
  readonly takes: boolean
  /** All that it holds now; null: nothing is there. */
  holds(): Promise<string | null>
  /** Links stay links, pipes stay pipes. */
  kind(): string
  close(): void
}

type Make = (folder: string) => Place | Promise<Place>

const isThere = (path: string) => lstatSync(path, { throwIfNoEntry: false }) !== undefined

function kindOf(path: string): string {
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (found === undefined) return 'nothing'
  if (found.isSymbolicLink()) return `link to ${readlinkSync(path)}`
  if (found.isFIFO()) return 'pipe'
  if (found.isSocket()) return 'socket'
  return found.isDirectory() ? 'folder' : found.isFile() ? 'file' : 'device'
}

function aFile(folder: string, path: string, { at = path, isNew = false, takes = true } = {}): Place {
  return {
    path,
    takes,
    holds: async () => (isThere(join(folder, at)) ? readFileSync(join(folder, at), 'utf8') : null),
    kind: () => (isNew || !takes ? 'file' : kindOf(join(folder, path))),
    close: () => undefined,
  }
}

function aPipe(folder: string, path: string, at: string): Place {
  execFileSync('mkfifo', [join(folder, at)])
  // Open for both, so that it never waits for a writer and never ends.
  const fd = openSync(join(folder, at), constants.O_RDWR | constants.O_NONBLOCK)
  let text = ''
  let isOpen = true
  const take = () => {
    const bytes = Buffer.alloc(65_536)
    try {
      const count = readSync(fd, bytes, 0, bytes.length, null)
      text += bytes.toString('latin1', 0, count)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error
    }
  }
  const reading = (async () => {
    while (isOpen) {
      take()
      await turn()
    }
  })()
  return {
    path,
    takes: true,
    async holds() {
      for (let turns = 0; turns < 50; turns += 1) await turn()
      take()
      return text === '' ? null : Buffer.from(text, 'latin1').toString('utf8')
    },
    kind: () => `${kindOf(join(folder, path))} ${kindOf(join(folder, at))}`,
    close() {
      isOpen = false
      void reading.then(() => closeSync(fd))
    },
  }
}

function refused(folder: string, path: string): Place {
  return {
    path,
    takes: false,
    holds: async () => null,
    kind: () => kindOf(join(folder, path)),
    close: () => undefined,
  }
}

export const places: Readonly<Record<string, Make>> = {
  'a new file': folder => aFile(folder, 'made', { isNew: true }),
  'a new file in new folders': folder => aFile(folder, join('made', 'deep', 'file'), { isNew: true }),
  'a file': folder => {
    writeFileSync(join(folder, 'there'), before)
    return aFile(folder, 'there')
  },
  'a link to a file': folder => {
    writeFileSync(join(folder, 'there'), before)
    symlinkSync('there', join(folder, 'link'))
    return aFile(folder, 'link', { at: 'there' })
  },
  'a link to nothing': folder => {
    symlinkSync('made', join(folder, 'link'))
    return aFile(folder, 'link', { at: 'made' })
  },
  'a link to a link to nothing': folder => {
    mkdirSync(join(folder, 'far'))
    symlinkSync(join('far', 'link'), join(folder, 'link'))
    symlinkSync('made', join(folder, 'far', 'link'))
    return aFile(folder, 'link', { at: join('far', 'made') })
  },
  'a link to itself': folder => {
    symlinkSync('link', join(folder, 'link'))
    return refused(folder, 'link')
  },
  'a link into no folder': folder => {
    symlinkSync(join('none', 'made'), join(folder, 'link'))
    return refused(folder, 'link')
  },
  'a folder': folder => {
    mkdirSync(join(folder, 'folder'))
    return refused(folder, 'folder')
  },
  'below a file': folder => {
    writeFileSync(join(folder, 'there'), before)
    return aFile(folder, join('there', 'below'), { at: 'there', takes: false })
  },
  'a pipe': folder => aPipe(folder, 'pipe', 'pipe'),
  'a link to a pipe': folder => {
    symlinkSync('pipe', join(folder, 'link'))
    return aPipe(folder, 'link', 'pipe')
  },
  'a socket': async folder => {
    const server = createServer()
    await new Promise<void>(resolve => server.listen(join(folder, 'socket'), resolve))
    return { ...refused(folder, 'socket'), close: () => server.close() }
  },
  'a full device': () => ({ ...refused('/dev', 'full'), path: '/dev/full' }),
  'an open file': folder => {
    writeFileSync(join(folder, 'log'), before)
    const fd = openSync(join(folder, 'log'), 'a')
    return { ...aFile(folder, 'log'), path: `/dev/fd/${fd}`, close: () => closeSync(fd) }
  },
  'a link to an open file': folder => {
    writeFileSync(join(folder, 'log'), before)
    const fd = openSync(join(folder, 'log'), 'a')
    symlinkSync(`/proc/self/fd/${fd}`, join(folder, 'link'))
    return { ...aFile(folder, 'link', { at: 'log' }), close: () => closeSync(fd) }
  },
  'an open pipe': folder => {
    const pipe = aPipe(folder, 'pipe', 'pipe')
    const fd = openSync(join(folder, 'pipe'), constants.O_RDWR)
    return {
      ...pipe,
      path: `/dev/fd/${fd}`,
      close() {
        closeSync(fd)
        pipe.close()
      },
    }
  },
  'an open socket': async folder => {
    let text = ''
    const server = createServer(peer => peer.on('data', bytes => (text += bytes.toString('latin1'))))
    await new Promise<void>(resolve => server.listen(join(folder, 'socket'), resolve))
    const client = createConnection(join(folder, 'socket'))
    await once(client, 'connect')
    const { fd } = (client as unknown as { readonly _handle: { readonly fd: number } })._handle
    return {
      path: `/dev/fd/${fd}`,
      takes: true,
      async holds() {
        for (let turns = 0; turns < 50; turns += 1) await turn()
        return text === '' ? null : Buffer.from(text, 'latin1').toString('utf8')
      },
      kind: () => kindOf(join(folder, 'socket')),
      close() {
        client.destroy()
        server.close()
      },
    }
  },
  'a descriptor that is not open': () => ({ ...refused('/', 'none'), path: '/dev/fd/987' }),
}

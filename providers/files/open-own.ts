/** Opens files of our own: never through a link, never anything but a file, and for their owner alone. */
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { codes } from './codes.ts'
import { ownFileMode, stateTrouble } from './own-folder.ts'

/** Windows has neither. */
const carefully = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

const flagsOf = {
  read: constants.O_RDONLY,
  /** What is there is kept. */
  write: constants.O_RDWR,
  /** What is there is emptied. */
  begin: constants.O_RDWR | constants.O_CREAT | constants.O_TRUNC,
} as const

/** Throws Trouble, and the system's error. */
export async function openOwn(path: string, how: keyof typeof flagsOf): Promise<FileHandle> {
  const file = await open(path, flagsOf[how] | carefully, ownFileMode).catch(error => {
    if (error instanceof Error && 'code' in error && error.code === 'ELOOP')
      throw stateTrouble(codes.LINK, `${path} is a link.`)
    throw error
  })
  try {
    if (!(await file.stat()).isFile())
      throw stateTrouble(codes.NOT_OURS, `${path} is neither a file nor a folder.`)
    // A umask may have taken the owner's bits away, and an older version left others' in place.
    if (how !== 'read') await file.chmod(ownFileMode)
    return file
  } catch (error) {
    await file.close()
    throw error
  }
}

/** Files as they are handed out: as they are, gzip, or a ZIP archive. What unpacks to more than a limit is not unpacked. */
import { gunzipSync } from 'node:zlib'
import { unzipSync } from 'fflate'

export interface UnpackedFile {
  /** In the archive; empty where the file has no name of its own. */
  readonly name: string
  readonly bytes: Uint8Array
}

export type Unpacked =
  | { readonly kind: 'files'; readonly files: readonly UnpackedFile[] }
  /** A spreadsheet is a ZIP archive too, whatever its name. */
  | { readonly kind: 'workbook' }
  /** In a sentence. */
  | { readonly kind: 'trouble'; readonly why: string }

/** Unpacked, all files together. */
export const mostUnpacked = 256 * 1024 * 1024
const mostFiles = 1000

export function unpack(bytes: Uint8Array, most = mostUnpacked): Unpacked {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return gunzipped(bytes, most)
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return unzipped(bytes, most)
  return { kind: 'files', files: [{ name: '', bytes }] }
}

function gunzipped(bytes: Uint8Array, most: number): Unpacked {
  try {
    return { kind: 'files', files: [{ name: '', bytes: gunzipSync(bytes, { maxOutputLength: most }) }] }
  } catch (error) {
    const isLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
    return {
      kind: 'trouble',
      why: isLarge ? tooLarge(most) : 'It is cut off or damaged: it cannot be unpacked.',
    }
  }
}

function unzipped(bytes: Uint8Array, most: number): Unpacked {
  let total = 0
  let count = 0
  let isWorkbook = false
  try {
    const parts = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        isWorkbook ||= name === '[Content_Types].xml' || name.startsWith('xl/')
        if (isWorkbook || !isFile(name)) return false
        total += originalSize
        count += 1
        return total <= most && count <= mostFiles
      },
    })
    if (isWorkbook) return { kind: 'workbook' }
    if (total > most) return { kind: 'trouble', why: tooLarge(most) }
    if (count > mostFiles) return { kind: 'trouble', why: `It holds more than ${mostFiles} files.` }
    const files = Object.entries(parts).map(([name, part]) => ({ name, bytes: part }))
    return files.length === 0 ? { kind: 'trouble', why: 'It holds no file.' } : { kind: 'files', files }
  } catch {
    return { kind: 'trouble', why: 'It is cut off or damaged: it cannot be unpacked.' }
  }
}

/** Folders, and what a Mac or a file manager adds. */
function isFile(name: string): boolean {
  return !name.endsWith('/') && !name.startsWith('__MACOSX/') && !/(^|\/)[.][^/]*$/.test(name)
}

function tooLarge(most: number): string {
  return `Unpacked it has more than ${Math.floor(most / 1024 / 1024)} MiB.`
}

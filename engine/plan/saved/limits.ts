/**
 * What a packed file holds at most. Whoever writes keeps to it, so that whatever was written can be read; whoever reads refuses what goes beyond,
 * which would fill the memory: a line has some kilobytes for each customer, and 300,000 subscriptions that move take less than 300 MiB.
 */
import { diagnose } from '../../diagnostic.ts'
import { Trouble } from '../../trouble.ts'
import { fileCodes } from './codes.ts'

export interface SavedLimits {
  readonly lineBytes: number
  readonly fileBytes: number
}

const mebibyte = 1024 * 1024
export const savedLimits: SavedLimits = { lineBytes: 64 * mebibyte, fileBytes: 1024 * mebibyte }

/** The same lines. Throws PLAN.TOO_LARGE as Trouble. */
export function* withinLimits(lines: Iterable<string>, limits: SavedLimits = savedLimits): Generator<string> {
  let bytes = 0
  for (const line of lines) {
    const length = Buffer.byteLength(line)
    bytes += length + 1
    if (length > limits.lineBytes || bytes > limits.fileBytes)
      throw new Trouble(
        diagnose(fileCodes.TOO_LARGE, {
          detail:
            length > limits.lineBytes
              ? `One customer of it takes more than ${limits.lineBytes} bytes.`
              : `It takes more than ${limits.fileBytes} bytes.`,
        }),
      )
    yield line
  }
}

/** A packed file or entry of a journal, line by line: what it says, or why it cannot be read. Never throws. */
import { type Diagnostic, diagnose } from '../../diagnostic.ts'
import { fail, type Result, succeed } from '../../result.ts'
import { fileCodes } from './codes.ts'
import { CutShort, NotFramed, NotWhole, unframed } from './frame.ts'
import { PlanReader, type Said } from './saved-plan.ts'
import { NotPacked } from './unpack.ts'

/** How each packed file begins. */
const beginning = /^\uFEFF?\{\r?\n"format": 2,/

/** Of its first characters, two dozen at least. */
export function isPackedText(text: string): boolean {
  return beginning.test(text)
}

/** `lines`: without their ends, the last of them too. */
export function saidIn(lines: Iterable<string>): Result<Said> {
  const reader = new PlanReader()
  const at: Place = { line: 0, isLast: false }
  try {
    for (const said of unframed(placed(lines, at))) reader.take(said)
    at.line = 0
    return succeed(reader.said())
  } catch (error) {
    return fail(troubleOf(error, at))
  }
}

interface Place {
  /** Counted from 1; 0: it is about all of them. */
  line: number
  isLast: boolean
}

function* placed(lines: Iterable<string>, at: Place): Generator<string> {
  let waiting: string | null = null
  for (const line of lines) {
    if (waiting !== null) {
      at.line += 1
      yield waiting
    }
    waiting = line
  }
  if (waiting === null) return
  at.line += 1
  at.isLast = true
  yield waiting
}

function troubleOf(error: unknown, { line, isLast }: Place): Diagnostic {
  if (error instanceof CutShort || (error instanceof NotWhole && isLast))
    return diagnose(fileCodes.NOT_JSON, {
      detail: 'The file ends in the middle: it was not written to its end.',
    })
  if (error instanceof NotFramed || error instanceof NotPacked)
    return diagnose(fileCodes.NOT_A_PLAN, {
      detail: `${line === 0 ? 'It' : `Line ${line}`} ${error.message}.`,
    })
  throw error
}

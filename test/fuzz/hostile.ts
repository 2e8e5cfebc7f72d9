/** One hostile input after the other, counted and judged the same way whatever takes them: no trace, no hang, no secret, no raw control. */
import fc from 'fast-check'
import { unseenCharacters } from '../../engine/unseen-characters.ts'
import { type InputName, inputs } from './inputs.ts'

const isFull = process.env['TENANTFORM_FULL'] === '1'

/** Planted where secrets stand; nothing that is said may hold it. */
export const plantedSecret = 'planted-s3cret-4711'

/** What takes longer by itself counts as a hang; in ms. */
const limitMs = 20_000

/** What a terminal obeys or nobody sees; our own line ends and tabs aside. */
export const obeyed = new RegExp(`[\\u0000-\\u0008\\u000B-\\u001F${unseenCharacters}]`, 'u')
const trace = /\n\s+at [^\n]*:\d+:\d+|this is a bug in tenantform|\b(Type|Range|Reference|Syntax)Error\b/

interface Counted {
  inputs: number
  traces: number
  hangs: number
  secrets: number
  controls: number
}

/** `work` gives back every text it came to; our own line ends and tabs are no controls. */
export async function hostile<T>(
  name: InputName,
  arbitrary: fc.Arbitrary<T>,
  work: (input: T) => readonly string[] | Promise<readonly string[]>,
): Promise<void> {
  const { sample, full } = inputs[name]
  const counted: Counted = { inputs: 0, traces: 0, hangs: 0, secrets: 0, controls: 0 }
  try {
    await fc.assert(
      fc.asyncProperty(arbitrary, async input => {
        counted.inputs += 1
        judge(await within(counted, () => work(input)), counted)
      }),
      { numRuns: isFull ? full : sample, endOnFailure: isFull },
    )
  } finally {
    if (isFull) process.stdout.write(`${lineOf(name, counted)}\n`)
  }
}

async function within(
  counted: Counted,
  work: () => readonly string[] | Promise<readonly string[]>,
): Promise<readonly string[]> {
  const began = performance.now()
  try {
    return await work()
  } catch (error) {
    counted.traces += 1
    throw error
  } finally {
    if (performance.now() - began > limitMs) counted.hangs += 1
  }
}

function judge(texts: readonly string[], counted: Counted): void {
  if (counted.hangs > 0) throw new Error(`one input took longer than ${limitMs} ms`)
  for (const text of texts) {
    const control = obeyed.exec(text.replaceAll('\r\n', '\n'))
    if (trace.test(text)) counted.traces += 1
    else if (text.includes(plantedSecret)) counted.secrets += 1
    else if (control !== null) counted.controls += 1
    else continue
    const around = text.slice(Math.max(0, (control?.index ?? 0) - 60), (control?.index ?? 0) + 60)
    throw new Error(`${JSON.stringify(counted)} in ${JSON.stringify(around)}\n${text.slice(0, 2_000)}`)
  }
}

function lineOf(name: string, counted: Counted): string {
  const { inputs: made, traces, hangs, secrets, controls } = counted
  return `${name.padEnd(44)} ${made.toLocaleString('en').padStart(9)} inputs  ${traces} traces  ${hangs} hangs  ${secrets} secrets  ${controls} raw controls`
}

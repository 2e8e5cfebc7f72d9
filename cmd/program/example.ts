import { plural } from '../../engine/plural.ts'

/** What `--help` ends with. */
export function example(...lines: readonly string[]): string {
  return `\n${plural(lines.length, 'Example')}:\n${lines.map(line => `  $ ${line}\n`).join('')}`
}

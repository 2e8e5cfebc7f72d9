/** What `--help` ends with. */
export function example(...lines: readonly string[]): string {
  return `\n${lines.length === 1 ? 'Example' : 'Examples'}:\n${lines.map(line => `  $ ${line}\n`).join('')}`
}

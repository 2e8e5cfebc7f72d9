// Runs the dependency rules. dependency-cruiser can see nothing at all and call it clean, so the number of modules it says
// it looked at is checked too.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cruise } from 'dependency-cruiser'
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config'
import config from '../.dependency-cruiser.mjs'

process.chdir(join(dirname(fileURLToPath(import.meta.url)), '..'))
const fewestModules = 962
const { output, exitCode } = await cruise(
  ['cmd', 'engine', 'providers', 'schemas'],
  { ...config.options, ruleSet: { forbidden: config.forbidden }, validate: true, outputType: 'err-long' },
  config.options.enhancedResolveOptions,
  { tsConfig: extractTsConfig('tsconfig.json') },
)
const text = String(output)
process.stdout.write(text)
const seen = Number(/(\d+) modules/.exec(text)?.[1] ?? 0)
if (seen < fewestModules)
  process.stderr.write(`layers: only ${seen} modules were seen; the tool is blind, not the house clean\n`)
process.exit(exitCode > 0 || seen < fewestModules ? 1 : 0)

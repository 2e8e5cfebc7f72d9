/** The schemas of files that a command wrote and another reads again. */
import type { ValidateFunction } from 'ajv'
import * as compiled from './generated/validators/files.validators.js'
import { type SchemaViolation, violationsBy } from './violations.ts'

const validators = {
  Plan: compiled.validatePlan,
  Journal: compiled.validateJournal,
  Result: compiled.validateResult,
  Snapshot: compiled.validateSnapshot,
} satisfies Record<string, ValidateFunction>

type FileSchema = keyof typeof validators

export function violationsOfFile(name: FileSchema, value: unknown): readonly SchemaViolation[] {
  return violationsBy(validators[name], value)
}

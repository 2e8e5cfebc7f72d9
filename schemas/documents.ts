/** The schemas of documents, apart from the larger ones of files: `validate` loads these alone. */
import type { ValidateFunction } from 'ajv'
import * as compiled from './generated/validators/documents.validators.js'
import { type SchemaViolation, violationsBy } from './violations.ts'

const validators = {
  Partner: compiled.validatePartner,
  Customer: compiled.validateCustomer,
  Consolidation: compiled.validateConsolidation,
  Policy: compiled.validatePolicy,
  Catalog: compiled.validateCatalog,
  Workspace: compiled.validateWorkspace,
  World: compiled.validateWorld,
} satisfies Record<string, ValidateFunction>

export type DocumentSchema = keyof typeof validators

export function violationsOfDocument(name: DocumentSchema, value: unknown): readonly SchemaViolation[] {
  return violationsBy(validators[name], value)
}

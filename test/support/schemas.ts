/** Every schema, answers included: a command loads only what it reads. */
import type { ValidateFunction } from 'ajv'
import * as answers from '../../schemas/generated/validators/answers.validators.js'
import * as documents from '../../schemas/generated/validators/documents.validators.js'
import * as files from '../../schemas/generated/validators/files.validators.js'
import { type SchemaViolation, violationsBy } from '../../schemas/violations.ts'

const validators = {
  Partner: documents.validatePartner,
  Customer: documents.validateCustomer,
  Consolidation: documents.validateConsolidation,
  Policy: documents.validatePolicy,
  Catalog: documents.validateCatalog,
  Workspace: documents.validateWorkspace,
  World: documents.validateWorld,
  Plan: files.validatePlan,
  Status: answers.validateStatus,
  Journal: files.validateJournal,
  Result: files.validateResult,
  Snapshot: files.validateSnapshot,
  Diagnostics: answers.validateDiagnostics,
  Doctor: answers.validateDoctor,
  Drift: answers.validateDrift,
  Activity: answers.validateActivity,
  Event: answers.validateEvent,
  Import: answers.validateImport,
  Invitations: answers.validateInvitations,
  Reconciliation: answers.validateReconciliation,
  Rehearsal: answers.validateRehearsal,
  Renewals: answers.validateRenewals,
  Table: answers.validateTable,
  Verification: answers.validateVerification,
  Applies: answers.validateApplies,
  Entries: answers.validateEntries,
  Explanation: answers.validateExplanation,
  Files: answers.validateFiles,
  Login: answers.validateLogin,
  Sandbox: answers.validateSandbox,
  Schemas: answers.validateSchemas,
  Version: answers.validateVersion,
} satisfies Record<string, ValidateFunction>

export type SchemaName = keyof typeof validators

/** All violations of a value, in document order of their paths; empty means it fits. */
export function violationsOf(name: SchemaName, value: unknown): readonly SchemaViolation[] {
  return violationsBy(validators[name], value)
}

import type { FlowValue } from '../documents/yaml-text.ts'

/** What is to change in a Customer document. */
export interface CustomerEdit {
  /** Fields of the document itself. */
  readonly top?: readonly FieldEdit[]
  /** Fields of a declared subscription, by its key; `null` turns the field into a comment. */
  readonly fields?: readonly (FieldEdit & { readonly subscription: string })[]
  /** Subscriptions that become comments, with the reason. */
  readonly retire?: readonly { readonly subscription: string; readonly because: string }[]
  /** Items to be added, each as the lines of a block without indentation. */
  readonly append?: readonly (readonly string[])[]
  /** Comments to be added at the end. */
  readonly notes?: readonly string[]
}

export interface FieldEdit {
  /** Path below the document or the subscription, e.g. `nextTerm.seats`. */
  readonly path: readonly string[]
  /** null: the field becomes a comment. */
  readonly value: FlowValue | null
}

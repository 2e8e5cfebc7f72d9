/** Options every command has, and those of every command that talks to tenants. */
export interface GlobalOptions {
  /** -C DIR: the workspace. */
  readonly directory: string
  readonly color: boolean
  readonly quiet: boolean
  /** `--events`: a file, a pipe, or `-` for stderr. */
  readonly events?: string
}

export interface TenantOptions extends GlobalOptions {
  /** `--sandbox`: a URL, true for the embedded one, false for the real tenants. */
  readonly sandbox: string | boolean
  /** `--snapshot`: reads from this file instead of any account. */
  readonly snapshot?: string
}

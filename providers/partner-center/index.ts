/** Front door of the Partner Center island. */
export { type Connection, type ConnectOptions, connect, type PartnerAccess } from './provider.ts'

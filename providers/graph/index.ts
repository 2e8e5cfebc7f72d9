/** Front door of the Graph island: delegated administration of customers. */

export { codes } from './codes.ts'
export { connect, type GraphAccess, type GraphConnection } from './connect.ts'
export { examineGraph, lackingInGraph } from './examine.ts'

/** git, asked about the repository a workspace lies in. Reads only. */
export { type Checkout, lagBehind, readCheckout } from './checkout.ts'
export { filesAt } from './files-at.ts'

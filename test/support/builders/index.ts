/** The front door of the builders: `aCustomer({ seats: 5 })`, every default valid and dull. */
export * from './declared.ts'
export * from './live.ts'
export * from './planned.ts'

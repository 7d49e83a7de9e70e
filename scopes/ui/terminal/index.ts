export * from './diagnostics.ts'
export * from './reporter.ts'
export * from './style.ts'
export * from './table.ts'

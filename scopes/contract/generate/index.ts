export * from './derived.ts'
export * from './generate-parts.ts'
export * from './part.ts'
export * from './starter.ts'

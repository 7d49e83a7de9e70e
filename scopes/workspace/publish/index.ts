export { publishComponents } from './publish.ts'
export { distTag } from './ranges.ts'
export { openRegistries, type Lookup, type PresentVersion, type Registry, type RegistryPlace } from './registry.ts'
export * from './types.ts'

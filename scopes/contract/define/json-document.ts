/** Documents without Zod: for whoever reads `contract.json` and evaluates no contract. */
export { type CodecName, CODECS, codecValue, type CodecValue } from './codec-names.ts'
export * from './document.ts'
export * from './format-document.ts'
export * from './parse-document.ts'
export * from './read-document.ts'
export * from './wire-hash.ts'

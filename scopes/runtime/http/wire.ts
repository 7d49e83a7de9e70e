export { sendable } from './node-streams.ts'
export { decodeHeaders } from './header-values.ts'
export { fromTexts, toTexts } from './parameter-text.ts'
export { writeRequest, type WrittenRequest } from './write-request.ts'

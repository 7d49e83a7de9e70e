export type {
  Check,
  Codecs,
  ContractDefinition,
  ContractIdentity,
  FieldType,
  HttpBodyDefinition,
  HttpDefinition,
  HttpMethod,
  HttpOperationDefinition,
  HttpResponseDefinition,
  Issue,
  ParametersDefinition,
  ParameterStyle,
  ParameterType,
  SecurityRequirement,
  SecurityScheme,
} from './check.ts'
export type {
  ChannelDefinition,
  Delivery,
  EventDefinition,
  EventDetailsDefinition,
  EventsDefinition,
  MessageDefinition,
  MessagingDefinition,
  PayloadDefinition,
  RetryPolicy,
  Side,
  SocketDefinition,
  SocketItemDefinition,
} from './definitions.ts'
export type { Caller, CallOptions, Context, Handlers, Peer } from './peer.ts'
export {
  ContractViolation,
  DeadlineExceeded,
  DetailsUnavailable,
  HandlerFailed,
  IncompatibleContract,
  isRuntimeError,
  NotRetryable,
  Overloaded,
  Refused,
  RuntimeError,
  type RuntimeErrorCode,
  Unavailable,
  UnexpectedResponse,
} from './errors.ts'
export {
  base64ToBytes,
  bytesToBase64,
  bytesToBase64Url,
  type Convert,
  converted,
  dateToSeconds,
  dateToText,
  integerToText,
  textToDate,
  textToInteger,
} from './codecs.ts'
export { byteLength, fromBinary, toBase64, toBinary } from './buffers.ts'
export { codePoints, deepEqual, escapePointer, hasUniqueItems, isMultipleOf, isObject, join, report } from './values.ts'
export { isFormat } from './formats.ts'
export { type ByteSource, type ByteStream, isByteSource, isFile, isFileSource } from './bytes.ts'
export {
  childTraceparent,
  createTraceparent,
  formatTraceparent,
  parseTraceparent,
  randomHex,
  type TraceParent,
} from './trace.ts'
export { currentContext, runInContext } from './context.ts'
export { failureMessage, mayHoldSecrets, warnOfFailure } from './secrets.ts'
export { HEADERS } from './headers.ts'
export { type Deadline, startDeadline, tightest, untilAborted } from './deadline.ts'
export { expireIn, type Expiring, type Expiry } from './expiry.ts'
export { createGate, type Gate } from './gate.ts'
export { drawMode, validate, type Validated, type ValidationMode, type ValidationOptions } from './validation.ts'
export {
  beginSpan,
  codeOf,
  type LogRecord,
  type Span,
  type SpanEnd,
  type SpanKind,
  type SpanStart,
  type Telemetry,
  type TelemetryOptions,
} from './telemetry.ts'

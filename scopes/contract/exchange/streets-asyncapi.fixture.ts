/** AsyncAPI 3 with several operations on a channel, traits, replies, parameters, bindings and an Avro payload. */
export const streetsAsyncApi = `asyncapi: 3.0.0
info: { title: Street lights, version: 1.0.0, description: Lamps and what they measure. }
defaultContentType: application/json
servers:
  kafka:
    host: kafka.example:9092
    protocol: kafka
    security: [{ $ref: '#/components/securitySchemes/certs' }, { $ref: '#/components/securitySchemes/scram' }]
channels:
  measured:
    address: lights.{city}.{lamp}.measured
    parameters: { city: { default: paris }, lamp: {} }
    messages: { measured: { $ref: '#/components/messages/measured' } }
  commands:
    address: lights.commands
    messages:
      turn-on: { payload: { type: object, properties: { lamp: { type: string } }, required: [lamp] } }
      dim: { payload: { $ref: '#/components/schemas/Dim' }, contentType: application/json }
    bindings: { amqp: { is: queue } }
  answers:
    address: null
    messages: { done: { payload: { type: object, properties: { ok: { type: boolean } } } } }
  binary:
    address: lights.binary
    messages:
      blob: { payload: { schemaFormat: 'application/vnd.apache.avro;version=1.9.0', schema: { type: record, name: X, fields: [] } } }
operations:
  receiveMeasured:
    action: receive
    summary: What a lamp measured
    channel: { $ref: '#/channels/measured' }
    traits: [{ $ref: '#/components/operationTraits/kafka' }]
  command:
    action: send
    channel: { $ref: '#/channels/commands' }
    messages: [{ $ref: '#/channels/commands/messages/turn-on' }, { $ref: '#/channels/commands/messages/dim' }]
    reply: { channel: { $ref: '#/channels/answers' } }
  hear:
    action: receive
    channel: { $ref: '#/channels/commands' }
    messages: [{ $ref: '#/channels/commands/messages/dim' }]
components:
  messages:
    measured:
      title: Measured
      traits: [{ $ref: '#/components/messageTraits/common' }]
      correlationId: { location: '$message.payload#/id' }
      payload:
        type: object
        properties:
          lumens: { type: integer, minimum: 0 }
          at: { type: array, items: [{ type: number }, { type: number }], additionalItems: false }
        dependencies: { lumens: [at] }
  messageTraits:
    common: { headers: { type: object, properties: { My-App: { type: integer } }, required: [My-App] }, examples: [{ payload: {} }] }
  operationTraits:
    kafka: { bindings: { kafka: { groupId: { type: string } } } }
  schemas:
    Dim: { type: object, properties: { percent: { type: integer, minimum: 0, maximum: 100, default: 50 } } }
  securitySchemes:
    certs: { type: X509 }
    scram: { type: scramSha256 }
`

/** A connection that either side talks on. */
export const chatAsyncApi = `asyncapi: 3.0.0
info: { title: Chat, version: 1.0.0 }
channels:
  room:
    address: /rooms/{room}
    parameters: { room: {} }
    messages:
      say: { name: Say something, payload: { type: object, properties: { text: { type: string } }, required: [text] } }
      join: { payload: { type: object, properties: { name: { type: string } } } }
      joined: { payload: { type: object, properties: { members: { type: array, items: { type: string } } } } }
      refused: { payload: { type: object, properties: { why: { type: string } } } }
operations:
  hear: { action: receive, channel: { $ref: '#/channels/room' }, messages: [{ $ref: '#/channels/room/messages/say' }] }
  tell: { action: send, channel: { $ref: '#/channels/room' }, messages: [{ $ref: '#/channels/room/messages/say' }] }
  join:
    action: receive
    channel: { $ref: '#/channels/room' }
    messages: [{ $ref: '#/channels/room/messages/join' }]
    reply: { messages: [{ $ref: '#/channels/room/messages/joined' }, { $ref: '#/channels/room/messages/refused' }] }
`

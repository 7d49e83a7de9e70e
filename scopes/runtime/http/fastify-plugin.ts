import type { FastifyError, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { answer, type OutgoingReply, problemReply, type Provider } from './answer.ts'
import { flatHeaders, onHangUp } from './node-request.ts'
import { plainProblem } from './problem.ts'
import type { OperationReader } from './read-request.ts'
import { createReaders } from './readers.ts'

/** The operations as routes of a fastify, in a scope of their own: nothing of the host's parsers or handlers changes. */
export function fastifyPlugin(provider: Provider, maxBodyBytes: number): FastifyPluginAsync {
  return async (instance) => {
    instance.removeAllContentTypeParsers()
    instance.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    instance.setErrorHandler<FastifyError>((error, request, reply) =>
      send(reply, fromFastify(provider, error, request)),
    )
    for (const reader of createReaders(provider.definition, true).values()) {
      instance.route({
        method: reader.operation.method,
        url: fastifyPath(reader.operation.path),
        bodyLimit: maxBodyBytes,
        handler: (request, reply) => respond(provider, reader, { request, reply }),
      })
    }
  }
}

/** Sends what an operation, or a refusal, answers. */
export function send(reply: FastifyReply, { status, headers, body }: OutgoingReply): FastifyReply {
  // Without a serializer fastify adds a charset to JSON in a string, which JSON does not have. A buffer would do too,
  // but leaves in a packet of its own.
  return reply.code(status).headers(headers).serializer(asItIs).send(body)
}

function asItIs(body: unknown): string {
  return body as string
}

interface Exchange {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

async function respond(
  provider: Provider,
  reader: OperationReader,
  { request, reply }: Exchange,
): Promise<FastifyReply> {
  const outcome = await answer(provider, reader, {
    url: request.raw.url ?? '/',
    headers: flatHeaders(request.headers),
    body: request.body as Uint8Array | undefined,
    onHangUp: (listener) => onHangUp(reply.raw, listener),
  })
  return send(reply, outcome)
}

/** Too large, cut off, a malformed length: fastify found it before an operation did. */
function fromFastify(provider: Provider, error: FastifyError, request: FastifyRequest): OutgoingReply {
  const status = error.statusCode ?? 500
  if (status >= 500) provider.onError(error, { operation: request.routeOptions.url ?? '', traceparent: '' })
  return problemReply(plainProblem(status))
}

/** `/orders/{id}:cancel` is `/orders/:id::cancel` there. */
function fastifyPath(template: string): string {
  return template
    .replaceAll(':', '::')
    .replaceAll(/\{([^{}]+)\}/g, (_, name: string) => `:${name.replaceAll(/\W/g, '_')}`)
}

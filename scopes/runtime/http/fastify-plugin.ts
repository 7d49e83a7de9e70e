import type { FastifyInstance, FastifyPluginAsync, FastifyReply } from 'fastify'
import { answer } from './answer.ts'
import type { Provider } from './provider.ts'
import type { Cors } from './cors.ts'
import { createReaders } from './routes.ts'
import type { OutgoingReply } from './write-reply.ts'

/** The operations as routes of a fastify, in a scope of their own: nothing of the host's parsers or handlers changes. */
export function fastifyPlugin(provider: Provider, cors: Cors | undefined): FastifyPluginAsync {
  return async (instance) => {
    if (cors !== undefined) answerBrowsers(instance, provider, cors)
    // Bodies are taken where they are understood, as they come.
    instance.removeAllContentTypeParsers()
    instance.addContentTypeParser('*', (_request, _payload, done) => done(null))
    for (const reader of createReaders(provider.definition, true)) {
      instance.route({
        method: reader.operation.method,
        url: fastifyPath(reader.operation.path),
        handler(request, reply) {
          const live = { reader, request: request.raw, response: reply.raw }
          answer(provider, live, (outcome) => void send(reply, outcome))
        },
      })
    }
  }
}

/** Their questions come as OPTIONS, for which fastify has no route by itself. */
function answerBrowsers(instance: FastifyInstance, { definition }: Provider, cors: Cors): void {
  instance.addHook('onRequest', (request, reply, next) => {
    if (cors(request.raw, reply.raw)) reply.hijack()
    else next()
  })
  const paths = new Set(Object.values(definition.operations).map(({ path }) => fastifyPath(path)))
  for (const url of paths) instance.options(url, (_, reply) => void reply.code(204).send())
}

function send(reply: FastifyReply, { status, headers, body }: OutgoingReply): FastifyReply {
  // Without a serializer fastify adds a charset to JSON in a string, which JSON does not have. A buffer would do too,
  // but leaves in a packet of its own.
  const written = reply.code(status).headers(headers)
  return (typeof body === 'string' ? written.serializer(asItIs) : written).send(body)
}

function asItIs(body: unknown): string {
  return body as string
}

/** `/orders/{id}:cancel` is `/orders/:id::cancel` there. */
function fastifyPath(template: string): string {
  return template
    .replaceAll(':', '::')
    .replaceAll(/\{([^{}]+)\}/g, (_, name: string) => `:${name.replaceAll(/\W/g, '_')}`)
}

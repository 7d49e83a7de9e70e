import type { Caller, CallOptions, Context, Handlers } from './index.ts'

interface Api {
  create: {
    write: { body: { total: number; currency?: string } }
    read: { body: { readonly total: number; readonly currency: string } }
    reply: {
      write: { status: 201; body: { id: string; currency?: string } } | { status: 409 }
      read: { status: 201; body: { readonly id: string; readonly currency: string } } | { status: 409 }
    }
  }
  list: {
    write: { query?: { limit?: number } }
    read: { query: { readonly limit: number } }
    reply: { write: { status: 200; body: string[] }; read: { status: 200; body: readonly string[] } }
  }
  placed: { write: { id: string }; read: { readonly id: string } }
}

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
function holds<T extends true>(): T | undefined {
  return undefined
}

holds<
  Equal<
    Caller<Api>['create'],
    (input: Api['create']['write'], options?: CallOptions) => Promise<Api['create']['reply']['read']>
  >
>()
holds<Equal<Caller<Api>['placed'], (input: { id: string }, options?: CallOptions) => Promise<void>>>()
holds<Equal<Parameters<Handlers<Api>['list']>, [input: { query: { readonly limit: number } }, context: Context]>>()
holds<Equal<ReturnType<Handlers<Api>['placed']>, void | Promise<void>>>()

export async function asCaller(call: Caller<Api>): Promise<string> {
  // An input that may be empty may be left out.
  await call.list()
  await call.list({}, { deadlineMs: 5 })
  // @ts-expect-error this one may not
  await call.create()
  // @ts-expect-error wrong type
  await call.create({ body: { total: '1' } })
  // @ts-expect-error no such operation
  await call.destroy?.({})
  await call.placed({ id: 'a' })
  const reply = await call.create({ body: { total: 1 } })
  // @ts-expect-error only a 201 has a body
  void reply.body
  return reply.status === 201 ? reply.body.currency.toUpperCase() : String(reply.status)
}

export const handlers: Handlers<Api> = {
  create({ body }, { signal, deadline }) {
    // @ts-expect-error what was read is readonly
    body.total = 1
    return signal.aborted || deadline === 0 ? { status: 409 } : { status: 201, body: { id: body.currency } }
  },
  async list({ query }) {
    return { status: 200, body: [query.limit.toFixed()] }
  },
  placed({ id }) {
    void id
  },
}

export const wrong: Partial<Handlers<Api>> = {
  // @ts-expect-error an undeclared status
  create: () => ({ status: 418 }),
  // @ts-expect-error the body is not what the contract says
  list: async () => ({ status: 200, body: [1] }),
}

// @ts-expect-error every operation has a handler
export const incomplete: Handlers<Api> = { create: () => ({ status: 409 }) }

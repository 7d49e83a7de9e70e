import { expectTypeOf } from 'vitest'
import { z } from 'zod'
import { httpContract, type PathParameter, type Problem, problem, schemas } from './index.ts'

const Order = z.object({ id: z.string() })
const responses = { 200: Order, 404: problem() } as const

expectTypeOf<PathParameter<'/orders/{id}/items/{sku}'>>().toEqualTypeOf<'id' | 'sku'>()
expectTypeOf<PathParameter<'/orders'>>().toBeNever()

const good = httpContract({
  id: 'acme.orders/orders-api',
  operations: {
    list: { method: 'GET', path: '/orders', query: { limit: z.int().optional() }, responses },
    get: { method: 'GET', path: '/orders/{id}', params: { id: z.string() }, responses, errors: [409] },
    getToo: { method: 'GET', path: '/too/{id}', params: z.object({ id: z.string() }), responses },
    create: { method: 'POST', path: '/orders', body: { id: z.string() }, responses: { 201: Order }, idempotent: 'key' },
    remove: { method: 'DELETE', path: '/orders/{id}', params: { id: z.string() }, responses: { 204: null } },
  },
})
expectTypeOf(good.operations.get.path).toEqualTypeOf<'/orders/{id}'>()
expectTypeOf(good.operations.get.params.id).toEqualTypeOf<z.ZodString>()
expectTypeOf(good.operations.create.body.id).toEqualTypeOf<z.ZodString>()
expectTypeOf(good.operations.list.responses[200]).toEqualTypeOf<typeof Order>()
expectTypeOf<keyof typeof good.operations>().toEqualTypeOf<'list' | 'get' | 'getToo' | 'create' | 'remove'>()

httpContract({
  id: 'a/b',
  operations: {
    // @ts-expect-error {id} is not declared
    get: { method: 'GET', path: '/orders/{id}', responses },
  },
})
httpContract({
  id: 'a/b',
  operations: {
    // @ts-expect-error {sku} is not declared
    get: { method: 'GET', path: '/orders/{id}/{sku}', params: { id: z.string() }, responses },
  },
})
httpContract({
  id: 'a/b',
  operations: {
    get: {
      method: 'GET',
      path: '/orders/{id}',
      params: {
        id: z.string(),
        // @ts-expect-error sku is not in the path
        sku: z.string(),
      },
      responses,
    },
  },
})
httpContract({
  id: 'a/b',
  operations: {
    get: {
      method: 'GET',
      path: '/orders/{id}',
      // @ts-expect-error sku is not in the path
      params: z.object({ id: z.string(), sku: z.string() }),
      responses,
    },
  },
})
httpContract({
  id: 'a/b',
  operations: {
    get: {
      method: 'GET',
      path: '/orders',
      // @ts-expect-error the path has no parameter
      params: { id: z.string() },
      responses,
    },
  },
})
httpContract({
  id: 'a/b',
  operations: {
    get: {
      method: 'GET',
      path: '/orders',
      // @ts-expect-error GET has no body
      body: Order,
      responses,
    },
  },
})
httpContract({
  id: 'a/b',
  operations: {
    get: {
      method: 'DELETE',
      path: '/orders',
      // @ts-expect-error DELETE has no body
      body: { id: z.string() },
      responses,
    },
  },
})
httpContract({
  id: 'a/b',
  operations: {
    get: {
      method: 'GET',
      path: '/orders',
      responses,
      // @ts-expect-error no such option
      deadline: 5,
    },
  },
})
httpContract({
  id: 'a/b',
  operations: {
    get: {
      // @ts-expect-error no such method
      method: 'FETCH',
      path: '/orders',
      responses,
    },
  },
})
httpContract({
  id: 'a/b',
  operations: {
    get: {
      method: 'GET',
      path: '/orders',
      responses: {
        // @ts-expect-error no schema
        200: 'Order',
      },
    },
  },
})
httpContract({
  id: 'a/b',
  operations: {
    // @ts-expect-error no responses
    get: { method: 'GET', path: '/orders' },
  },
})
httpContract({
  // @ts-expect-error no scope
  id: 'orders-api',
  operations: { get: { method: 'GET', path: '/orders', responses } },
})
httpContract({
  id: 'a/b',
  operations: { get: { method: 'GET', path: '/orders', responses } },
  // @ts-expect-error no such option
  deadlineMs: 4,
})

const shared = schemas({ id: 'acme.shared/money', schemas: { Order } })
expectTypeOf(shared.schemas.Order).toEqualTypeOf<typeof Order>()
schemas({
  id: 'acme.shared/money',
  schemas: {
    // @ts-expect-error no schema
    Order: 5,
  },
})
expectTypeOf(problem({ inStock: z.int() }).shape.inStock).toEqualTypeOf<z.ZodInt>()
expectTypeOf<z.input<typeof Problem>['title']>().toEqualTypeOf<string>()

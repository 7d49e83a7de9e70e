import { ordersService } from './service.ts'

const service = ordersService()
const { url } = await service.listen({ port: Number(process.env['PORT'] ?? 0) })
console.log(`orders listens on ${url}`)
process.once('SIGTERM', () => void service.drain())

/** Bytes of the heap that something still refers to. Needs `node --expose-gc`. */
export function liveBytes(): number {
  ;(globalThis as { gc?: () => void }).gc?.()
  return process.memoryUsage().heapUsed
}

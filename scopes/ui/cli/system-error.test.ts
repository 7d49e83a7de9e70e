import { expect, test } from 'vitest'
import { systemError } from './system-error.ts'

const failure = (code: string, path?: string): Error => Object.assign(new Error(code), { code, path })

test('what the system refuses is said with the file that was meant', () => {
  expect(systemError(failure('EACCES', '/ws/package.json'))).toMatchObject({
    code: 'PERMISSION_DENIED',
    message: '/ws/package.json may not be read or written',
    exitCode: 2,
  })
  expect(systemError(failure('EROFS', '/ws/.tessera/state.json'))?.message).toBe(
    '/ws/.tessera/state.json lies on a disk that cannot be written',
  )
  expect(systemError(failure('ENOSPC'))?.message).toBe('a file does not fit: the disk is full')
})

test('any other failure stays one of the tool', () => {
  expect(systemError(failure('EISDIR', '/ws'))).toBeUndefined()
  expect(systemError(new TypeError('x is undefined'))).toBeUndefined()
  expect(systemError('thrown')).toBeUndefined()
})
